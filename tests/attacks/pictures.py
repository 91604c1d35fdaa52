"""Files as players send them, by whatever name and type, and what each must be answered with."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from PIL import Image

from bot.domain.errors import (
    PictureAnimated,
    PictureBroken,
    PictureError,
    PictureTooLarge,
    PictureUnavailable,
    PictureUnsupported,
)
from bot.pictures.sanitize import MAX_BYTES
from tests.attacks.updates import Json
from tests.pictures import samples
from tests.pictures.test_kinds import FOREIGN
from tests.pictures.test_receipt import BROKEN, SOUND, TOO_LARGE

PNG, JPEG, PDF = "image/png", "image/jpeg", "application/pdf"
BEYOND_DOWNLOAD = 20 * 1024 * 1024 + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An image file under the name and type its sender gives it; `refused` is None where it is taken as a receipt."""

    what: str
    data: bytes = field(repr=False)
    refused: PictureError | None = None
    name: str = "receipt.png"
    mime_type: str = PNG


def _zip() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("../../x", "hello")
    return out.getvalue()


def _lying() -> Iterator[File]:
    """What a file is by its bytes counts, never what it is called."""
    sound = {"PDF": "receipt.pdf", "ZIP": "receipt.zip", "HTML": "receipt.html"}
    for kind, name in sound.items():
        yield File(what=f"a PNG that says {kind}", data=samples.png(), name=name, mime_type=f"application/{kind}")
        yield File(what=f"{kind} that says PNG", data=FOREIGN[kind], refused=PictureUnsupported(kind=kind))
    yield File(what="a PNG of no type", data=samples.png(), mime_type="")
    yield File(what="a PNG of an odd type", data=samples.png(), mime_type="<b>\n\u202e" * 20)
    for name in (
        "../../x",
        "/etc/passwd",
        "con",
        "x" * 500,
        "ငွေလွှဲ.png",
        "\u202egnp.exe",
        "a\nb",
        "<b>&",
        "",
        ".",
        "%00",
    ):
        yield File(what=f"the name {name[:20]!a}", data=samples.png(), name=name)
    # HTML that a browser would run, an archive that an unpacker would follow, a page that a printer would print.
    for tail in (_zip(), FOREIGN["PDF"], FOREIGN["HTML"]):
        yield File(what=f"a JPEG that is also {tail[:4]!a}", data=samples.jpeg() + tail, name="x.jpg", mime_type=JPEG)


def _sound() -> Iterator[File]:
    yield from (File(what=what, data=data) for what, data in SOUND.items())
    turned = samples.jpeg(exif=samples.exif(orientation=6, artist="<script>", place=samples.GPS_CANARY))
    yield File(what="turned, with a place and markup", data=turned, name="x.jpg", mime_type=JPEG)
    two = samples.coded(samples.screenshot(), "MPO", save_all=True, append_images=[Image.new("RGB", (300, 300))])
    yield File(what="two pictures in one JPEG", data=two)


def _refused() -> Iterator[File]:
    for kind, data in FOREIGN.items():
        yield File(what=kind, data=data, refused=PictureUnsupported(kind=kind), name=f"x.{kind}", mime_type="")
    yield from (File(what=what, data=data, refused=PictureBroken()) for what, data in BROKEN.items())
    yield from (File(what=what, data=data, refused=PictureTooLarge()) for what, data in TOO_LARGE.items())
    yield File(what="beyond what Telegram hands out", data=bytes(BEYOND_DOWNLOAD), refused=PictureTooLarge())
    yield File(what="ten megabytes of nothing", data=bytes(MAX_BYTES), refused=PictureUnsupported(kind="file"))
    for kind in ("PNG", "WEBP"):
        yield File(what=f"{kind} that moves", data=samples.animated(kind), refused=PictureAnimated())
    for percent in (10, 50, 99):
        for what in ("jpeg", "jpeg-progressive", "png", "webp"):
            data = SOUND[what][: len(SOUND[what]) * percent // 100]
            yield File(what=f"{percent} % of {what}", data=data, refused=PictureBroken())


def _bombs() -> Iterator[File]:
    ends = {"png-13000": PictureTooLarge(), "png-20000": PictureTooLarge(), "frames": PictureAnimated()}
    ends["scans"] = PictureBroken()
    yield from (File(what=what, data=make(), refused=ends.get(what)) for what, make in samples.BOMBS.items())


@cache
def files() -> tuple[File, ...]:
    """Every sort of file, made once."""
    return (*_sound(), *_refused(), *_lying(), *_bombs())


def no_files() -> Iterator[Json]:
    """What else a message may hold; none of it is a picture."""
    file: Json = {"file_id": "CAACAgUAAx", "file_unique_id": "u", "file_size": 10}
    shape = file | {"width": 512, "height": 512}
    still: Json = {"type": "regular", "is_animated": False, "is_video": False}
    yield {"sticker": shape | still}
    yield {"sticker": shape | still | {"is_animated": True}}
    yield {"sticker": shape | still | {"is_video": True}}
    yield {"voice": file | {"duration": 3}}
    yield {"audio": file | {"duration": 3, "file_name": "../../x"}}
    yield {"video": shape | {"duration": 3}}
    yield {"video_note": file | {"duration": 3, "length": 240}}
    yield {"contact": {"phone_number": "+959123456789", "first_name": "<b>Mg</b>", "vcard": "BEGIN:VCARD"}}
    yield {"location": {"latitude": 16.8, "longitude": 96.15, "live_period": 60}}
    yield {"venue": {"location": {"latitude": 16.8, "longitude": 96.15}, "title": "<b>", "address": "&"}}
    yield {"dice": {"emoji": "🎲", "value": 6}}
    yield {"story": {"chat": {"id": 5, "type": "private", "first_name": "x"}, "id": 1}}
    yield {"game": {"title": "x", "description": "x", "photo": []}}


def gif_of(file_id: str) -> Json:
    """A GIF as Telegram passes it on: an animation, and a document for those who do not know animations."""
    file: Json = {"file_id": file_id, "file_unique_id": "u", "file_size": 10, "mime_type": "video/mp4"}
    return {"animation": file | {"width": 64, "height": 64, "duration": 1}, "document": file}


NOT_THERE: Json = {"document": {"file_id": "../../etc/passwd", "file_unique_id": "u", "file_name": "x.png"}}
GONE = PictureUnavailable()
