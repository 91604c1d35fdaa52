"""Masks: who has the key knows an account again, who has the database alone cannot find it by trying."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.mask import Mask, mask_key

ACCOUNTS = st.from_regex(r"09[0-9]{9}", fullmatch=True)
KEYS = st.binary(min_size=1, max_size=40)
MASK = Mask(key=b"a key outside of the database")


def unkeyed(account: str) -> str:
    return f"sha256:{hashlib.sha256(account.encode()).hexdigest()[:12]}…{account[-4:]}"


@given(ACCOUNTS, KEYS)
def test_an_account_is_known_again_in_whatever_way_it_is_kept(account: str, key: bytes) -> None:
    mask = Mask(key=key)
    for kept in (account, mask(account), unkeyed(account), mask(unkeyed(account))):
        assert mask.matches(kept, account)
    assert mask(mask(account)) == mask(account)
    assert mask(unkeyed(account)) == mask(account)
    assert mask(account).endswith(f"…{account[-4:]}")
    assert account not in mask(account)


@given(ACCOUNTS, ACCOUNTS)
def test_another_account_is_another(account: str, other: str) -> None:
    assert MASK.matches(MASK(account), other) == (account == other)


@given(ACCOUNTS)
def test_without_the_key_nobody_finds_it_by_trying(account: str) -> None:
    """All that can be computed from the number alone is not in the mask."""
    kept = MASK(account)
    assert not Mask(key=b"another key").matches(kept, account)
    assert hashlib.sha256(account.encode()).hexdigest()[:12] not in kept
    assert unkeyed(account).partition("…")[0].removeprefix("sha256:") not in kept


def test_the_key_is_the_given_one_or_follows_from_the_token_and_is_not_the_token() -> None:
    assert mask_key("a key of its own", "1:token") == b"a key of its own"
    derived = mask_key("", "1:token")
    assert derived == mask_key("", "1:token") != mask_key("", "2:token")
    assert b"token" not in derived
    assert "token" not in repr(Mask(key=b"token"))
