"""Files that are no picture we take: each is refused by the name of what it is."""

import pytest

from bot.domain.errors import PictureBroken, PictureUnsupported
from bot.pictures.file_types import UNKNOWN, kind_of
from bot.pictures.sanitize import clean_receipt
from tests.pictures import samples

FOREIGN = {
    "GIF": samples.animated("GIF"),
    "TIFF": samples.coded(samples.screenshot(), "TIFF"),
    "BMP": samples.coded(samples.screenshot(), "BMP"),
    "ICO": samples.coded(samples.screenshot((64, 64)), "ICO"),
    "AVIF": samples.coded(samples.screenshot(), "AVIF"),
    "JPEG 2000": samples.coded(samples.screenshot(), "JPEG2000"),
    "EPS": samples.coded(samples.screenshot(), "EPS"),
    "PDF": samples.coded(samples.screenshot(), "PDF"),
    "HEIC": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
    "JPEG XL": b"\xff\x0a" + bytes(100),
    "PSD": b"8BPS\x00\x01" + bytes(100),
    "SVG": b'<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    "HTML": b"<!DOCTYPE html><html><body>receipt.jpg</body></html>",
    "ZIP": b"PK\x03\x04" + bytes(100),
    "video": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2mp41",
    "audio": b"OggS\x00\x02" + bytes(100),
    UNKNOWN: b"Transaction No. 01001234567890123456",
}
OTHER_MARKS = {
    "HEIC": [b"\x00\x00\x00\x18ftypmif1", b"\x00\x00\x00\x18ftypheix", b"\x00\x00\x00\x18ftypmsf1"],
    "AVIF": [b"\x00\x00\x00\x18ftypavis"],
    "PDF": [b"\n\n junk %PDF-1.4"],
    "video": [
        b"\x00\x00\x00\x14ftypqt  ",
        b"\x1a\x45\xdf\xa3webm",
        b"\x00\x00\x00\x00moov",
        b"RIFF\x00\x00\x00\x00AVI ",
    ],
    "TIFF": [b"MM\x00*\x00\x00\x00\x08"],
    "SVG": [b"\xef\xbb\xbf <svg>", b"<!DOCTYPE svg PUBLIC '-'><svg>"],
    "HTML": [b"  <html>", b"<script>alert(1)</script>"],
    "GIF": [b"GIF87a"],
    UNKNOWN: [b"\x1f\x8b\x08 a TGS sticker is gzip", b"BM but no bitmap", b"\x00", b"\x00" * 100],
}


@pytest.mark.parametrize(("kind", "data"), FOREIGN.items(), ids=FOREIGN.keys())
def test_a_foreign_file_is_refused_by_its_name(kind: str, data: bytes) -> None:
    with pytest.raises(PictureUnsupported) as refusal:
        clean_receipt(data)
    assert refusal.value.values == {"kind": kind}


@pytest.mark.parametrize(("kind", "data"), [(kind, data) for kind, marks in OTHER_MARKS.items() for data in marks])
def test_other_beginnings_mean_the_same(kind: str, data: bytes) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_foreign_file_behind_the_mark_of_a_jpeg_is_broken(data: bytes) -> None:
    with pytest.raises(PictureBroken):
        clean_receipt(b"\xff\xd8\xff" + data)
