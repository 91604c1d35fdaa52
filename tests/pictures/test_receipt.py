"""What becomes of each sort of picture a player may send: sound ones are made clean, all others refused by name."""

import re
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from bot.domain.errors import PictureAnimated, PictureBroken, PictureTooLarge
from bot.pictures.pixel_budget import PixelBudget
from bot.pictures.sanitize import LONGEST, MAX_BYTES, Receipt, clean_receipt
from tests.pictures import samples

METADATA = re.compile(rb"Exif|GPS|ICC_PROFILE|http|8BIM|Canary", re.IGNORECASE)


def opened(receipt: Receipt) -> Image.Image:
    image = Image.open(BytesIO(receipt.content), formats=["JPEG"])
    image.load()
    return image


def is_dark(image: Image.Image, x: float, y: float) -> bool:
    at = int(image.width * x), int(image.height * y)
    return image.convert("L").crop((*at, at[0] + 1, at[1] + 1)).tobytes()[0] < 100


def assert_clean(receipt: Receipt) -> None:
    image = opened(receipt)
    assert image.format == "JPEG"
    assert image.size == (receipt.width, receipt.height)
    assert max(image.size) <= LONGEST
    assert receipt.sha256 == sha256(receipt.content).hexdigest()
    assert not METADATA.search(receipt.content)
    assert receipt.content.endswith(b"\xff\xd9")


SOUND = {
    "jpeg": samples.jpeg(),
    "jpeg-grey": samples.jpeg(mode="L"),
    "jpeg-progressive": samples.jpeg(progressive=True),
    "jpeg-cmyk": samples.jpeg(mode="CMYK"),
    "jpeg-large": samples.jpeg((3000, 4000)),
    "jpeg-with-broken-profile": samples.jpeg(icc_profile=b"\xff" * 5000),
    "jpeg-with-comment": samples.jpeg(comment="Canary"),
    "jpeg-with-markup": samples.jpeg(exif=samples.exif(artist="<script>Canary</script>")),
    "jpeg-fill-bytes": samples.jpeg()[:2] + b"\xff\xff\xff" + samples.jpeg()[2:],
    "png": samples.png(),
    "png-grey": samples.png(mode="L"),
    "png-one-bit": samples.png(mode="1"),
    "png-palette": samples.png(mode="P"),
    "png-alpha": samples.png(mode="RGBA"),
    "png-grey-alpha": samples.png(mode="LA"),
    "png-palette-alpha": samples.png(mode="P", transparency=0),
    "png-16-bit": samples.coded(Image.new("I;16", samples.SIZE, 0xC000), "PNG"),
    "png-broken-profile": samples.png(icc_profile=b"\xff" * 5000),
    "png-10000-texts": samples.with_chunks(samples.png(), [samples.chunk(b"tEXt", b"k\x00Canary")] * 10_000),
    "png-tall": samples.png((100, 12_000)),
    "webp": samples.webp(),
    "webp-lossless": samples.webp(lossless=True),
    "webp-alpha": samples.webp(mode="RGBA"),
    "webp-exif": samples.webp(exif=samples.exif(artist="Canary")),
    "smallest": samples.jpeg((50, 50)),
}


@pytest.mark.parametrize("data", SOUND.values(), ids=SOUND.keys())
def test_a_sound_picture_becomes_a_jpeg_without_metadata(data: bytes) -> None:
    assert_clean(clean_receipt(data))


@pytest.mark.parametrize("progressive", [False, True])
def test_a_telegram_photo_keeps_its_coded_bytes(progressive: bool) -> None:
    photo = samples.jpeg((591, 1280), quality=87, progressive=progressive)
    assert clean_receipt(photo).content == photo


def test_a_telegram_photo_loses_its_metadata_and_nothing_else() -> None:
    photo = samples.jpeg(quality=87)
    burdened = samples.with_segment(photo, 0xED, b"Photoshop 3.0\x00Canary")
    assert clean_receipt(samples.with_segment(burdened, 0xFE, b"Canary")).content == photo


def test_cleaning_a_clean_receipt_changes_nothing() -> None:
    once = clean_receipt(samples.png((2000, 3000)))
    assert clean_receipt(once.content) == once


def test_the_place_where_a_photo_was_taken_is_gone() -> None:
    photo = samples.jpeg(exif=samples.exif(place=samples.GPS_CANARY))
    assert samples.GPS_CANARY.encode() in photo
    receipt = clean_receipt(photo)
    assert samples.GPS_CANARY.encode() not in receipt.content
    assert not opened(receipt).getexif()


# Where the dark bar is on the picture as a person sees it, for each way the camera may have been held.
BAR = {
    1: (0.5, 0.1),
    2: (0.5, 0.1),
    3: (0.5, 0.9),
    4: (0.5, 0.9),
    5: (0.1, 0.5),
    6: (0.9, 0.5),
    7: (0.9, 0.5),
    8: (0.1, 0.5),
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photo_stands_upright(kind: str, orientation: int) -> None:
    photo = samples.coded(samples.screenshot(), kind, exif=samples.exif(orientation=orientation))
    receipt = clean_receipt(photo)
    image = opened(receipt)
    spots = {place: is_dark(image, *place) for place in set(BAR.values())}
    assert spots == {place: place == BAR[orientation] for place in spots}
    assert_clean(receipt)


@pytest.mark.parametrize("orientation", [0, 9, 65_535])
def test_an_orientation_that_does_not_exist_means_upright(orientation: int) -> None:
    photo = samples.jpeg(exif=samples.exif(orientation=orientation))
    assert is_dark(opened(clean_receipt(photo)), *BAR[1])


@pytest.mark.parametrize("cut", [8, 12, 16, 20, 24])
def test_exif_cut_short_means_upright(cut: int) -> None:
    block = samples.exif(orientation=6).tobytes()[:cut]
    assert is_dark(opened(clean_receipt(samples.with_segment(samples.jpeg(), 0xE1, block))), *BAR[1])


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_transparent_becomes_white(kind: str) -> None:
    image = opened(clean_receipt(samples.coded(Image.new("RGBA", (100, 100), (0, 0, 0, 0)), kind)))
    assert image.getpixel((50, 50)) == (255, 255, 255)


def test_sixteen_bits_keep_their_brightness() -> None:
    image = opened(clean_receipt(SOUND["png-16-bit"]))
    assert image.getpixel((50, 50)) == (0xC0, 0xC0, 0xC0)


def test_cmyk_keeps_its_colours() -> None:
    image = opened(clean_receipt(SOUND["jpeg-cmyk"]))
    assert image.mode == "RGB"
    assert is_dark(image, 0.5, 0.1)
    assert not is_dark(image, 0.5, 0.9)


def test_of_two_pictures_in_one_jpeg_the_first_is_taken() -> None:
    both = samples.coded(
        samples.screenshot(), "MPO", save_all=True, append_images=[Image.new("RGB", (300, 300), "red")]
    )
    receipt = clean_receipt(both)
    assert (receipt.width, receipt.height) == samples.SIZE
    assert b"MPF" not in receipt.content
    assert len(receipt.content) < len(both)


@pytest.mark.parametrize("tail", [b"PK\x03\x04Canary", b"<script>Canary</script>", b"%PDF-1.7 Canary"])
@pytest.mark.parametrize("make", [samples.jpeg, samples.png, samples.webp])
def test_what_hangs_on_behind_a_picture_is_cut_off(make: type, tail: bytes) -> None:
    receipt = clean_receipt(make() + tail)
    assert tail not in receipt.content
    assert_clean(receipt)


def test_a_second_format_inside_the_coded_pixels_does_not_survive() -> None:
    photo = samples.jpeg()
    receipt = clean_receipt(photo[:-2] + b"PK\x03\x04Canary" + photo[-2:])
    assert b"Canary" not in receipt.content


def test_metadata_does_not_hide_behind_the_odd_end_of_a_scan_header() -> None:
    photo = samples.jpeg()
    scan = photo.index(b"\xff\xda")
    hidden = samples.segment(0xDA, b"\x01\x01\x00\x00\x3f\xff") + samples.segment(0xE1, b"Canary")
    receipt = clean_receipt(photo[:scan] + hidden + photo[scan:])
    assert b"Canary" not in receipt.content


@pytest.mark.parametrize("sampling", [0x31, 0x13, 0x33, 0x14])
def test_a_coding_that_only_some_programs_read_does_not_survive(sampling: int) -> None:
    photo = samples.sampled(sampling)
    try:
        receipt = clean_receipt(photo)
    except PictureBroken:
        return
    assert receipt.content != photo
    assert_clean(receipt)


@pytest.mark.parametrize("percent", [10, 50, 99])
@pytest.mark.parametrize("kind", ["jpeg", "jpeg-progressive", "png", "webp", "webp-lossless"])
def test_a_picture_cut_short_is_broken(kind: str, percent: int) -> None:
    data = SOUND[kind]
    with pytest.raises(PictureBroken):
        clean_receipt(data[: len(data) * percent // 100])


def _without(data: bytes, name: bytes) -> bytes:
    at = data.index(name) - 4
    return data[:at] + data[at + 12 + struct.unpack_from(">I", data, at)[0] :]


BROKEN = {
    "empty": b"",
    "jpeg-magic-only": b"\xff\xd8\xff",
    "jpeg-without-end": samples.jpeg()[:-2],
    "jpeg-header-only": samples.jpeg()[: samples.jpeg().index(b"\xff\xda")] + b"\xff\xd9",
    "jpeg-two-frames": samples.with_segment(samples.jpeg(), 0xC0, b"\x08\x03\xe8\x02\x58\x01\x01\x11\x00"),
    "jpeg-lossless-coding": samples.jpeg().replace(b"\xff\xc0", b"\xff\xc3"),
    "png-magic-only": b"\x89PNG\r\n\x1a\n",
    "png-without-pixels": _without(samples.png(), b"IDAT"),
    "png-without-header": _without(samples.png(), b"IHDR"),
    "png-without-end": samples.png()[:-12],
    "png-flipped-bit": samples.png()[:60] + bytes([samples.png()[60] ^ 1]) + samples.png()[61:],
    "png-two-headers": samples.with_chunks(samples.png(), [samples.png((60, 60))[8:33]]),
    "webp-magic-only": b"RIFF\x00\x00\x00\x00WEBP",
    "webp-unknown-coding": samples.webp()[:12] + b"ABCD" + samples.webp()[16:],
    "one-pixel": samples.png((1, 1)),
    "too-small-to-read": samples.jpeg((49, 400)),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_a_picture_on_which_nothing_could_be_read_is_broken(data: bytes) -> None:
    with pytest.raises(PictureBroken):
        clean_receipt(data)


def test_pixels_that_end_early_are_broken() -> None:
    packed = zlib.compress(bytes(100))
    header = samples.png()[8:33]
    data = samples.png()[:8] + header + samples.chunk(b"IDAT", packed) + samples.chunk(b"IEND", b"")
    with pytest.raises(PictureBroken):
        clean_receipt(data)


TOO_LARGE = {
    "ten-megabytes": samples.jpeg() + bytes(MAX_BYTES),
    "one-by-30000": samples.png((1, 30_000)),
    "12001-wide": samples.png((12_001, 60)),
    "webp-16-megapixels": samples.webp((4000, 4000), method=0, quality=1),
}


@pytest.mark.parametrize("data", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_a_picture_beyond_the_limits_is_too_large(data: bytes) -> None:
    with pytest.raises(PictureTooLarge):
        clean_receipt(data)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused_as_animated(kind: str) -> None:
    with pytest.raises(PictureAnimated):
        clean_receipt(samples.animated(kind))


def test_two_pictures_that_are_too_much_together_are_decoded_one_after_the_other() -> None:
    budget, both, alone = PixelBudget(10), threading.Barrier(2), list[int]()

    def decode() -> None:
        both.wait()
        with budget.hold(6):
            alone.append(budget._free)

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(decode) for _ in range(2)]:
            done.result(timeout=10)
    assert alone == [4, 4]
    assert budget._free == 10
