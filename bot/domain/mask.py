"""Account numbers as they are kept when their time is over: known again by who has the key, and by nobody else."""

import hashlib
import hmac
from dataclasses import dataclass, field

_PREFIX, _UNKEYED = "hmac:", "sha256:"
_PURPOSE = b"deposit-bot/masks/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """Masks with a key that is not in the database: who has a copy of that alone cannot try all phone numbers."""

    key: bytes = field(repr=False)

    def __call__(self, account: str) -> str:
        """The mask of an account, or of its older mask without a key; a mask of this kind stays as it is.

        The last four digits end it, as they end the number: by them it is found.
        """
        if account.startswith(_PREFIX):
            return account
        kept = account if account.startswith(_UNKEYED) else _unkeyed(account)
        return f"{_PREFIX}{hmac.new(self.key, kept.encode(), hashlib.sha256).hexdigest()[:16]}…{account[-4:]}"

    def matches(self, kept: str, account: str) -> bool:
        """Whether `kept` is this account: in clear, masked, or masked as it was once."""
        return kept in {account, _unkeyed(account)} or hmac.compare_digest(kept.encode(), self(account).encode())


WITHOUT_KEY = Mask(key=b"")
"""For what has no settings."""


def mask_key(given: str, secret: str) -> bytes:
    """The key that was given, or one derived from a secret that the bot cannot be without."""
    return given.encode() if given else hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).digest()


def _unkeyed(account: str) -> str:
    """As masks were made before they had a key."""
    return f"{_UNKEYED}{hashlib.sha256(account.encode()).hexdigest()[:12]}…{account[-4:]}"
