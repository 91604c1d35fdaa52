"""Sixty-four large pictures at once: they wait for each other, and the memory stays within bounds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pictures import samples

ROOT = Path(__file__).parents[3]
CHILD = """
import asyncio, json, resource, sys
from types import SimpleNamespace
from bot.telegram.transport.download import fetch_receipt

DATA = open(sys.argv[1], "rb").read()

class Bot:
    session = SimpleNamespace(api=SimpleNamespace(is_local=False))

    async def get_file(self, file_id, request_timeout):
        return SimpleNamespace(file_path="photos/1.jpg")

    async def download_file(self, path, into, timeout):
        for at in range(0, len(DATA), 65536):
            into.write(bytes(bytearray(DATA[at : at + 65536])))
            await asyncio.sleep(0)

async def main(count):
    sent = SimpleNamespace(file_id="x", file_size=len(DATA))
    message = SimpleNamespace(photo=None, document=sent)
    return await asyncio.gather(*(fetch_receipt(Bot(), message) for _ in range(count)))

asyncio.run(main(1))  # loads the decoders
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
cleaned = asyncio.run(main(64))
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([len(cleaned), (after - before) // 1024]))
"""


@pytest.mark.process
@pytest.mark.timeout(180)
def test_64_large_pictures_at_once_stay_within_bounds(tmp_path: Path) -> None:
    picture = samples.jpeg((1200, 800))
    # What follows the end of a picture is dropped, but it comes in all the same.
    (tmp_path / "picture").write_bytes(picture + os.urandom(9 * 1024 * 1024))
    child = subprocess.run(
        [sys.executable, "-c", CHILD, tmp_path / "picture"], cwd=ROOT, capture_output=True, check=True, timeout=170
    )
    cleaned, megabytes = json.loads(child.stdout)
    assert cleaned == 64
    assert megabytes < 100
