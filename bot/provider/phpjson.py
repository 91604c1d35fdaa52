"""JSON as PHP writes it: a strict parser that keeps the spelling of numbers, and an encoder exact to the byte. Pure.

The provider signs the text that its PHP writes with unescaped slashes and unicode, so each character matters. Checked
against PHP 8.2.
"""

import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import NoReturn, TypeAlias

MAX_BODY = 64 * 1024
MAX_DEPTH = 20


class MalformedJson(ValueError):
    """The bytes are not JSON, or JSON that two parsers could read differently."""


class JsonNumber(str):
    """A number as it is spelled (`10000.0`, `1.0e+25`, `-0`); never converted, so nothing is rounded."""

    __slots__ = ()


Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text with its parsed value. Every number in the value is a `JsonNumber`."""

    text: str
    value: Json


# A string, also an unfinished one, is matched whole and possessively, so that no input needs more than one pass.
_NO_BRACKETS = re.compile(r'(?:[^"\[\]{}]|"(?:[^"\\]|\\.)*+"?)++', re.DOTALL)
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}


def parse(body: bytes, *, limit: int = MAX_BODY) -> Document:
    """Parse `body` strictly. Raises only `MalformedJson`.

    Refuses more than `limit` bytes, anything but UTF-8, a byte order mark, lone surrogates, repeated keys, NaN and
    Infinity, and more than 20 levels. The depth is checked first, because the parser is recursive.
    """
    if len(body) > limit:
        raise MalformedJson("too long")
    try:
        text = body.decode("utf-8")
        _refuse_depth(text)
        value: Json = _DECODER.decode(text)
        if "\\u" in text:  # only an escape can make a lone surrogate, which cannot be encoded
            _PLAIN(value).encode("utf-8")
    except UnicodeError:
        raise MalformedJson("not UTF-8, or half a surrogate pair") from None
    except json.JSONDecodeError as error:
        raise MalformedJson(f"{error.msg} at {error.pos}") from None
    return Document(text=text, value=value)


def _refuse_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    brackets = _NO_BRACKETS.sub("", text)
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > MAX_DEPTH:
        raise MalformedJson("too deep")


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedJson("repeated key")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedJson(f"{name} is no JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=JsonNumber, parse_float=JsonNumber, parse_constant=_refuse_constant
)
_SKIPPER = json.JSONDecoder(parse_int=str, parse_float=str)
"""Finds the end of a value in a text that was parsed before, at a third of the cost."""
_SPACE = re.compile(r"[ \t\n\r]*")


def raw_value(text: str, key: str) -> str | None:
    """The exact text of the value of the top-level `key`, None if there is none; `text` must be a valid object."""
    at = _after_space(text, 0) + 1
    while text[_after_space(text, at)] != "}":
        name, at = _SKIPPER.raw_decode(text, _after_space(text, at))
        start = _after_space(text, _after_space(text, at) + 1)
        _, end = _SKIPPER.raw_decode(text, start)
        if name == key:
            return text[start:end]
        at = _after_space(text, end)
        at += text[at] == ","
    return None


def _after_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


# PHP escapes these two even with JSON_UNESCAPED_UNICODE, unless a third option is set.
_LINE_SEPARATORS = {0x2028: "\\u2028", 0x2029: "\\u2029"}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def encode(value: Json, *, old_spelling: bool = False) -> str:
    """`value` as PHP's `json_encode` writes it with both options, or with `old_spelling` without them.

    Takes parsed values, whose numbers keep their spelling, and ordinary Python values.
    """
    text = _compact(value).translate(_LINE_SEPARATORS)
    return without_options(text) if old_spelling else text


def without_options(text: str) -> str:
    r"""The JSON as PHP writes it without the two options: with `\/`, and `\u…` for all that is not ASCII."""
    return _NOT_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], text).replace("/", "\\/")


_PLAIN = json.JSONEncoder(ensure_ascii=False).encode


def _compact(value: Json) -> str:
    match value:
        case JsonNumber():
            return str(value)
        case float():
            return _float(value)
        case list():
            return f"[{','.join(map(_compact, value))}]"
        case dict():
            return f"{{{','.join(f'{_PLAIN(key)}:{_compact(member)}' for key, member in value.items())}}}"
        case _:
            return _PLAIN(value)  # strings, integers, true, false and null: the same in PHP


_FIXED_FROM, _FIXED_TO = -4, 16


def _float(value: float) -> str:
    """As PHP with `serialize_precision` -1: the shortest digits, a fraction only if needed, `1.0e+25` if very large."""
    if not math.isfinite(value):
        raise ValueError("PHP writes no such number")
    number = Decimal(repr(value)).normalize()
    exponent = number.adjusted()
    if not number or _FIXED_FROM <= exponent <= _FIXED_TO:
        return format(number, "f")
    digits = "".join(map(str, number.as_tuple().digits))
    return f"{'-' * (value < 0)}{digits[0]}.{digits[1:] or '0'}e{exponent:+d}"
