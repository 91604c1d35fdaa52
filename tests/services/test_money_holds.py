"""Whatever entries come, in whatever order and however often: each payment is booked once, to the kyat (I1, I2)."""

import asyncio
from dataclasses import dataclass, replace
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.deposit import Deposit, Status
from bot.domain.entry import Entry, Reason
from bot.services.crediting import Booked
from tests.services.scene import Scene
from tests.services.test_crediting import apply, entry_for

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
async def test_each_payment_is_booked_once_to_the_kyat(scene: Scene, events: list[Event]) -> None:
    example = next(_example)
    made = [await scene.deposit(status) for status in (Status.SUBMITTED, Status.EXPIRED, Status.AWAITING_PAYMENT)]
    expected: dict[str, tuple[str, int]] = {}
    for event in events:
        deposit = made[event.order] if event.order < len(made) else None
        entry = _entry(made, event, example)
        label = deposit.label if deposit and event.label_is_right else "stranger"
        booked = await apply(scene, entry, label)
        should_book = entry.reason is None and (deposit is None or event.label_is_right)
        ref = f"{entry.wallet}/MMK/{entry.transaction_id}"
        assert (booked in {Booked.CREDITED, Booked.UNCLAIMED}) == (should_book and ref not in expected)
        if should_book:
            expected.setdefault(ref, (deposit.id if deposit else "", event.amount))
    await _check(scene, made, expected)


def _entry(made: list[Deposit], event: Event, example: int) -> Entry:
    order = made[event.order].order_id if event.order < len(made) else "unknown"
    transaction = f"{example}-{event.key}"
    entry = entry_for(made[0], transaction_id=transaction, plugin_custom_order_id=order, amount=str(event.amount))
    return replace(entry, reason=event.reason)


async def _check(scene: Scene, made: list[Deposit], expected: dict[str, tuple[str, int]]) -> None:
    rows = await scene.database.fetch("SELECT ref, deposit_id, amount FROM ledger")
    lines = {row["ref"]: (row["deposit_id"], row["amount"]) for row in rows}
    assert len(lines) == len(rows)
    assert {ref: lines[ref] for ref in expected} == expected
    for deposit in made:
        brought = [amount for owner, amount in expected.values() if owner == deposit.id]
        after = await scene.now(deposit)
        assert after.credited_amount == sum(brought)
        assert (after.status is Status.CREDITED) == bool(brought)
        assert await scene.count("outbox", "kind = 'ring' AND subject = $1", deposit.id) == len(brought)


async def test_fifty_at_once_are_one(scene: Scene) -> None:
    deposit = await scene.deposit(Status.SUBMITTED)
    results = await asyncio.gather(*(apply(scene, entry_for(deposit), deposit.label) for _ in range(50)))
    assert sorted(results) == ["credited"] + ["repeated"] * 49
