"""Verifies the signature of the provider's postbacks, and signs our payout requests. Pure.

A postback's signature is `sha1(access_key + private_key + md5(J))`, J being the signed part as PHP wrote it. MD5 and
SHA-1 are the provider's choice.
"""

import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import md5, sha1
from typing import Protocol

from bot.provider.phpjson import Document, Json, MalformedJson, encode, parse, raw_value, without_options


class UnknownKey(Exception):
    """The body names none of our access keys."""


class BadSignature(Exception):
    """The body names one of our access keys, but the signature fits no spelling of the signed part."""


class UnsignableValue(ValueError):
    """A value contains the separator or a control character: two requests could have the same signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostbackKeys:
    """A key pair from the provider. Two pairs may be valid at once, while keys are changed."""

    access_key: str
    private_key: str = field(repr=False)


class Spelling(StrEnum):
    """The spelling of the signed part that the signature fits. A change in production is an early warning."""

    REENCODED = "reencoded"
    RAW = "raw"
    OLD = "old"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A postback whose signed part is authentic; everything outside that part is not."""

    document: dict[str, Json]
    matched: Spelling
    access_key: str


def sign_postback(keys: PostbackKeys, signed_text: str) -> str:
    """The signature over `signed_text`, the JSON text of `additional_data`."""
    return _sha1(keys.access_key + keys.private_key + _md5(signed_text))


def verify(body: bytes, keys: Sequence[PostbackKeys], *, old_spelling: bool) -> Verified:
    """Check a raw postback against each key pair; `old_spelling` also accepts PHP's spelling without options.

    Raises MalformedJson, UnknownKey or BadSignature. In the older deposit shape `transactions` is the signed part. The
    older withdrawal shape has no known signed part and is never accepted.
    """
    parsed = parse(body)
    if not isinstance(parsed.value, dict):
        raise MalformedJson("not an object")
    document = parsed.value
    named = _text(document.get("access_key"))
    pairs = [pair for pair in keys if hmac.compare_digest(pair.access_key.encode(), named)]
    if not pairs:
        raise UnknownKey
    given = _text(document.get("signature"))
    texts = _spellings(parsed, document, old_spelling=old_spelling)
    matches = [  # a list, not a generator: compare every candidate, so that the time does not tell which one fits
        Verified(document=document, matched=spelling, access_key=pair.access_key)
        for pair in pairs
        for spelling, text in texts
        if hmac.compare_digest(sign_postback(pair, text).encode(), given)
    ]
    if not matches:
        raise BadSignature
    return matches[0]


def _spellings(parsed: Document, document: Mapping[str, Json], *, old_spelling: bool) -> list[tuple[Spelling, str]]:
    signed = "additional_data" if "additional_data" in document else "transactions"
    raw = raw_value(parsed.text, signed)
    if raw is None:
        return []
    reencoded = encode(document[signed])
    texts = [(Spelling.REENCODED, reencoded), (Spelling.RAW, raw)]
    if old_spelling:
        texts.append((Spelling.OLD, without_options(reencoded)))
    return texts


def _text(value: Json) -> bytes:
    return value.encode() if isinstance(value, str) else b""


class WithdrawalSigner(Protocol):
    """Signs a payout request. The rule can be replaced, because the provider does not publish it."""

    def sign(self, fields: Mapping[str, Json], private_key: str) -> str:
        """The `signature` of a request with these `fields`. Raises UnsignableValue."""
        ...


class SortedValuesSigner:
    """`sha1(private_key + md5(S))`, S being the values joined by colons in the order of their names."""

    def sign(self, fields: Mapping[str, Json], private_key: str) -> str:
        """See WithdrawalSigner."""
        return _sha1(private_key + _md5(_joined(fields)))


_UNSIGNABLE = re.compile(r"[:\x00-\x1f\x7f-\x9f\u2028\u2029]")


def _joined(fields: Mapping[str, Json]) -> str:
    return ":".join(_value(name, fields[name]) for name in sorted(fields))


def _value(name: str, value: Json) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "1"
        case dict():
            return _joined(value)
        case list():
            return ":".join(_value(name, member) for member in value)
        case str():
            if _UNSIGNABLE.search(value):
                raise UnsignableValue(f"{name} contains a colon or a control character")
            return value
        case _:
            return encode(value)


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def _sha1(text: str) -> str:
    return sha1(text.encode(), usedforsecurity=False).hexdigest()
