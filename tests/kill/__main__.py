"""`python -m tests.kill store|process`: kill, check, and print what is found as the line that repeats it."""

import argparse
import asyncio
import logging
import sys
import time

from tests.invariants.broken import Broken
from tests.kill.found import words_of
from tests.kill.process import kill_process
from tests.kill.store import kill_store


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("engine", choices=["store", "process"], help="the store alone, or the whole program under load")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1, help="decides all but the real time in which a kill comes")
    parser.add_argument(
        "--control", action="store_true", help="store only: acknowledge too early; that has to be found"
    )
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)  # the simulators complain of the connections that a kill breaks off
    began = time.monotonic()
    try:
        seen = _run(chosen)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        line = f"python -m tests.kill {chosen.engine} --kills {chosen.kills} --seed {chosen.seed}"
        sys.stdout.write(f"{line}  # {words_of(error)}\n")
        return 1
    sys.stdout.write(f"{seen}; {time.monotonic() - began:.0f} s\n")
    return 0


def _run(chosen: argparse.Namespace) -> str:
    if chosen.control:
        return _control(chosen.kills, chosen.seed)
    if chosen.engine == "store":
        seen = kill_store(chosen.kills, chosen.seed)
    else:
        seen = asyncio.run(kill_process(chosen.kills, chosen.seed))
    return f"{seen}; nothing lost, nothing doubled"


def _control(kills: int, seed: int) -> str:
    try:
        kill_store(kills, seed, is_hasty=True)
    except Broken as found:
        if not str(found).startswith("I3 acknowledged and lost"):
            raise  # a life that fails for another reason proves nothing
        return f"the control was noticed: {found}"
    raise Broken("the engine is blind: it did not notice that postbacks are acknowledged before they are kept")


if __name__ == "__main__":
    sys.exit(main())
