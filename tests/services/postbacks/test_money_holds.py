"""Whatever entries come, in whatever order and however often: each payment is booked once, to the kyat (I1, I2)."""

import asyncio
from dataclasses import dataclass, replace
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.entry import Entry, Reason
from bot.services.postbacks.crediting import Booked
from tests.services.postbacks.test_crediting import apply, entry_for
from tests.services.service_fixture import ServiceFixture

_example = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An entry as it comes: for which of the deposits (or none), under which key, and what is wrong about it."""

    order: int
    key: int
    amount: int
    label_is_right: bool = True
    reason: Reason | None = None


EVENTS = st.lists(
    st.builds(
        Event,
        order=st.integers(0, 3),
        key=st.integers(0, 3),
        amount=st.sampled_from([1_000, 10_000]),
        label_is_right=st.sampled_from([True, True, True, False]),
        reason=st.sampled_from([None, None, None, Reason.TOTAL_DIFFERS]),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS)
async def test_each_payment_is_booked_once_to_the_kyat(scene: ServiceFixture, events: list[Event]) -> None:
    example = next(_example)
    made = [
        await scene.deposit(status)
        for status in (DepositStatus.SUBMITTED, DepositStatus.EXPIRED, DepositStatus.AWAITING_PAYMENT)
    ]
    standing: dict[str, Standing] = {}
    for event in events:
        deposit = made[event.order] if event.order < len(made) else None
        entry = _entry(made, event, example)
        booked = await apply(scene, entry, deposit.label if deposit and event.label_is_right else "stranger")
        ref = f"{entry.wallet}/MMK/{entry.transaction_id}"
        before = standing.get(ref)
        assert booked is _expected(before, event, deposit)
        if booked in {Booked.CREDITED, Booked.UNCLAIMED}:
            owner = deposit.id if deposit else ""
            standing[ref] = Standing(order=owner, amount=event.amount, is_credited=booked is Booked.CREDITED)
    await _check(scene, made, standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A payment that came: for which deposit's order, how much, and whether its player has it or nobody."""

    order: str
    amount: int
    is_credited: bool


def _expected(before: Standing | None, event: Event, deposit: Deposit | None) -> Booked:
    """What contradicts only the unsigned part waits unclaimed, and is credited when it comes as it should be."""
    is_sound = deposit is not None and event.label_is_right and event.reason is None
    if before is None:
        return Booked.CREDITED if is_sound else Booked.UNCLAIMED
    if event.reason is not None or (before.order, before.amount) != (deposit.id if deposit else "", event.amount):
        return Booked.QUARANTINED
    return Booked.CREDITED if is_sound and not before.is_credited else Booked.REPEATED


def _entry(made: list[Deposit], event: Event, example: int) -> Entry:
    order = made[event.order].order_id if event.order < len(made) else "unknown"
    transaction = f"{example}-{event.key}"
    entry = entry_for(made[0], transaction_id=transaction, plugin_custom_order_id=order, amount=str(event.amount))
    return replace(entry, reason=event.reason)


async def _check(scene: ServiceFixture, made: list[Deposit], standing: dict[str, Standing]) -> None:
    """One line for each payment, and one more at most, when what was nobody's found its player."""
    rows = await scene.database.fetch("SELECT kind, ref, credit, amount FROM ledger")
    lines = {(row["kind"], row["ref"]): (row["credit"], row["amount"]) for row in rows}
    assert len(lines) == len(rows)
    labels = {deposit.id: f"player:{deposit.label}" for deposit in made}
    for ref, one in standing.items():
        came, found = lines["deposit", ref], lines.get(("assign", ref))
        nobodys, his = ("unclaimed", one.amount), (labels.get(one.order), one.amount)
        assert (came, found) in ([(his, None), (nobodys, his)] if one.is_credited else [(nobodys, None)])
    for deposit in made:
        brought = [one.amount for one in standing.values() if one.is_credited and one.order == deposit.id]
        after = await scene.now(deposit)
        assert after.credited_amount == sum(brought)
        assert (after.status is DepositStatus.CREDITED) == bool(brought)
        assert await scene.count("outbox", "kind = 'ring' AND subject = $1", deposit.id) == len(brought)


async def test_fifty_at_once_are_one(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    results = await asyncio.gather(*(apply(scene, entry_for(deposit), deposit.label) for _ in range(50)))
    assert sorted(results) == ["credited"] + ["repeated"] * 49
