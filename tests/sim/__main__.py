"""`python -m tests.sim`: run seeds; each one that finds something is printed as the line that finds it again."""

import argparse
import os
import sys
import time

from tests.sim.fleet import Found, run_postgres, run_seeds, run_until_found

STEPS = 5_000


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
        found = run_until_found(seeds, chosen.steps)
    elif chosen.postgres:
        found = run_postgres(seeds, chosen.steps)
    else:
        found = run_seeds(seeds, chosen.steps, chosen.jobs)
    for line in _report(found, chosen.steps, time.monotonic() - began):
        sys.stdout.write(line + "\n")
    return int(any(one.trouble for one in found))


def _report(found: list[Found], steps: int, seconds: float) -> list[str]:
    failed = [one.line for one in found if one.trouble]
    total, crashes = steps * len(found), sum(one.crashes for one in found)
    return [*failed, f"{total} steps, {crashes} crashes, {len(failed)} failing seeds, {total / seconds:.0f} steps/s"]


if __name__ == "__main__":
    sys.exit(main())
