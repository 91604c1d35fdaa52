"""Reads a method call as Telegram does: JSON, a form or multipart, with objects as JSON or as JSON text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, StreamReader
from multidict import CIMultiDictProxy

from bot.dev.simulators.telegram.answers import bad_request


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An uploaded file of a call."""

    name: str
    mime_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """A method call. `method` is in lower case; values are strings unless the body was JSON."""

    method: str
    values: dict[str, Any]
    uploads: Mapping[str, Upload]

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        try:
            return int(self.text(name) or default)
        except ValueError as error:
            raise bad_request(f'parameter "{name}" must be an integer') from error

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> Any:  # noqa: ANN401 - JSON of any shape, checked where it is used
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error


class Body(Protocol):
    """What requests to the simulator and a webhook's answers have in common."""

    @property
    def headers(self) -> CIMultiDictProxy[str]: ...
    @property
    def content_type(self) -> str: ...
    @property
    def content(self) -> StreamReader: ...
    async def read(self) -> bytes: ...


async def read_api_call(body: Body, *, method: str = "", query: Mapping[str, str] | None = None) -> ApiCall:
    """Read a call. Without `method` its name is in the body, as in a webhook's answer. Raises ApiError."""
    values: dict[str, Any] = dict(query or {})
    uploads: dict[str, Upload] = {}
    if body.content_type == "multipart/form-data":
        await _read_parts(MultipartReader(body.headers, body.content), values, uploads)
    elif body.content_type == "application/json":
        values |= _json_object(await body.read())
    else:
        values |= dict(parse_qsl((await body.read()).decode(errors="replace"), keep_blank_values=True))
    return ApiCall(method=(method or str(values.get("method", ""))).lower(), values=values, uploads=uploads)


async def _read_parts(parts: MultipartReader, values: dict[str, Any], uploads: dict[str, Upload]) -> None:
    while (part := await parts.next()) is not None:
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            values[part.name] = data.decode(errors="replace")
        else:
            mime_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads[part.name] = Upload(name=part.filename, mime_type=mime_type, data=data)


def _json_object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw) if raw.strip() else {}
    except ValueError as error:
        raise bad_request("can't parse request JSON object") from error
    return value if isinstance(value, dict) else {}
