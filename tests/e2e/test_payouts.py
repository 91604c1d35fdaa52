"""A payout in both languages: proposed, confirmed by another, and each way in which it can end, told to everyone."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.dev.simulators.paykassma import ScriptedAnswer, WithdrawalVariant
from bot.dev.simulators.telegram import SimulatedUser
from bot.domain.player import Language
from bot.i18n import Translator
from tests.e2e.canaries import assert_nothing_seen
from tests.e2e.conftest import log
from tests.e2e.player import Player
from tests.e2e.world import PATIENCE, World, open_world

__all__ = ["log"]
MAKER, CHECKER = 902, 903
ACCOUNT = "09444595698"
AMOUNT = 30_000
Case: TypeAlias = tuple[str, ScriptedAnswer, WithdrawalVariant | None, str, str]
CASES: list[Case] = [
    ("paid", ScriptedAnswer.HONEST, WithdrawalVariant.PAY, "payout-paid", "provider:kbzpay_manual"),
    ("failed", ScriptedAnswer.HONEST, WithdrawalVariant.FAIL, "payout-failed", "player:tg-1001"),
    ("refused", ScriptedAnswer.REFUSE_BALANCE, None, "", "player:tg-1001"),
    ("paid", ScriptedAnswer.TIME_OUT_AFTER, WithdrawalVariant.PAY, "payout-paid", "provider:kbzpay_manual"),
    ("failed", ScriptedAnswer.HTML_502, WithdrawalVariant.FAIL, "payout-failed", "player:tg-1001"),
]


class Team:
    """A maker and a checker who speak the same language, and the player whom they pay."""

    def __init__(self, world: World, language: Language) -> None:
        self.world = world
        self.t = Translator(language, strict=True)
        self.player = Player(world, 1001, language)
        self.maker, self.checker = (self._operator(person, language) for person in (MAKER, CHECKER))

    def _operator(self, person_id: int, language: Language) -> SimulatedUser:
        person = self.world.telegram.person(person_id, first_name=str(person_id), language_code=language.value)
        self.world.operators.chat.members[person_id] = person.account
        return person

    async def propose_and_confirm(self) -> str:
        await self.player.says("/start", "KBZPay")
        await self.maker.text(f"/withdraw tg-1001 30000 {ACCOUNT}")
        confirm = self.t.plain("op-button-confirm")
        card = await self.world.operators.chat.until(
            lambda chat: next((message for message in chat.messages if confirm in message.labels), None), PATIENCE
        )
        await self.world.operators.press(self.checker, confirm, card)
        row = await self.world.until_row("SELECT id FROM withdrawals WHERE status <> 'proposed'")
        return str(row["id"])

    async def ended(self, status: str) -> None:
        await self.world.until_row("SELECT 1 FROM withdrawals WHERE status = $1", status)
        await self.world.settled()


@pytest.fixture(params=list(Language))
async def team(request: pytest.FixtureRequest, tmp_path: Path, log: io.StringIO) -> AsyncIterator[Team]:
    operators = f"{MAKER}:cashier,{CHECKER}:checker"
    async with open_world(tmp_path, log, bot_operators=operators, paykassma_test_withdrawals=False) as world:
        yield Team(world, request.param)
        await assert_nothing_seen(world)


@pytest.mark.parametrize("case", CASES, ids=["paid", "failed", "refused for balance", "timed out, paid", "502, failed"])
async def test_a_payout_ends_as_the_provider_signed_and_everyone_is_told(team: Team, case: Case) -> None:
    status, answer, kind, words, ends_at = case
    provider = team.world.provider
    provider.script.payouts.append(answer)
    payout = await team.propose_and_confirm()
    answered = {ScriptedAnswer.HONEST: "sent", ScriptedAnswer.REFUSE_BALANCE: "refused"}.get(answer, "unknown")
    await team.world.until_row("SELECT 1 FROM withdrawals WHERE status = $1", answered)
    if kind is not None:
        assert await provider.end_payout(withdrawal_id=payout, kind=kind) == [200]
    await team.ended(status)
    assert [request.withdrawal_id for request in provider.payouts] == [payout]
    ledger = await team.world.rows("SELECT kind, credit FROM ledger ORDER BY id")
    assert [(row["kind"], row["credit"]) for row in ledger] == [
        ("payout_hold", "held:tg-1001"),
        ("payout_end", ends_at),
    ]
    told = team.t(words, amount=team.t.amount(AMOUNT), wallet="KBZPay", tail="5698") if words else ""
    assert sum(bool(told) and told in text for text in team.player.sent_by_bot()) == bool(words)
    if status == "refused":
        await team.world.operators.chat.shows("Insufficient balance", PATIENCE)
