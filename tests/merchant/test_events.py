"""Which facts become events: each one of money, once, in the transaction that books it, and no other."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.alert import Alert
from bot.domain.approval import ActionType
from bot.domain.deposit import DepositStatus
from bot.domain.player import Recipient
from bot.domain.withdrawal import Withdrawal
from bot.merchant.event import Event, EventKind
from bot.provider.base import Answer, Outcome
from bot.services.notifications.merchant_events import check_events
from bot.services.postbacks.crediting import Crediting
from bot.store import ledger, outbox
from tests.outbox import deliver_due
from tests.provider.postback_bodies import Members, deposit_entry, postback, signed, withdrawal_entry
from tests.services.acting import CASHIER, CHECKER, Values, agree
from tests.services.service_fixture import ServiceFixture, open_service_fixture
from tests.services.stored import entry_of

ACCOUNT = "09400000001"
DAY = 24 * 3_600_000


async def told(scene: ServiceFixture) -> list[dict[str, Any]]:
    rows = await scene.database.fetch("SELECT lane, subject, payload FROM outbox WHERE kind = 'event' ORDER BY id")
    events = [json.loads(row["payload"]) for row in rows]
    assert [(row["lane"], row["subject"]) for row in rows] == [(f"ev:{e['player']}", e["id"]) for e in events]
    return events


async def types(scene: ServiceFixture) -> list[tuple[str, int]]:
    return [(event["type"], event["amount"]) for event in await told(scene)]


async def arrive(scene: ServiceFixture, *entries: Members, label: str) -> None:
    await scene.receive(signed(postback(*entries, label=label)))
    await scene.apply_postbacks()


async def leave(scene: ServiceFixture) -> None:
    """Let the payout that is due leave."""
    await deliver_due(scene.services, scene.clock, leaves=lambda row: row.kind == "payout")
    await scene.database.write(outbox.release_orphans)


async def sent(scene: ServiceFixture) -> Withdrawal:
    payouts = scene.services.withdrawals
    recipient = Recipient(label="player-42", player_id=0)
    await payouts.propose(await scene.turn(), CASHIER, recipient, 30_000, ACCOUNT, "kbzpay_manual")
    row = await scene.database.fetchrow("SELECT id FROM withdrawals")
    assert row is not None
    await payouts.confirm(await scene.turn(), CHECKER, row["id"])
    await leave(scene)
    found = await payouts.find(row["id"])
    assert found is not None
    return found


async def test_a_credit_by_postback_is_told_once_with_its_payment(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    paid = deposit_entry(plugin_custom_order_id=deposit.order_id)
    await arrive(scene, paid, label=deposit.label)
    await scene.receive(signed(postback(paid, label=deposit.label, created_datetime="2026-01-07 08:05:11")))
    await scene.apply_postbacks()
    key = "kbzpay_manual/MMK/00123400000000000042"
    event = Event(
        kind=EventKind.CREDIT,
        ref=key,
        player=deposit.label,
        amount=10_000,
        at=scene.clock.now,
        wallet="kbzpay_manual",
        transaction="00123400000000000042",
        deposit=deposit.id,
    )
    assert await told(scene) == [json.loads(event.body())]


async def test_a_second_payment_for_the_same_order_is_an_event_of_its_own(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    for number in ("00123400000000000042", "00123400000000000043"):
        entry = deposit_entry(plugin_custom_order_id=deposit.order_id, transaction_id=number)
        await arrive(scene, entry, label=deposit.label)
    assert await types(scene) == [("credit", 10_000)] * 2


async def test_unclaimed_money_is_told_when_it_has_an_owner_and_not_before(scene: ServiceFixture) -> None:
    await arrive(scene, deposit_entry(), label="somebody")
    assert await told(scene) == []
    await agree(scene, ActionType.CLAIM, {"quarantine": 1, "label": "player-42"})
    (event,) = await told(scene)
    assert (event["player"], event["amount"], event["wallet"]) == ("player-42", 10_000, "kbzpay_manual")


async def test_a_claim_that_belongs_to_a_deposit_is_told_once(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, deposit_entry(plugin_custom_order_id=deposit.order_id), label="somebody-else")
    await agree(scene, ActionType.CLAIM, {"quarantine": 1, "label": deposit.label})
    await arrive(scene, deposit_entry(plugin_custom_order_id=deposit.order_id), label=deposit.label)
    assert [(event["player"], event["deposit"]) for event in await told(scene)] == [(deposit.label, deposit.id)]


async def test_what_operators_do_by_hand_is_told(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.CREDITED, credited_amount=10_000)
    credit = await agree(scene, ActionType.CREDIT, {"label": deposit.label, "amount": 5_000, "reason": "goodwill"})
    await agree(scene, ActionType.REVERSE, {"deposit": deposit.id, "reason": "charged back"})
    values: Values = {"label": deposit.label, "amount": 30_000, "account": ACCOUNT, "reference": "ဘောင်ချာ 17"}
    record = await agree(scene, ActionType.RECORD, values)
    assert [(event["id"], event["amount"]) for event in await told(scene)] == [
        (f"credit:act-{credit}", 5_000),
        (f"reversal:{deposit.id}", 10_000),
        (f"withdrawal.recorded:act-{record}", 30_000),
    ]


@pytest.mark.parametrize(("status", "kind"), [(1, "withdrawal.paid"), (5, "withdrawal.failed")])
async def test_the_signed_outcome_of_a_payout_is_told_once(scene: ServiceFixture, status: int, kind: str) -> None:
    payout = await sent(scene)
    assert await told(scene) == []
    entry = withdrawal_entry(withdrawal_id=payout.id, withdrawal_status=status, amount="30000")
    for day in ("07", "08"):
        document = postback(entry, amount=30_000, direction="outgoing", created_datetime=f"2026-01-{day} 08:05:11")
        await scene.receive(signed(document))
        await scene.apply_postbacks()
    assert await types(scene) == [(kind, 30_000)]
    assert (await told(scene))[0]["withdrawal"] == payout.id


async def test_a_refused_payout_is_told(scene: ServiceFixture) -> None:
    scene.provider.payouts.append(Answer(outcome=Outcome.REFUSED, detail="Insufficient balance"))
    await sent(scene)
    assert await types(scene) == [("withdrawal.refused", 30_000)]
    assert "Insufficient" not in str(await told(scene))


async def test_an_unknown_payout_is_told_when_two_operators_found_that_it_never_left(scene: ServiceFixture) -> None:
    scene.provider.payouts.append(Answer(outcome=Outcome.UNKNOWN, detail="time-out"))
    payout = await sent(scene)
    assert await told(scene) == []
    scene.clock.advance(DAY)
    await agree(scene, ActionType.RESOLVE, {"withdrawal": payout.id, "exists": "no", "reason": "not in the cabinet"})
    assert await types(scene) == [("withdrawal.refused", 30_000)]


async def test_of_test_payouts_nobody_hears(scene: ServiceFixture) -> None:
    payout = replace(await sent(scene), is_test=True)
    ended = replace(payout, status=payout.status.PAID)
    await scene.database.write(lambda tx: scene.services.events.ended(tx, ended, 0))
    assert await told(scene) == []


async def test_where_the_booking_does_not_stand_nothing_is_told(scene: ServiceFixture) -> None:
    """A draft cannot be credited: line, event and state are rolled back together."""
    draft = await scene.deposit(DepositStatus.DRAFT)
    it = scene.services
    crediting = Crediting(it.policy, it.alerts, it.events)
    entry = entry_of("00123400000000000042", 10_000)
    with pytest.raises(RuntimeError):
        await scene.database.write(lambda tx: crediting.mark_credited(tx, entry, draft, scene.clock.now))
    assert await told(scene) == []


async def test_events_and_ledger_tell_of_the_same_sums(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, deposit_entry(plugin_custom_order_id=deposit.order_id), label=deposit.label)
    await agree(scene, ActionType.CREDIT, {"label": deposit.label, "amount": 7_000, "reason": "goodwill"})
    await agree(scene, ActionType.REVERSE, {"deposit": deposit.id, "reason": "charged back"})
    plus = sum(amount for kind, amount in await types(scene) if kind == "credit")
    minus = sum(amount for kind, amount in await types(scene) if kind == "reversal")
    assert (plus - minus, 0) == await ledger.totals(scene.database, deposit.label)


async def test_without_a_platform_nothing_is_put_out(scene: ServiceFixture, tmp_path: Path) -> None:
    silent = open_service_fixture(scene.database, tmp_path)
    deposit = await silent.deposit(DepositStatus.SUBMITTED)
    await arrive(silent, deposit_entry(plugin_custom_order_id=deposit.order_id), label=deposit.label)
    assert await silent.count("ledger") == 1
    assert await told(silent) == []


async def test_operators_hear_when_events_wait_for_a_quarter_of_an_hour_and_when_they_have_left(
    scene: ServiceFixture,
) -> None:
    await agree(scene, ActionType.CREDIT, {"label": "player-42", "amount": 5_000, "reason": "goodwill"})
    it = scene.services
    for minutes in (14, 1, 1):
        scene.clock.advance(minutes * 60_000)
        await check_events(scene.database, it.alerts, scene.clock.now)
    assert (await scene.alerts()).count(Alert.EVENTS_WAITING) == 1
    waiting = await scene.database.write(lambda tx: outbox.take(tx, scene.clock.now, scene.clock.now + 1, 100))
    for row in waiting:
        await scene.database.write(lambda tx, one=row: outbox.mark_sent(tx, one, scene.clock.now))  # type: ignore[misc]
    for _ in range(2):
        await check_events(scene.database, it.alerts, scene.clock.now)
    assert (await scene.alerts())[-1] == "events_waiting over"
    assert (await scene.alerts()).count("events_waiting over") == 1
