"""`python -m tests.rules`: run more stories than the suite; print the shortest that breaks an invariant."""

import argparse
import sys
import time

from tests.rules.tell import tell


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.rules", description=__doc__)
    parser.add_argument("--examples", type=int, default=1_000, help="how many stories")
    parser.add_argument("--steps", type=int, default=50, help="acts in each, at most")
    chosen = parser.parse_args()
    began = time.monotonic()
    tell(chosen.examples, chosen.steps)
    seconds = time.monotonic() - began
    sys.stdout.write(f"{chosen.examples} stories of up to {chosen.steps} acts: no invariant broken, {seconds:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
