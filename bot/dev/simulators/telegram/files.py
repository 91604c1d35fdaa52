"""Files as Telegram stores them: stable ids, links valid for an hour, photos re-encoded in several sizes."""

import asyncio
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from PIL import Image, ImageOps

from bot.dev.simulators.telegram.answers import Json, bad_request
from bot.dev.simulators.telegram.request import Upload

MEGABYTE = 1024 * 1024
MAX_DOWNLOAD = 20 * MEGABYTE
MAX_PHOTO = 10 * MEGABYTE
MAX_UPLOAD = 50 * MEGABYTE
LINK_SECONDS = 3600.0
_SIDES = (90, 320, 800, 1280)
_MAX_SIDES_SUM = 10_000
_MAX_RATIO = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """The bytes of a file id; `path` is the `file_path` of `getFile`."""

    id: str
    unique_id: str
    path: str
    mime_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A message's photo, document or other media: `content` is the member `kind` of Telegram's JSON.

    `file_id` and `data` are those of the document, or of the photo's largest size.
    """

    kind: str
    content: Json | list[Json]
    file_id: str = ""
    data: bytes = field(default=b"", repr=False)


class FileStore:
    """All files by id, and the links to them.

    With a `folder` it works like a Bot API server with `--local`: links are absolute paths of files in the folder.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.folder: Path | None = None
        self._clock = clock
        self._files: dict[str, StoredFile] = {}
        self._media: dict[str, Media] = {}
        self._links: dict[str, tuple[StoredFile, float]] = {}

    def keep(self, data: bytes, *, folder: str, suffix: str, mime_type: str) -> StoredFile:
        number = len(self._files) + 1
        digest = hashlib.sha256(f"{number}:".encode() + data).hexdigest()
        stored = StoredFile(
            id=f"AgACAgUAAxk{digest[:40]}",
            unique_id=f"AQAD{digest[40:52]}",
            path=f"{folder}/file_{number}{suffix}",
            mime_type=mime_type,
            data=data,
        )
        self._files[stored.id] = stored
        return stored

    async def photo(self, data: bytes) -> Media:
        """Re-encode a picture as Telegram does, in a thread, because it would block the event loop."""
        shrunk = await asyncio.to_thread(_shrunk, data)
        files = [self.keep(jpeg, folder="photos", suffix=".jpg", mime_type="image/jpeg") for jpeg, _ in shrunk]
        sizes = [
            _identity(file) | {"width": width, "height": height}
            for file, (_, (width, height)) in zip(files, shrunk, strict=True)
        ]
        return self._remember(Media(kind="photo", content=sizes, file_id=files[-1].id, data=files[-1].data))

    def document(self, upload: Upload) -> Media:
        if len(upload.data) > MAX_UPLOAD:
            raise bad_request("file is too big")
        suffix = PurePath(upload.name).suffix
        stored = self.keep(upload.data, folder="documents", suffix=suffix, mime_type=upload.mime_type)
        content = _identity(stored) | {"file_name": upload.name, "mime_type": upload.mime_type}
        return self._remember(Media(kind="document", content=content, file_id=stored.id, data=stored.data))

    def other(self, kind: str, content: Json) -> Media:
        """A sticker, voice message or video: placeholder bytes with a file id of their own."""
        stored = self.keep(kind.encode(), folder=f"{kind}s", suffix="", mime_type="application/octet-stream")
        return Media(kind=kind, content=_identity(stored) | content, file_id=stored.id, data=stored.data)

    def sent_before(self, file_id: str, kind: str) -> Media:
        """The media of an earlier message, by its file id."""
        media = self._media.get(file_id)
        if media is None or media.kind != kind:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return media

    def link(self, file_id: str) -> StoredFile:
        """Create a link for an hour. Raises ApiError for an unknown id or a file over 20 MB."""
        stored = self._files.get(file_id)
        if stored is None:
            raise bad_request("invalid file_id")
        if len(stored.data) > MAX_DOWNLOAD:
            raise bad_request("file is too big")
        self._links[stored.path] = (stored, self._clock() + LINK_SECONDS)
        return stored if self.folder is None else _on_disk(stored, self.folder)

    def follow(self, path: str) -> StoredFile | None:
        """The file of a link; None if there is no such link or it has expired."""
        stored, until = self._links.get(path, (None, 0.0))
        return stored if self._clock() < until else None

    def find(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def expire_links(self) -> None:
        self._links.clear()

    def _remember(self, media: Media) -> Media:
        self._media[media.file_id] = media
        return media


def _on_disk(stored: StoredFile, folder: Path) -> StoredFile:
    place = folder / stored.path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(stored.data)
    return replace(stored, path=str(place))


def _identity(stored: StoredFile) -> Json:
    return {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": len(stored.data)}


def _shrunk(data: bytes) -> list[tuple[bytes, tuple[int, int]]]:
    if len(data) > MAX_PHOTO:
        raise bad_request("file is too big")
    try:
        with Image.open(io.BytesIO(data)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error
    if sum(picture.size) > _MAX_SIDES_SUM or max(picture.size) > _MAX_RATIO * min(picture.size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return [_jpeg(picture, side) for side in _sides(max(picture.size))]


def _sides(longest: int) -> list[int]:
    return [side for side in _SIDES if side < longest] + ([longest] if longest <= _SIDES[-1] else [])


def _jpeg(picture: Image.Image, side: int) -> tuple[bytes, tuple[int, int]]:
    small = picture.copy()
    small.thumbnail((side, side))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=87)
    return out.getvalue(), small.size
