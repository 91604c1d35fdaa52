"""`python -m tests.attacks storms --storms 1000`: fifty identical postbacks at once, as often as is asked for."""

import argparse
import asyncio
import io
import sys
import tempfile
import time
from pathlib import Path

from bot.runtime import logs
from tests.attacks.storms import Weather, blow
from tests.e2e.canaries import assert_nothing_seen
from tests.e2e.world import open_world


async def _storms(count: int) -> Weather:
    stream = io.StringIO()
    logs.configure(form="json", level="INFO", secrets=(), stream=stream)
    with tempfile.TemporaryDirectory() as folder:
        async with open_world(Path(folder), stream) as world:
            weather = await blow(world, count)
            await assert_nothing_seen(world)
            return weather


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    parser.add_argument("what", choices=["storms"])
    parser.add_argument("--storms", type=int, default=1000, help="how many (default: %(default)s)")
    chosen = parser.parse_args()
    began = time.monotonic()
    weather = asyncio.run(_storms(chosen.storms))
    seconds = time.monotonic() - began
    sys.stdout.write(
        f"{weather.storms} storms, {weather.answers} postbacks, {weather.refused} not answered with ok,"
        f" {weather.credits} credits, {weather.doubled} credited twice, {seconds:.0f} s\n"
    )
    return 0 if weather.is_fair else 1


if __name__ == "__main__":
    sys.exit(main())
