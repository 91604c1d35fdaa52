"""Files built to exhaust the machine are refused, or made clean, within bounds of memory and time."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import PictureAnimated, PictureBroken, PictureError, PictureTooLarge
from bot.pictures.sanitize import MAX_BYTES, clean_receipt
from tests.pictures import samples
from tests.pictures.test_receipt import SOUND, assert_clean

ROOT = Path(__file__).parents[2]
MEGABYTE = 1024 * 1024
OUTCOMES = {
    "png-13000": PictureTooLarge,
    "png-20000": PictureTooLarge,
    "tags": None,
    "scans": PictureBroken,
    "profiles": None,
    "texts": None,
    "frames": PictureAnimated,
    "filling": None,
}
CHILD = """
import json, resource, sys
from bot.domain.errors import PictureError
from bot.pictures.sanitize import clean_receipt

clean_receipt(open(sys.argv[2], "rb").read())  # loads the decoders, so that only the bomb is measured
data = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF)
try:
    clean_receipt(data)
    outcome = None
except PictureError as refusal:
    outcome = type(refusal).__name__
after = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([outcome, (after.ru_maxrss - before.ru_maxrss) // 1024, after.ru_utime - before.ru_utime]))
"""


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1024 * MEGABYTE, 1024 * MEGABYTE))


def measured(folder: Path, data: bytes) -> tuple[str | None, int, float]:
    """What a fresh process makes of `data`: the refusal's name, megabytes and seconds of CPU."""
    (folder / "bomb").write_bytes(data)
    (folder / "sound").write_bytes(SOUND["png"])
    child = subprocess.run(
        [sys.executable, "-c", CHILD, folder / "bomb", folder / "sound"],
        cwd=ROOT,
        preexec_fn=_limit_memory,
        capture_output=True,
        check=True,
        timeout=60,
    )
    outcome, megabytes, seconds = json.loads(child.stdout)
    return outcome, megabytes, seconds


@pytest.mark.process
@pytest.mark.parametrize("name", samples.BOMBS)
def test_a_bomb_costs_little_memory_and_time(name: str, tmp_path: Path) -> None:
    data = samples.BOMBS[name]()
    assert len(data) < MAX_BYTES
    outcome, megabytes, seconds = measured(tmp_path, data)
    expected = OUTCOMES[name]
    assert outcome == (expected and expected.__name__)
    assert megabytes < 60
    assert seconds < 3


@pytest.mark.process
def test_the_largest_picture_that_is_taken_stays_within_bounds(tmp_path: Path) -> None:
    outcome, megabytes, seconds = measured(tmp_path, samples.png((5000, 5000), "RGBA"))
    assert outcome is None
    assert megabytes < 300
    assert seconds < 10


def only_refused_or_clean(data: bytes) -> None:
    try:
        receipt = clean_receipt(data)
    except PictureError:
        return
    assert_clean(receipt)


@settings(deadline=None)
@given(st.binary(max_size=500))
def test_any_bytes_are_refused_or_clean(data: bytes) -> None:
    only_refused_or_clean(data)


@settings(deadline=None)
@given(
    head=st.sampled_from(
        [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x64\x00\x00\x00WEBPVP8 ", b"RIFF\x64\x00\x00\x00WEBPVP8X"]
    ),
    data=st.binary(max_size=500),
)
def test_any_bytes_behind_a_right_beginning_are_refused_or_clean(head: bytes, data: bytes) -> None:
    only_refused_or_clean(head + data)


SMALL = [
    samples.jpeg((80, 80)),
    samples.jpeg((80, 80), progressive=True, exif=samples.exif(orientation=6)),
    samples.jpeg((80, 80), mode="CMYK"),
    samples.png((80, 80), mode="P", transparency=0),
    samples.png((80, 80), mode="RGBA", exif=samples.exif(orientation=3)),
    samples.webp((80, 80), mode="RGBA", exif=samples.exif(orientation=8)),
    samples.webp((80, 80), lossless=True),
]


@settings(max_examples=300, deadline=None)
@given(original=st.sampled_from(SMALL), data=st.data())
def test_a_damaged_picture_is_refused_or_clean(original: bytes, data: st.DataObject) -> None:
    damaged = bytearray(original)
    for _ in range(data.draw(st.integers(1, 8), label="damages")):
        at = data.draw(st.integers(0, len(damaged) - 1), label="at")
        damaged[at : at + data.draw(st.integers(0, 3), label="gone")] = data.draw(st.binary(max_size=4), label="new")
        damaged = damaged or bytearray(b"\x00")
    only_refused_or_clean(bytes(damaged))
