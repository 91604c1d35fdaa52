"""`python -m tests.sim`: run seeds; each one that finds something is printed as the line that finds it again."""

import argparse
import os
import sys
import time

from tests.sim.fleet import Found, repeatable, run_postgres, run_seeds, run_until_found

STEPS = 5_000
_SUM_EVERY = 20


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.sim", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--seeds", type=int, default=1, help="how many, one after the other")
    parser.add_argument("--steps", type=int, default=STEPS, help="decisions in each")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--first", action="store_true", help="end at the first seed that finds something")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL server started for it")
    chosen = parser.parse_args()
    began = time.monotonic()
    seeds = range(chosen.seed, chosen.seed + chosen.seeds)
    if chosen.first:
        ended = run_until_found(seeds, chosen.steps)
    elif chosen.postgres:
        ended = run_postgres(seeds, chosen.steps)
    else:
        ended = run_seeds(seeds, chosen.steps, chosen.jobs)
    found: list[Found] = []
    for one in ended:
        found.append(one)
        if one.trouble:
            _say(one.line)
        if len(found) % _SUM_EVERY == 0 or len(found) == len(seeds):
            _say(_sum(found, time.monotonic() - began))
    return int(any(one.trouble for one in found))


def _sum(found: list[Found], seconds: float) -> str:
    failed = sum(bool(one.trouble) for one in found)
    steps, crashes = sum(one.steps for one in found), sum(one.crashes for one in found)
    return f"{steps} steps, {crashes} crashes, {failed} failing seeds, {steps / seconds:.0f} steps/s"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    repeatable("tests.sim")
    sys.exit(main())
