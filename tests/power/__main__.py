"""`python -m tests.power`: cut the power, check, and print what is found as the line that repeats it."""

import argparse
import sys
import time

from tests.kill.found import words_of
from tests.power.cuts import cut_power


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.power", description=__doc__)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1, help="decides all but the random keys of the product")
    parser.add_argument("--synchronous", default="", help="in the place of the product's own, to try the engine itself")
    chosen = parser.parse_args()
    began = time.monotonic()
    try:
        seen = cut_power(chosen.cuts, chosen.seed, synchronous=chosen.synchronous)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        line = f"python -m tests.power --cuts {chosen.cuts} --seed {chosen.seed}"
        other = f" --synchronous {chosen.synchronous}" if chosen.synchronous else ""
        sys.stdout.write(f"{line}{other}  # {words_of(error)}\n")
        return 1
    sys.stdout.write(f"{seen}; nothing lost, nothing doubled, every file whole; {time.monotonic() - began:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
