"""`python -m tests.replicas`: three instances, many players, constant restarts; exit code 1 for a broken invariant."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.replicas.server import serving
from tests.replicas.storm import Plan, storm


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.replicas", description=__doc__)
    parser.add_argument("--players", type=int, default=200, help="all at once")
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--kills", type=int, default=20, help="at least; it goes on while players are busy")
    parser.add_argument("--restarts", type=int, default=2, help="of the database")
    parser.add_argument("--seed", type=int, default=1, help="which copy is killed when")
    parser.add_argument("--patience", type=float, default=500, help="seconds for any one thing to happen")
    parser.add_argument("--logs", type=Path, help="keep the copies' logs in this new folder")
    chosen = parser.parse_args()
    plan = Plan(
        players=chosen.players,
        copies=chosen.copies,
        kills=chosen.kills,
        restarts=chosen.restarts,
        seed=chosen.seed,
        patience=chosen.patience,
    )
    if chosen.logs:
        chosen.logs.mkdir(parents=True)
        return _run(plan, chosen.logs)
    with tempfile.TemporaryDirectory(prefix="replicas-") as folder:
        return _run(plan, Path(folder))


def _run(plan: Plan, folder: Path) -> int:
    with serving() as server:
        report = asyncio.run(storm(plan, server, folder))
    sys.stdout.write(
        f"{plan.players} players on {plan.copies} copies: all credited once, all told in order; {report}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
