"""SIGKILL around the sending of a payout: at most one request per id ever reaches the provider, and no row lies."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.dev.simulators.paykassma import PaykassmaSimulator, ScriptedAnswer, WithdrawalVariant
from bot.dev.simulators.paykassma.app import paykassma_app
from bot.dev.simulators.telegram import Group, TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from tests.e2e.process import Process, settings_of
from tests.e2e.world import KEYS, PATIENCE, SECRET, TOKEN, WITHDRAWAL_KEY
from tests.ports import free_port

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]
MAKER, CHECKER, OFFICE = 9001, 9002, -5001
ACCOUNT = "09400000001"


class Operators:
    """Two operators in their group, the provider, and the program between them."""

    def __init__(self, telegram: TelegramSimulator, provider: PaykassmaSimulator, process: Process) -> None:
        self.provider = provider
        self.process = process
        self.maker = telegram.person(MAKER, first_name="Maker", username="the_maker")
        self.checker = telegram.person(CHECKER, first_name="Checker", username="the_checker")
        self.office: Group = telegram.group(OFFICE, "Operators", [self.maker, self.checker])

    async def proposed(self) -> str:
        """A payout that waits for a second person; its id."""
        await self.office.text(self.maker, f"/withdraw player-42 10000 {ACCOUNT}")
        await self.office.chat.until(lambda chat: any("✅ Confirm" in m.labels for m in chat.messages), PATIENCE)
        ((payout,),) = await self.process.rows("SELECT id FROM withdrawals")
        return str(payout)

    async def confirm(self) -> None:
        await self.office.press(self.checker, "✅ Confirm")

    async def status(self) -> str:
        ((status,),) = await self.process.rows("SELECT status FROM withdrawals")
        return str(status)

    async def until(self, status: str) -> None:
        await self.process.until_row(f"SELECT 1 FROM withdrawals WHERE status = '{status}'")  # noqa: S608 - our word


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Operators]:
    telegram = TelegramSimulator(TOKEN)
    provider = PaykassmaSimulator(secret=SECRET, postback_keys=KEYS, withdrawal_key=WITHDRAWAL_KEY)
    port = free_port()
    provider.postback_url = f"http://127.0.0.1:{port}/paykassma/postback"
    async with serve(telegram_app(telegram)) as telegram_url, serve(paykassma_app(provider)) as provider_url:
        settings = settings_of(tmp_path, port, telegram_url, provider_url) | {
            "BOT_OPERATORS": f"{MAKER}:cashier,{CHECKER}:checker",
            "BOT_OPERATORS_CHAT": str(OFFICE),
            "PAYKASSMA_TEST_WITHDRAWALS": "false",
        }
        process = Process(settings=settings, port=port, folder=tmp_path)
        await process.start()
        yield Operators(telegram, provider, process)
        await process.stop()


async def test_killed_at_the_proposal_and_while_the_answer_is_awaited_it_is_sent_once(desk: Operators) -> None:
    payout = await desk.proposed()
    await desk.process.restart_after_kill()
    desk.provider.script.payouts.append(ScriptedAnswer.TIME_OUT_AFTER)
    await desk.confirm()
    await desk.provider.until(lambda: len(desk.provider.payouts) == 1, PATIENCE)
    assert await desk.status() == "sending"
    await desk.process.restart_after_kill()
    await desk.until("unknown")
    await desk.office.chat.shows(f"Payout {payout}: outcome unknown", PATIENCE)
    await desk.process.restart_after_kill()
    assert await desk.status() == "unknown"
    assert await desk.provider.end_payout(withdrawal_id=payout, kind=WithdrawalVariant.PAY) == [200]
    await desk.until("paid")
    assert [request.withdrawal_id for request in desk.provider.payouts] == [payout]
    kinds = await desk.process.rows("SELECT kind, amount FROM ledger ORDER BY id")
    assert kinds == [("payout_hold", 10_000), ("payout_end", 10_000)]


async def test_killed_while_the_provider_had_not_taken_it_nobody_guesses(desk: Operators) -> None:
    payout = await desk.proposed()
    desk.provider.script.payouts.append(ScriptedAnswer.TIME_OUT_BEFORE)
    await desk.confirm()
    await desk.provider.until(lambda: len(desk.provider.payouts) == 1, PATIENCE)
    await desk.process.restart_after_kill()
    await desk.until("unknown")
    assert [(request.withdrawal_id, request.accepted) for request in desk.provider.payouts] == [(payout, False)]
    assert await desk.process.rows("SELECT COUNT(*) FROM attempts") == [(1,)]
    assert await desk.process.rows("SELECT kind FROM ledger") == [("payout_hold",)]


async def test_who_is_killed_again_and_again_is_not_taken_for_one_that_was_put_back(desk: Operators) -> None:
    await desk.proposed()
    for _ in range(3):
        await desk.process.restart_after_kill()
    await desk.confirm()
    await desk.until("sent")
    await desk.process.restart_after_kill()
    assert await desk.status() == "sent"
    assert await desk.process.rows("SELECT 1 FROM switches WHERE name = 'freeze'") == []
    assert await desk.process.rows("SELECT number FROM generation") == [(6,)]


async def test_killed_right_after_the_confirmation_it_still_leaves_once(desk: Operators) -> None:
    payout = await desk.proposed()
    await desk.confirm()
    await desk.process.until_row("SELECT 1 FROM withdrawals WHERE status <> 'proposed'")
    await desk.process.restart_after_kill()
    await desk.process.until_row("SELECT 1 FROM withdrawals WHERE status IN ('sent', 'unknown')")
    sent = [request.withdrawal_id for request in desk.provider.payouts]
    assert sent in ([payout], [])
    assert sent or await desk.status() == "unknown"
