"""Reasons for refusing a postback before it is verified, and what may be stored about it."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl

_FORM = re.compile(rb"[A-Za-z0-9_.\[\]%-]{1,80}=[^{]*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,29}")
_TYPE = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,40}")
_MOST_NAMES = 12
_LONGEST_READ = 64 * 1024


class Refused(StrEnum):
    """Each is a value in the metric `bot_postbacks_total` and has a text in `operator.ftl`."""

    TOO_LARGE = "too_large"
    COMPRESSED = "compressed"
    BOM = "bom"
    FORM = "form"
    MALFORMED = "malformed"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE_BAD = "signature_bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The shape of a call without any of its values: size in bytes, content type, member names."""

    size: int
    content_type: str = ""
    members: str = ""


def shape_of(body: bytes, content_type: str) -> Shape:
    """The shape of a body, with the names of its outermost members in their order."""
    return Shape(size=len(body), content_type=plain_type(content_type), members=" ".join(_names(body)))


def plain_type(content_type: str) -> str:
    """The content type without parameters; `other` for text that is no content type."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind if not kind or _TYPE.fullmatch(kind) else "other"


def why_unreadable(body: bytes, content_type: str) -> Refused:
    """Why a body is no readable JSON."""
    if body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return Refused.BOM
    if body.startswith(b"\x1f\x8b"):
        return Refused.COMPRESSED
    if plain_type(content_type) in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return Refused.FORM
    return Refused.FORM if _FORM.match(body) and not body.lstrip().startswith((b"{", b"[")) else Refused.MALFORMED


def _names(body: bytes) -> list[str]:
    if len(body) > _LONGEST_READ:
        return []
    text = body.decode("utf-8-sig", "replace")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        is_form = "=" in text and not text.lstrip().startswith(("{", "["))
        names = [name for name, _ in parse_qsl(text, keep_blank_values=True, max_num_fields=None)] if is_form else []
    else:
        names = list(document) if isinstance(document, dict) else []
    # A name with unusual characters may be a value in the wrong place, so it is hidden.
    shown = [name if _NAME.fullmatch(name) else "?" for name in dict.fromkeys(names)]
    return shown[:_MOST_NAMES]
