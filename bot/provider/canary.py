"""A postback of our own: signed as the provider's are, but with nothing in it that could ever be booked. Pure.

It shows that the public address leads to this program, through every proxy, up to the commit on disk.
"""

import json
import re

from bot.provider.phpjson import Json
from bot.provider.signing import PostbackKeys, Verified, sign_postback

_NONCE = re.compile(r"[0-9a-f]{32}")


def canary(nonce: str, keys: PostbackKeys) -> bytes:
    """The body; `nonce` is 32 hexadecimal digits."""
    signed = json.dumps([{"canary": nonce}], separators=(",", ":"))
    head = json.dumps({"access_key": keys.access_key, "signature": sign_postback(keys, signed)})
    return f'{head[:-1]},"additional_data":{signed}}}'.encode()


def nonce_of(postback: Verified) -> str | None:
    """The nonce of a canary; None of everything that the provider could have sent."""
    data: Json = postback.document.get("additional_data")
    match data:
        case [{"canary": str(nonce), **others}] if not others and _NONCE.fullmatch(nonce):
            return nonce
        case _:
            return None
