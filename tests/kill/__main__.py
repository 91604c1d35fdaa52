"""`python -m tests.kill process|store`: kill, judge, and print what is found as the line that repeats it."""

import argparse
import asyncio
import logging
import sys
import time

from tests.kill.found import words_of
from tests.kill.process import kill_process


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("engine", choices=["process"], help="the whole program, or the store alone")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1, help="decides all but the real time in which a kill comes")
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)  # the simulators complain of the connections that a kill breaks off
    began = time.monotonic()
    try:
        seen = asyncio.run(kill_process(chosen.kills, chosen.seed))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        line = f"python -m tests.kill {chosen.engine} --kills {chosen.kills} --seed {chosen.seed}"
        sys.stdout.write(f"{line}  # {words_of(error)}\n")
        return 1
    sys.stdout.write(f"{seen}; nothing lost, nothing doubled; {time.monotonic() - began:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
