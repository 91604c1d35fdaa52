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
MAKER, CHECKER, OPERATORS_CHAT = 9001, 9002, -5001
ACCOUNT = "09400000001"


class Operators:
    """Two operators in their group, the provider, and the program between them."""

    def __init__(self, telegram: TelegramSimulator, provider: PaykassmaSimulator, process: Process) -> None:
        self.provider = provider
        self.process = process
        self.maker = telegram.person(MAKER, first_name="Maker", username="the_maker")
        self.checker = telegram.person(CHECKER, first_name="Checker", username="the_checker")
        self.team: Group = telegram.group(OPERATORS_CHAT, "Operators", [self.maker, self.checker])

    async def proposed(self) -> str:
        """A payout that waits for a second person; its id."""
        await self.team.text(self.maker, f"/withdraw player-42 10000 {ACCOUNT}")
        await self.team.chat.until(lambda chat: any("✅ Confirm" in m.labels for m in chat.messages), PATIENCE)
        ((payout,),) = await self.process.rows("SELECT id FROM withdrawals")
        return str(payout)

    async def confirm(self) -> None:
        await self.team.press(self.checker, "✅ Confirm")

    async def status(self) -> str:
        ((status,),) = await self.process.rows("SELECT status FROM withdrawals")
        return str(status)

    async def until(self, status: str) -> None:
        await self.process.until_row(f"SELECT 1 FROM withdrawals WHERE status = '{status}'")  # noqa: S608 - our word


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Operators]:
    telegram = TelegramSimulator(TOKEN)
    provider = PaykassmaSimulator(secret=SECRET, postback_keys=KEYS, withdrawal_key=WITHDRAWAL_KEY)
    port = free_port()
    provider.postback_url = f"http://127.0.0.1:{port}/paykassma/postback"
    async with serve(telegram_app(telegram)) as telegram_url, serve(paykassma_app(provider)) as provider_url:
        settings = settings_of(tmp_path, port, telegram_url, provider_url) | {
            "BOT_OPERATORS": f"{MAKER}:cashier,{CHECKER}:checker",
            "BOT_OPERATORS_CHAT": str(OPERATORS_CHAT),
            "PAYKASSMA_TEST_WITHDRAWALS": "false",
        }
        process = Process(settings=settings, port=port, folder=tmp_path)
        await process.start()
        yield Operators(telegram, provider, process)
        await process.stop()


async def test_killed_at_the_proposal_and_while_the_answer_is_awaited_it_is_sent_once(team: Operators) -> None:
    payout = await team.proposed()
    await team.process.restart_after_kill()
    team.provider.script.payouts.append(ScriptedAnswer.TIME_OUT_AFTER)
    await team.confirm()
    await team.provider.until(lambda: len(team.provider.payouts) == 1, PATIENCE)
    assert await team.status() == "sending"
    await team.process.restart_after_kill()
    await team.until("unknown")
    await team.team.chat.shows(f"Payout {payout}: outcome unknown", PATIENCE)
    await team.process.restart_after_kill()
    assert await team.status() == "unknown"
    assert await team.provider.end_payout(withdrawal_id=payout, kind=WithdrawalVariant.PAY) == [200]
    await team.until("paid")
    assert [request.withdrawal_id for request in team.provider.payouts] == [payout]
    kinds = await team.process.rows("SELECT kind, amount FROM ledger ORDER BY id")
    assert kinds == [("payout_hold", 10_000), ("payout_end", 10_000)]


async def test_killed_while_the_provider_had_not_taken_it_nobody_guesses(team: Operators) -> None:
    payout = await team.proposed()
    team.provider.script.payouts.append(ScriptedAnswer.TIME_OUT_BEFORE)
    await team.confirm()
    await team.provider.until(lambda: len(team.provider.payouts) == 1, PATIENCE)
    await team.process.restart_after_kill()
    await team.until("unknown")
    assert [(request.withdrawal_id, request.accepted) for request in team.provider.payouts] == [(payout, False)]
    assert await team.process.rows("SELECT COUNT(*) FROM attempts") == [(1,)]
    assert await team.process.rows("SELECT kind FROM ledger") == [("payout_hold",)]


async def test_who_is_killed_again_and_again_is_not_taken_for_one_that_was_put_back(team: Operators) -> None:
    await team.proposed()
    for _ in range(3):
        await team.process.restart_after_kill()
    await team.confirm()
    await team.until("sent")
    await team.process.restart_after_kill()
    assert await team.status() == "sent"
    assert await team.process.rows("SELECT 1 FROM switches WHERE name = 'freeze'") == []
    assert await team.process.rows("SELECT number FROM generation") == [(6,)]


async def test_killed_right_after_the_confirmation_it_still_leaves_once(team: Operators) -> None:
    payout = await team.proposed()
    await team.confirm()
    await team.process.until_row("SELECT 1 FROM withdrawals WHERE status <> 'proposed'")
    await team.process.restart_after_kill()
    await team.process.until_row("SELECT 1 FROM withdrawals WHERE status IN ('sent', 'unknown')")
    sent = [request.withdrawal_id for request in team.provider.payouts]
    assert sent in ([payout], [])
    assert sent or await team.status() == "unknown"
