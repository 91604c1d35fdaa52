"""`python -m tests.sim.exhaustive [script…]`: kill the bot at every point, with every outcome of its calls."""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass

from tests.databases import quick_folder
from tests.sim.bank import CallOutcome
from tests.sim.checker import Checker
from tests.sim.fleet import repeatable, side_by_side, words_of
from tests.sim.play import Plan, Play
from tests.sim.scripts import SCRIPTS
from tests.sim.simulate import fresh_file, in_world
from tests.sim.world import World

_CALLS = 2
"""Of how many calls each outcome is tried; later calls repeat what the first ones showed."""
_FATES = (
    CallOutcome.NOT_SENT,
    CallOutcome.BEFORE,
    CallOutcome.REFUSED,
    CallOutcome.LOCKED_OUT,
    CallOutcome.AFTER,
    CallOutcome.GARBAGE,
)
"""Without those that the bot cannot tell from one of these: a broken gateway before or after the provider acted."""

_ROUND_SECONDS = 12 * 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of one script."""

    name: str
    plays: int
    points: int
    seconds: float
    troubles: tuple[str, ...]


def perform(name: str, plan: Plan) -> Play:
    """Play a script once, with its end and its judgement; answers with what there was to go wrong."""
    plays: list[Play] = []

    async def act(world: World) -> None:
        play = Play(world, plan)
        plays.append(play)
        await SCRIPTS[name](play)
        await world.calm(watch_seconds=_ROUND_SECONDS)
        checker = Checker(world)
        await checker.check()
        await checker.check_end()

    with quick_folder() as folder:
        in_world(fresh_file(folder), 1, act)
    return plays[0]


def exhaust(name: str, *, first: bool = False) -> Tried:
    """Every point with every outcome, or up to the `first` play that breaks an invariant."""
    began, plays, points = time.monotonic(), 0, 0
    troubles: list[str] = []
    for call_outcomes in _outcome_sets(perform(name, Plan()).calls):
        last = perform(name, Plan(call_outcomes=call_outcomes)).points
        for crash_at in range(1, last + 1):
            if first and troubles:
                break
            plays += 1
            points = max(points, crash_at)
            plan = Plan(crash_at=crash_at, call_outcomes=call_outcomes)
            try:
                perform(name, plan)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
                troubles.append(f"{name} {plan.words}: {words_of(error)}")
    seconds = time.monotonic() - began
    return Tried(name=name, plays=plays, points=points, seconds=seconds, troubles=tuple(troubles))


def _outcome_sets(calls: int) -> Iterator[tuple[CallOutcome, ...]]:
    yield ()
    for place in range(min(calls, _CALLS)):
        for call_outcome in _FATES:
            yield (*(CallOutcome.FINE,) * place, call_outcome)


def exhaust_all(names: Sequence[str]) -> Iterator[Tried]:
    """Each as it ends; several side by side."""
    with side_by_side(os.cpu_count() or 1) as pool:
        for ended in as_completed([pool.submit(exhaust, name) for name in names]):
            yield ended.result()


def main() -> int:
    """Print a line for each script, one for each play that broke an invariant, and the sum."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim.exhaustive", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="script", help="these only")
    parser.add_argument("--first", action="store_true", help="one by one, each until it finds something")
    chosen = parser.parse_args()
    names = chosen.names or list(SCRIPTS)
    began, all_tried = time.monotonic(), []
    for tried in (exhaust(name, first=True) for name in names) if chosen.first else exhaust_all(names):
        all_tried.append(tried)
        _say(f"{tried.name}: {tried.plays} plays, up to {tried.points} points, {tried.seconds:.0f} s")
        for trouble in tried.troubles:
            _say(f"  {trouble}")
    plays, failed = sum(one.plays for one in all_tried), sum(len(one.troubles) for one in all_tried)
    _say(f"{len(all_tried)} scripts, {plays} plays, {failed} that broke an invariant, {time.monotonic() - began:.0f} s")
    return int(failed > 0)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    repeatable("tests.sim.exhaustive")
    sys.exit(main())
