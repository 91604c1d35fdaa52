"""Signed deep links, `https://t.me/<bot>?start=<payload>`: they bind a chat to the merchant's own player id.

The merchant makes the payload from three parts, one after the other:

    expiry  = base64url(expires_at)                       6 characters: epoch seconds, 4 bytes, big-endian
    token   = base64url(HMAC-SHA256(key, "telegram-deposit-link/1:" + expiry + label)[:16])    22 characters
    payload = token + expiry + label                      at most 64 characters, all of [A-Za-z0-9_-]

base64url is that of RFC 4648 section 5 without `=`; `key` is `BOT_LINK_SECRET` as UTF-8; `label` is the player's
id, 1 to 36 characters of `[A-Za-z0-9_-]`, not beginning with `tg-`. The signature covers the characters, not the
bytes they decode to, so no two payloads say the same. `token` is what the caller remembers to allow one use.
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.errors import LinkExpired, LinkForged

_PURPOSE = b"telegram-deposit-link/1:"
"""Separates link signatures from any other use of the same key."""

_DERIVED = "tg-"
_LABEL = re.compile(r"[A-Za-z0-9_-]{1,36}")
_PAYLOAD = re.compile(r"(?P<token>[A-Za-z0-9_-]{22})(?P<expiry>[A-Za-z0-9_-]{6})(?P<label>[A-Za-z0-9_-]{1,36})")
_TOKEN_BYTES = 16
_EXPIRY_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkClaim:
    """The content of a valid link. `expires_at` is epoch seconds; `token` is unique to the link."""

    label: str
    expires_at: int
    token: str


def valid_label(text: str) -> bool:
    """Whether the provider accepts `text` as a label."""
    return _LABEL.fullmatch(text) is not None


def make_link_payload(label: str, expires_at_s: int, key: bytes | str) -> str:
    """The payload that binds a chat to `label` until `expires_at_s` (epoch seconds). Raises ValueError."""
    if not valid_label(label) or _is_derived(label):
        raise ValueError(f"a link cannot bind the label {label!r}")
    if not 0 <= expires_at_s < 1 << 8 * _EXPIRY_BYTES:
        raise ValueError(f"a link cannot expire at {expires_at_s}: epoch seconds are needed")
    expiry = _encode(expires_at_s.to_bytes(_EXPIRY_BYTES, "big"))
    return _token(expiry + label, key) + expiry + label


def read_link_payload(payload: str, key: bytes | str, now_s: int) -> LinkClaim:
    """The content of `payload`, if its signature and time are valid. Raises LinkForged or LinkExpired."""
    parts = _PAYLOAD.fullmatch(payload)
    if parts is None:
        raise LinkForged
    token, expiry, label = parts["token"], parts["expiry"], parts["label"]
    if not hmac.compare_digest(_token(expiry + label, key).encode(), token.encode()) or _is_derived(label):
        raise LinkForged
    expires_at = int.from_bytes(urlsafe_b64decode(expiry + "=="), "big")
    if now_s >= expires_at:
        raise LinkExpired
    return LinkClaim(label=label, expires_at=expires_at, token=token)


def _is_derived(label: str) -> bool:
    """Whether this is the label of a player without a link; binding one would give his deposits to another person.

    Case is ignored, because the provider's database may ignore it.
    """
    return label.lower().startswith(_DERIVED)


def _token(signed: str, key: bytes | str) -> str:
    secret = key.encode() if isinstance(key, str) else key
    if not secret:
        raise ValueError("a link cannot be signed with an empty key")
    return _encode(hmac.digest(secret, _PURPOSE + signed.encode(), sha256)[:_TOKEN_BYTES])


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
