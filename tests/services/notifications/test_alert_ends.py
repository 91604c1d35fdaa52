"""Every kind of alert, through the services: it is raised, resolved, and raised again when the trouble comes back."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import cast

import pytest

from bot.domain.alert import ENDED_BY, ENDS, LAPSE_MS, QUIET, Alert, End
from bot.domain.deposit import DepositStatus
from bot.provider.base import ClaimAnswer, Outcome
from bot.services.queue.inbox_worker import InboxWorker
from bot.services.withdrawals.reminders import remind_of_awaited
from bot.store import alerts, withdrawals
from bot.store.engine.database import Database, Unit
from tests.provider.postback_bodies import withdrawal_entry
from tests.services.deposits.test_provider_jobs import UNKNOWN, claimed, later
from tests.services.notifications.troubles import (
    BelowMinimum,
    RefusedUnclear,
    Shared,
    TooOften,
    Trouble,
    Unanswered,
    Waits,
    watch,
)
from tests.services.notifications.troubles_elsewhere import (
    BadSignature,
    CannotBeTold,
    DiskFills,
    EventsWait,
    LockedOut,
    LogLong,
    NoNumbers,
    NoNumbersAndClosed,
    NotApplied,
    PayoutNotSent,
    PayoutStillSent,
    PayoutStillUnknown,
    PayoutStopped,
    PayoutUnknown,
    Quarantined,
    Silent,
    Unreachable,
)
from tests.services.notifications.troubles_of_guesses import NumbersGuessed, TooManyNumbers
from tests.services.notifications.troubles_of_money import AboveCeiling, PutBack
from tests.services.notifications.troubles_of_reach import AddressDead, Deaf
from tests.services.operators.test_approved_claims import arrive
from tests.services.postbacks.test_crediting import apply, entry_for
from tests.services.service_fixture import ServiceFixture

MINUTE = 60_000


TROUBLES: Mapping[Alert, type[Trouble]] = {
    Alert.DEPOSIT_WAITING: Waits,
    Alert.QUARANTINE: Quarantined,
    Alert.CREDITS_WAIT: AboveCeiling,
    Alert.DATABASE_RESTORED: PutBack,
    Alert.PROVIDER_LOCKED_OUT: LockedOut,
    Alert.PROVIDER_UNREACHABLE: Unreachable,
    Alert.WALLET_UNAVAILABLE: NoNumbers,
    Alert.BAD_SIGNATURE: BadSignature,
    Alert.POSTBACKS_SILENT: Silent,
    Alert.PUBLIC_URL_DEAD: AddressDead,
    Alert.UPDATES_REFUSED: Deaf,
    Alert.NUMBER_SHARED: Shared,
    Alert.CORRECTIONS_OVER: TooOften,
    Alert.CLAIM_REFUSED: RefusedUnclear,
    Alert.CLAIM_UNANSWERED: Unanswered,
    Alert.BELOW_MINIMUM: BelowMinimum,
    Alert.PAYOUT_NOT_SENT: PayoutNotSent,
    Alert.PAYOUT_UNKNOWN: PayoutUnknown,
    Alert.PAYOUT_STILL_UNKNOWN: PayoutStillUnknown,
    Alert.PAYOUT_STILL_SENT: PayoutStillSent,
    Alert.PAYOUT_STOPPED: PayoutStopped,
    Alert.EVENTS_WAITING: EventsWait,
    Alert.DISK_FILLING: DiskFills,
    Alert.LOG_LONG: LogLong,
    Alert.DELIVERY_DEAD: CannotBeTold,
    Alert.NOT_APPLIED: NotApplied,
    Alert.TOO_MANY_NUMBERS: TooManyNumbers,
    Alert.NUMBERS_GUESSED: NumbersGuessed,
}
"""One for each kind that has an end: whoever adds a kind adds here how it comes, goes, and comes back."""


async def told(scene: ServiceFixture, kind: Alert) -> list[str]:
    return [word for word in await scene.alerts() if word.partition(" ")[0] == kind]


def test_no_kind_with_an_end_is_left_out() -> None:
    assert set(TROUBLES) == set(ENDS)


@pytest.mark.parametrize(("kind", "trouble"), TROUBLES.items(), ids=list(TROUBLES))
async def test_it_is_told_its_end_is_told_and_it_is_told_again_when_it_comes_back(
    scene: ServiceFixture, kind: Alert, trouble: type[Trouble]
) -> None:
    if scene.database.disk is None and kind in {Alert.DISK_FILLING, Alert.LOG_LONG}:
        return  # the disk of a database server is not this program's to look at: the alarm cannot begin
    it = trouble(scene)
    over = [] if kind in QUIET else [f"{kind} over"]
    await it.begin()
    assert await told(scene, kind) == [kind]
    await it.end()
    assert await told(scene, kind) == [kind, *over]
    assert not await alerts.is_on(scene.database, kind.value)
    await it.begin()
    assert await told(scene, kind) == [kind, *over, kind]


@pytest.mark.parametrize("kind", [kind for kind in ENDS if End.CREDITED in ENDS[kind]])
async def test_money_ends_whatever_was_wrong_with_its_claim(scene: ServiceFixture, kind: Alert) -> None:
    deposit = await scene.deposit(DepositStatus.CLAIMED)
    await begin(scene, kind, deposit.id)
    await apply(scene, entry_for(deposit), deposit.label)
    assert await told(scene, kind) == [kind, f"{kind} over"]


async def test_a_no_that_comes_after_the_money_is_no_trouble(scene: ServiceFixture) -> None:
    """Nothing would end such an alarm."""
    deposit = await claimed(scene)
    scene.provider.verdicts.extend([UNKNOWN, ClaimAnswer(outcome=Outcome.REFUSED, detail="no")])
    await scene.leave(deposit)
    scene.provider.before_answer = lambda: apply(scene, entry_for(deposit), deposit.label)
    await later(scene, deposit)
    assert (await scene.now(deposit)).status is DepositStatus.CREDITED
    assert "claim_refused" not in await scene.alerts()
    assert await scene.count("alarms", "subject = $1", deposit.id) == 0


async def test_a_payout_whose_outcome_comes_while_it_is_looked_for_is_not_reminded_of(scene: ServiceFixture) -> None:
    it = PayoutUnknown(scene)
    await it.begin()
    scene.clock.advance(15 * MINUTE)
    database = scene.database
    write = database.write

    async def ended_first(unit: Unit[None]) -> None:
        await it.end()
        await write(unit)

    late = cast("Database", SimpleNamespace(fetch=database.fetch, fetchrow=database.fetchrow, write=ended_first))
    await remind_of_awaited(late, scene.services.alerts, scene.clock.now)
    assert await told(scene, Alert.PAYOUT_STILL_UNKNOWN) == []
    assert await scene.count("alarms") == 0


async def test_a_wallet_that_operators_close_gives_no_numbers_on_purpose(scene: ServiceFixture) -> None:
    it = NoNumbersAndClosed(scene)
    await it.begin()
    await it.end()
    assert await scene.alerts() == ["wallet_unavailable", "wallet_unavailable over"]


async def test_a_signed_outcome_ends_what_was_unknown_and_the_reminders_of_it_in_silence(scene: ServiceFixture) -> None:
    it = PayoutStillUnknown(scene)
    await it.begin()
    for _ in range(2):
        scene.clock.advance(45 * MINUTE)
        await watch(scene).tick()
    assert await told(scene, Alert.PAYOUT_STILL_UNKNOWN) == ["payout_still_unknown"] * 2
    payout = await withdrawals.find(scene.database, it.payout)
    assert payout is not None
    entry = withdrawal_entry(
        withdrawal_id=payout.id,
        amount=str(payout.amount),
        wallet_type=payout.wallet,
        account_number=payout.account,
        withdrawal_status=1,
    )
    top = {"direction": "outgoing", "amount": str(payout.amount), "wallet_type": payout.wallet}
    await arrive(scene, entry, label=payout.label, **top)
    assert (await scene.alerts())[-1] == "payout_unknown over"
    assert await scene.count("alarms") == 0


async def test_the_end_of_one_deposit_ends_nothing_of_another(scene: ServiceFixture) -> None:
    for subject in ("dep-one", "dep-two"):
        await begin(scene, Alert.CLAIM_REFUSED, subject)
    now = scene.clock.now
    await scene.database.write(lambda tx: scene.services.alerts.resolve_by(tx, End.CREDITED, "dep-one", now))
    rows = await scene.database.fetch("SELECT subject FROM alarms")
    assert [row["subject"] for row in rows] == ["dep-two"]


@pytest.mark.parametrize(
    "status", [DepositStatus.CREDITED, DepositStatus.REJECTED, DepositStatus.SUBMITTED, DepositStatus.CLAIMED]
)
async def test_what_cannot_be_true_any_more_is_found_within_the_hour(
    scene: ServiceFixture, status: DepositStatus
) -> None:
    """Also what an older version left behind, which knew of no end."""
    deposit = await scene.deposit(status, reminded_at=1)
    await begin(scene, Alert.CLAIM_REFUSED, deposit.id)
    await watch(scene).tick()
    over = [] if status is DepositStatus.CLAIMED else ["claim_refused over"]
    assert await told(scene, Alert.CLAIM_REFUSED) == ["claim_refused", *over]


async def test_what_nobody_can_end_lapses_after_a_week_without_a_word(scene: ServiceFixture) -> None:
    for kind in ENDED_BY[End.LAPSED]:
        await begin(scene, kind, "dep-gone")
    await begin(scene, Alert.NOT_APPLIED, "7")
    before = await scene.alerts()
    scene.clock.advance(LAPSE_MS + 1)
    await scene.database.write(lambda tx: scene.services.alerts.end_outdated(tx, scene.clock.now))
    assert await scene.alerts() == before
    rows = await scene.database.fetch("SELECT kind FROM alarms")
    assert [row["kind"] for row in rows] == ["not_applied"]


async def test_an_update_that_cannot_be_handled_is_news_since_nobody_can_do_it_again(scene: ServiceFixture) -> None:
    it = scene
    worker = InboxWorker(it.database, it.clock, it.services.alerts.row_failed, {"telegram": it.services.postbacks})
    await worker._give_up(await it.row(), "broken")
    assert await it.alerts() == ["update_failed"]
    assert await it.count("alarms") == 0


async def begin(scene: ServiceFixture, kind: Alert, subject: str) -> None:
    await scene.database.write(lambda tx: scene.services.alerts.raise_(tx, kind, subject, scene.clock.now))
