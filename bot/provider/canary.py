"""The canary: a test postback of our own, signed like the provider's, that can never be credited. Pure.

Its arrival shows that the public address leads to the bot, through every proxy, up to the commit on disk.
"""

import json
import re

from bot.provider.phpjson import Json
from bot.provider.signing import PostbackKeys, Verified, sign_postback

_NONCE = re.compile(r"[0-9a-f]{32}")


def canary(nonce: str, keys: PostbackKeys) -> bytes:
    """The body of a canary; `nonce` is 32 hexadecimal digits."""
    signed = json.dumps([{"canary": nonce}], separators=(",", ":"))
    head = json.dumps({"access_key": keys.access_key, "signature": sign_postback(keys, signed)})
    return f'{head[:-1]},"additional_data":{signed}}}'.encode()


def nonce_of(postback: Verified) -> str | None:
    """The nonce of a canary; None for any postback that the provider could send."""
    data: Json = postback.document.get("additional_data")
    match data:
        case [{"canary": str(nonce), **others}] if not others and _NONCE.fullmatch(nonce):
            return nonce
        case _:
            return None
