"""Postbacks with one thing wrong in them, each made of the honest one about a deposit."""

import json
from collections.abc import Callable
from typing import TypeAlias

from bot.provider.phpjson import Json, encode
from bot.provider.signing import PostbackKeys, sign_postback
from tests.e2e.postbacks import Postback
from tests.e2e.world import KEYS

Make: TypeAlias = Callable[[Postback], bytes]
GONE = object()
"""In the place of a value: the member is left out."""


def document_of(letter: Postback) -> dict[str, Json]:
    members: dict[str, Json] = json.loads(letter.body())
    return members


def sealed(document: dict[str, Json], over: str = "additional_data", keys: PostbackKeys = KEYS) -> bytes:
    seal: dict[str, Json] = {"signature": sign_postback(keys, encode(document[over])), "access_key": keys.access_key}
    return encode(document | seal).encode()


def with_member(name: str, value: object, letter: Postback) -> dict[str, Json]:
    """The document with one member of its top level changed or gone."""
    document = document_of(letter)
    if value is GONE:
        del document[name]
    else:
        document[name] = value  # type: ignore[assignment] # any JSON
    return document


def entries(change: Callable[[dict[str, Json]], Json]) -> Make:
    """Signed over its entry as `change` makes it."""

    def make(letter: Postback) -> bytes:
        document = document_of(letter)
        document["additional_data"] = change(letter.entry())
        return sealed(document)

    return make


def entry(name: str, value: object) -> Make:
    def change(entry: dict[str, Json]) -> Json:
        if value is GONE:
            del entry[name]
        else:
            entry[name] = value  # type: ignore[assignment] # any JSON
        return [entry]

    return entries(change)


def unsigned(name: str, value: object) -> Make:
    return lambda letter: encode(with_member(name, value, letter)).encode()


def as_bytes(change: Callable[[bytes], bytes]) -> Make:
    return lambda letter: change(letter.body())


def shown(value: object) -> str:
    text = "gone" if value is GONE else repr(value)
    return text if len(text) < 40 else f"{text[:30]}… ({len(text)})"


def is_long(value: object) -> bool:
    """Longer than anything but a comment may be in an honest entry."""
    return isinstance(value, str) and len(value) > 200
