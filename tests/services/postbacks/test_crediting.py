"""Money: what is signed is credited once, in whatever state its deposit is; what contradicts anything moves nothing."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.domain.deposit import Deposit, DepositFlag, DepositStatus
from bot.domain.entry import CEILINGS, Entry, EntryKind, Reason
from bot.provider.phpjson import Json
from bot.services.postbacks.crediting import Booked, Crediting, EntrySource
from bot.store import deposits
from bot.store.engine.database import Param, Row, Transaction
from tests.provider.postback_bodies import deposit_entry, postback, withdrawal_entry
from tests.provider.reading import read as read_document
from tests.services.service_fixture import ServiceFixture

CREDITABLE = [status for status in DepositStatus if status not in {"draft", "credited", "reversed"}]


def entry_for(deposit: Deposit, **changes: Json) -> Entry:
    """A signed entry for this deposit, as the provider sends it."""
    amount = str(changes.get("amount", deposit.amount))
    signed: dict[str, Json] = {
        "amount": amount,
        "wallet_type": deposit.wallet,
        "transaction_id": deposit.transaction_number or "00123400000000000042",
        "plugin_custom_order_id": deposit.order_id,
    }
    document = postback(deposit_entry(**signed | changes), amount=amount, wallet_type=deposit.wallet)
    (entry,) = read_document(document).entries
    return entry


async def apply(scene: ServiceFixture, entry: Entry, label: str, inbox_id: int = 1) -> Booked:
    crediting = Crediting(scene.services.policy, scene.services.alerts)
    source = EntrySource(inbox_id=inbox_id, label=label, now=scene.clock.now)
    return await scene.database.write(lambda tx: crediting.apply(tx, entry, source))


async def booked(scene: ServiceFixture) -> list[tuple[str, int]]:
    rows = await scene.database.fetch("SELECT credit, amount FROM ledger ORDER BY id")
    return [(row["credit"], row["amount"]) for row in rows]


async def quarantined(scene: ServiceFixture) -> list[str]:
    rows = await scene.database.fetch("SELECT reason FROM quarantine ORDER BY id")
    return [row["reason"] for row in rows]


@pytest.mark.parametrize("status", CREDITABLE)
async def test_signed_money_is_credited_in_every_state_but_draft(scene: ServiceFixture, status: DepositStatus) -> None:
    """Late money is still money, and the player is told once."""
    deposit = await scene.deposit(status)
    scene.clock.advance(60_000)
    assert await apply(scene, entry_for(deposit), deposit.label) is Booked.CREDITED
    credited = await scene.now(deposit)
    late = {DepositFlag.LATE} if status in {"expired", "cancelled", "rejected"} else set()
    refused = {DepositFlag.WAS_REJECTED} if status is DepositStatus.REJECTED else set()
    assert (credited.status, credited.credited_amount, credited.credited_at) == ("credited", 10_000, scene.clock.now)
    assert credited.flags == late | refused
    assert await booked(scene) == [(f"player:{deposit.label}", 10_000)]
    assert await scene.told(deposit.player_id, "ring") == [{"what": "credited", "amount": 10_000, "of": deposit.id}]
    assert await scene.told(deposit.player_id, "card") == [{"of": deposit.id}]


async def test_a_draft_is_never_credited_and_the_line_does_not_stand_alone(scene: ServiceFixture) -> None:
    """A draft has no order; had it one, neither the booking nor the state may stand without the other."""
    draft = await scene.deposit(DepositStatus.DRAFT, amount=10_000)
    await scene.database.write(lambda tx: deposits.add_order(tx, "order-x", draft.id, 0))
    with pytest.raises(RuntimeError, match="cannot be credited"):
        await apply(scene, entry_for(draft, plugin_custom_order_id="order-x"), draft.label)
    assert await booked(scene) == []
    assert await scene.now(draft) == draft


async def test_the_signed_amount_counts_not_the_claimed_one(scene: ServiceFixture) -> None:
    """whatever was typed, what is signed is booked."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED, amount=500)
    assert await apply(scene, entry_for(deposit, amount="6000"), deposit.label) is Booked.CREDITED
    credited = await scene.now(deposit)
    assert (credited.amount, credited.credited_amount) == (500, 6_000)
    assert credited.flags == {DepositFlag.AMOUNT_DIFFERS}
    assert await booked(scene) == [(f"player:{deposit.label}", 6_000)]


async def test_the_order_decides_and_another_number_is_only_marked(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(deposit, transaction_id="99999999999999999999"), deposit.label)
    assert (await scene.now(deposit)).flags == {DepositFlag.NUMBER_DIFFERS}


async def test_a_thief_who_claims_anothers_number_gets_nothing(scene: ServiceFixture) -> None:
    """only the signed order decides whose money it is."""
    owner = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    thief = await scene.deposit(DepositStatus.SUBMITTED)
    entry = entry_for(owner, transaction_id=thief.transaction_number)
    assert await apply(scene, entry, owner.label) is Booked.CREDITED
    assert await booked(scene) == [(f"player:{owner.label}", 10_000)]
    assert await scene.now(thief) == thief


async def test_any_order_of_a_corrected_deposit_credits_it(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await scene.database.write(lambda tx: deposits.add_order(tx, f"{deposit.id}-2", deposit.id, 0))
    assert await apply(scene, entry_for(deposit, plugin_custom_order_id=f"{deposit.id}-2"), deposit.label) == "credited"
    assert (await scene.now(deposit)).status is DepositStatus.CREDITED


async def test_the_same_entry_again_changes_nothing(scene: ServiceFixture) -> None:
    """also a year later."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(deposit), deposit.label)
    credited = await scene.now(deposit)
    scene.clock.advance(365 * 24 * 3_600_000)
    assert await apply(scene, entry_for(deposit), deposit.label, inbox_id=2) is Booked.REPEATED
    assert await scene.now(deposit) == credited
    assert len(await booked(scene)) == 1
    assert len(await scene.told(deposit.player_id)) == 2


async def test_a_second_payment_for_one_order_is_credited_under_its_own_key(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(deposit), deposit.label)
    second = entry_for(deposit, transaction_id="00123400000000000043", amount="4000")
    assert await apply(scene, second, deposit.label) is Booked.CREDITED
    credited = await scene.now(deposit)
    assert (credited.credited_amount, DepositFlag.EXTRA in credited.flags) == (14_000, True)
    assert [amount for _, amount in await booked(scene)] == [10_000, 4_000]
    assert [ring["amount"] for ring in await scene.told(deposit.player_id, "ring")] == [10_000, 4_000]
    assert await scene.events(deposit) == ["awaiting_payment", "claimed", "submitted", "credited", "extra"]


@pytest.mark.parametrize("change", [{"amount": "10001"}, {"plugin_custom_order_id": "another"}])
async def test_another_amount_or_order_under_a_booked_key_is_a_conflict(
    scene: ServiceFixture, change: Mapping[str, Json]
) -> None:
    """nothing moves, operators hear of it."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(deposit), deposit.label)
    credited = await scene.now(deposit)
    assert await apply(scene, entry_for(deposit, **change), deposit.label) is Booked.QUARANTINED
    assert await scene.now(deposit) == credited
    assert len(await booked(scene)) == 1
    assert await quarantined(scene) == ["conflict"]
    assert await scene.alerts() == ["quarantine"]


async def test_a_booked_key_under_anothers_order_is_a_conflict(scene: ServiceFixture) -> None:
    mine, other = await scene.deposit(DepositStatus.SUBMITTED), await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(mine), mine.label)
    stolen = entry_for(other, transaction_id=mine.transaction_number)
    assert await apply(scene, stolen, other.label) is Booked.QUARANTINED
    assert await scene.now(other) == other


async def test_money_for_a_reversed_deposit_waits_for_a_person(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.REVERSED)
    assert await apply(scene, entry_for(deposit), deposit.label) is Booked.UNCLAIMED
    assert (await booked(scene), await quarantined(scene)) == ([("unclaimed", 10_000)], ["deposit_reversed"])


@pytest.mark.parametrize("order", ["", "nobodys"])
async def test_money_without_a_known_order_waits_unclaimed_once(scene: ServiceFixture, order: str) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    entry = entry_for(deposit, plugin_custom_order_id=order)
    assert await apply(scene, entry, "whoever") is Booked.UNCLAIMED
    assert await apply(scene, entry, "whoever") is Booked.REPEATED
    assert await booked(scene) == [("unclaimed", 10_000)]
    assert await quarantined(scene) == ["order_unknown"]
    assert await scene.alerts() == ["quarantine"]
    assert await scene.now(deposit) == deposit


async def test_a_swapped_label_credits_nobody(scene: ServiceFixture) -> None:
    """the label is not signed."""
    deposit, thief = await scene.deposit(DepositStatus.SUBMITTED), await scene.player()
    assert await apply(scene, entry_for(deposit), thief.label) is Booked.UNCLAIMED
    assert (await booked(scene), await quarantined(scene)) == ([("unclaimed", 10_000)], ["label_differs"])
    assert await scene.now(deposit) == deposit


async def test_an_honest_postback_ends_the_wait_that_a_forged_one_began(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(deposit), "somebody")
    assert await apply(scene, entry_for(deposit), deposit.label) is Booked.CREDITED
    assert await scene.count("quarantine", "state = 'open'") == 0
    assert await scene.alerts() == ["quarantine", "quarantine over"]
    assert await booked(scene) == [("unclaimed", 10_000), (f"player:{deposit.label}", 10_000)]
    assert (await scene.now(deposit)).credited_amount == 10_000
    for label in (deposit.label, "somebody", "somebody-else"):
        assert await apply(scene, entry_for(deposit), label) is Booked.REPEATED
    assert len(await booked(scene)) == 2


async def test_another_wallet_than_the_orders_is_quarantined(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    entry = replace(entry_for(deposit), wallet="wavepay")
    assert await apply(scene, entry, deposit.label) is Booked.UNCLAIMED
    assert (await booked(scene), await quarantined(scene)) == ([("unclaimed", 10_000)], ["order_differs"])


@pytest.mark.parametrize("settings", [{"DEPOSIT_AUTO_CREDIT_MAX": "10000"}])
@pytest.mark.parametrize(("amount", "result"), [("10000", "credited"), ("10001", "unclaimed")])
async def test_above_the_cap_a_person_decides(scene: ServiceFixture, amount: str, result: str) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED, amount=10_001)
    assert await apply(scene, entry_for(deposit, amount=amount), deposit.label) == result
    assert await quarantined(scene) == (["above_auto_credit"] if result == "unclaimed" else [])


@pytest.mark.parametrize("reason", list(Reason))
async def test_an_entry_that_cannot_stand_by_itself_credits_nobody(scene: ServiceFixture, reason: Reason) -> None:
    """kept once, operators are told once, however often and under whatever label it comes."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    entry = replace(entry_for(deposit), reason=reason)
    results = [await apply(scene, entry, f"{deposit.label}{again}") for again in range(3)]
    assert results == [Booked.UNCLAIMED if entry.is_payment else Booked.QUARANTINED, *[Booked.QUARANTINED] * 2]
    assert await booked(scene) == ([("unclaimed", 10_000)] if entry.is_payment else [])
    assert await quarantined(scene) == [reason.value]
    assert await scene.alerts() == ["credits_wait" if reason in CEILINGS else "quarantine"]
    assert await scene.now(deposit) == deposit


async def test_an_unknown_payout_is_quarantined(scene: ServiceFixture) -> None:
    (entry,) = read_document(postback(withdrawal_entry(), direction="outgoing")).entries
    assert entry.kind is EntryKind.WITHDRAWAL
    assert await apply(scene, entry, "player-42") is Booked.QUARANTINED
    assert await quarantined(scene) == ["withdrawal_unknown"]


class _LooksAway:
    """A transaction that does not see what another copy of the bot is booking at this moment."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self.notify = tx.notify
        self.fetch = tx.fetch
        self.skip_locked = tx.skip_locked

    async def fetchrow(self, sql: str, *args: Param) -> Row | None:
        return None if sql.startswith("SELECT ref") else await self._tx.fetchrow(sql, *args)


async def test_money_booked_between_the_look_and_the_line_is_not_credited_twice(scene: ServiceFixture) -> None:
    """The ledger's unique key stops it: the whole transaction is rolled back, and the next try sees the line."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    entry = entry_for(deposit)
    await apply(scene, entry, deposit.label)
    crediting = Crediting(scene.services.policy, scene.services.alerts)
    source = EntrySource(inbox_id=2, label=deposit.label, now=scene.clock.now)
    with pytest.raises(RuntimeError, match="booked meanwhile"):
        await scene.database.write(lambda tx: crediting.apply(_LooksAway(tx), entry, source))
    assert (await scene.now(deposit)).credited_amount == entry.amount
    assert await apply(scene, entry, deposit.label) is Booked.REPEATED
