"""Bytes in flight: never more than there are, nobody overtaken, nothing lost when somebody gives up."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.transport.byte_budget import ByteBudget


async def test_whoever_needs_more_than_is_free_waits_and_nobody_overtakes_him() -> None:
    budget, order = ByteBudget(10), list[str]()

    async def hold(name: str, needed: int, until: asyncio.Event) -> None:
        async with budget.hold(needed):
            order.append(name)
            await until.wait()

    first, rest = asyncio.Event(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for name, needed, until in (("first", 8, first), ("large", 9, rest), ("small", 1, rest)):
            group.create_task(hold(name, needed, until))
        await asyncio.sleep(0)
        assert order == ["first"]
        first.set()
        rest.set()
    assert order == ["first", "large", "small"]


async def test_one_who_needs_more_than_all_gets_all() -> None:
    budget = ByteBudget(10)
    async with budget.hold(1_000):
        assert budget._free == 0
    assert budget._free == 10


async def test_one_who_is_cancelled_in_the_moment_of_a_release_gets_nothing() -> None:
    budget = ByteBudget(10)

    async def hold(needed: int) -> None:
        async with budget.hold(needed):
            pass

    async with asyncio.TaskGroup() as group:
        async with budget.hold(10):
            waiting = group.create_task(hold(5))
            await asyncio.sleep(0)
            waiting.cancel()
        assert budget._free == 10
    assert waiting.cancelled()
    assert budget._free == 10


@settings(deadline=None)
@given(
    needs=st.lists(st.integers(0, 15), min_size=1, max_size=12),
    cancelled=st.sets(st.integers(0, 11)),
    steps=st.lists(st.integers(0, 11), max_size=30),
)
def test_there_is_never_more_in_flight_and_all_is_given_back(
    needs: list[int], cancelled: set[int], steps: list[int]
) -> None:
    asyncio.run(_play(needs, cancelled, steps))


async def _play(needs: list[int], cancelled: set[int], steps: list[int]) -> None:
    budget, held = ByteBudget(10), dict[int, int]()
    gates = [asyncio.Event() for _ in needs]

    async def hold(number: int) -> None:
        async with budget.hold(needs[number]):
            held[number] = min(needs[number], 10)
            assert sum(held.values()) <= 10
            try:
                await gates[number].wait()
            finally:
                del held[number]

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(hold(number)) for number in range(len(needs))]
        for step in steps:
            await asyncio.sleep(0)
            if step < len(needs):
                if step in cancelled:
                    tasks[step].cancel()
                else:
                    gates[step].set()
        for gate in gates:
            gate.set()
    assert (budget._free, len(budget._waiting)) == (10, 0)
