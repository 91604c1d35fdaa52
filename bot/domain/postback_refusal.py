"""Why a call at the provider's address is sent away before anything in it is believed, and what may be kept of it."""

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
    """Each is a verdict in `bot_postbacks_total`, and has a text in `operator.ftl`."""

    TOO_LARGE = "too_large"
    COMPRESSED = "compressed"
    BOM = "bom"
    FORM = "form"
    MALFORMED = "malformed"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE_BAD = "signature_bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a call looked like, without a single value of it: bytes, content type, names of its members."""

    size: int
    content_type: str = ""
    members: str = ""


def shape_of(body: bytes, content_type: str) -> Shape:
    """What may be kept of a body; names are those of the outermost members, in their order."""
    return Shape(size=len(body), content_type=plain_type(content_type), members=" ".join(_names(body)))


def plain_type(content_type: str) -> str:
    """`application/json` without what may follow; `other` for what no content type looks like."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind if not kind or _TYPE.fullmatch(kind) else "other"


def why_unreadable(body: bytes, content_type: str) -> Refused:
    """What is wrong with a body that is no JSON as we take it."""
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
    # A name that looks like none may be a value in the wrong place.
    shown = [name if _NAME.fullmatch(name) else "?" for name in dict.fromkeys(names)]
    return shown[:_MOST_NAMES]
