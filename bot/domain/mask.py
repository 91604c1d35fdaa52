"""Masks of old account numbers: with the key they can be compared, but nobody can read them."""

import hashlib
import hmac
from dataclasses import dataclass, field

_PREFIX, _UNKEYED = "hmac:", "sha256:"
_PURPOSE = b"deposit-bot/masks/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """Masks with a key that is not in the database, so that a stolen database does not allow trying all numbers."""

    key: bytes = field(repr=False)

    def __call__(self, account: str) -> str:
        """The mask of an account or of its older mask without a key; a keyed mask is returned unchanged.

        It ends with the account's last four digits, by which operators can search.
        """
        if account.startswith(_PREFIX):
            return account
        kept = account if account.startswith(_UNKEYED) else _unkeyed(account)
        return f"{_PREFIX}{hmac.new(self.key, kept.encode(), hashlib.sha256).hexdigest()[:16]}…{account[-4:]}"

    def matches(self, kept: str, account: str) -> bool:
        """Whether `kept` is this account: in clear, masked, or masked without a key."""
        return kept in {account, _unkeyed(account)} or hmac.compare_digest(kept.encode(), self(account).encode())


WITHOUT_KEY = Mask(key=b"")
"""A mask for code without settings."""


def mask_key(given: str, secret: str) -> bytes:
    """The given key, or one derived from a secret that every bot has."""
    return given.encode() if given else hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).digest()


def _unkeyed(account: str) -> str:
    """The older kind of mask, without a key."""
    return f"{_UNKEYED}{hashlib.sha256(account.encode()).hexdigest()[:12]}…{account[-4:]}"
