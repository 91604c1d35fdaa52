"""Deep links: the formula as the module states it, and that nothing but the merchant's own key makes a sound one."""

import hmac
import string
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deep_link import LinkClaim, make_link_payload, read_link_payload, valid_label
from bot.domain.errors import LinkError, LinkExpired, LinkForged
from bot.domain.player import derived_label

KEY = "link-secret"
NOW = 1_800_000_000
LETTERS = string.ascii_letters + string.digits + "_-"
labels = st.text(alphabet=LETTERS, min_size=1, max_size=36).filter(lambda label: not label.lower().startswith("tg-"))
times = st.integers(min_value=1, max_value=2**32 - 1)


def signed_by_hand(label: str, expires_at: int = NOW + 60, key: str = KEY) -> str:
    """The formula of the module's docstring, written a second time as a merchant would."""
    expiry = urlsafe_b64encode(expires_at.to_bytes(4, "big")).decode().rstrip("=")
    digest = hmac.new(key.encode(), f"telegram-deposit-link/1:{expiry}{label}".encode(), "sha256").digest()
    return urlsafe_b64encode(digest[:16]).decode().rstrip("=") + expiry + label


@given(labels, times)
def test_a_link_says_what_was_put_into_it(label: str, expires_at: int) -> None:
    payload = make_link_payload(label, expires_at, KEY)
    claim = read_link_payload(payload, KEY.encode(), expires_at - 1)
    assert claim == LinkClaim(label=label, expires_at=expires_at, token=payload[:22])
    assert len(payload) <= 64
    assert set(payload) <= set(LETTERS)


@given(labels, times)
def test_a_merchant_makes_the_same_link_from_the_formula(label: str, expires_at: int) -> None:
    assert make_link_payload(label, expires_at, KEY) == signed_by_hand(label, expires_at)


def test_the_formula_never_changes_under_links_already_given_out() -> None:
    assert make_link_payload("player-42", 2_000_000_000, "k") == "MaLHJnSWfSPaiWNTGq5HTwdzWUAAplayer-42"


@given(labels, st.data())
def test_no_character_of_a_link_can_be_changed(label: str, data: st.DataObject) -> None:
    payload = make_link_payload(label, NOW + 60, KEY)
    place = data.draw(st.integers(min_value=0, max_value=len(payload) - 1))
    other = data.draw(st.sampled_from([char for char in LETTERS if char != payload[place]]))
    with pytest.raises(LinkForged):
        read_link_payload(payload[:place] + other + payload[place + 1 :], KEY, NOW)


def test_spare_bits_of_base64_make_no_second_spelling() -> None:
    payload = make_link_payload("player-42", NOW + 60, KEY)
    spellings = [payload[:21] + char + payload[22:] for char in LETTERS]
    spellings += [payload[:27] + char + payload[28:] for char in LETTERS]
    sound = {spelling for spelling in spellings if is_sound(spelling)}
    assert sound == {payload}


def is_sound(payload: str) -> bool:
    try:
        read_link_payload(payload, KEY, NOW)
    except LinkError:
        return False
    return True


@given(st.text() | st.text(alphabet=LETTERS, max_size=70))
def test_a_foreign_payload_is_forged_and_never_a_crash(payload: str) -> None:
    with pytest.raises(LinkForged):
        read_link_payload(payload, KEY, NOW)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param("", id="no payload"),
        pytest.param("pay_1", id="a word"),
        pytest.param("A" * 28, id="no label"),
        pytest.param("A" * 64, id="right length"),
        pytest.param("A" * 65, id="too long"),
        pytest.param(signed_by_hand("a") + "\n", id="line break at the end"),
        pytest.param(signed_by_hand("a", key="other"), id="signed with another key"),
        pytest.param(signed_by_hand("a") + "b", id="label lengthened"),
        pytest.param(signed_by_hand(derived_label(777)), id="derived label though well signed"),
        pytest.param(signed_by_hand("TG-777"), id="derived label in capitals"),
        pytest.param("ကခဂ", id="burmese"),
    ],
)
def test_a_payload_that_no_merchant_signed_is_forged(payload: str) -> None:
    with pytest.raises(LinkForged):
        read_link_payload(payload, KEY, NOW)


@pytest.mark.parametrize(("now", "expired"), [(NOW - 1, False), (NOW, True), (NOW + 1, True)])
def test_a_link_ends_at_its_time(now: int, expired: bool) -> None:
    payload = make_link_payload("player-42", NOW, KEY)
    if expired:
        with pytest.raises(LinkExpired):
            read_link_payload(payload, KEY, now)
    else:
        assert read_link_payload(payload, KEY, now).label == "player-42"


def test_a_forged_link_says_forged_even_when_its_time_is_over() -> None:
    with pytest.raises(LinkForged):
        read_link_payload(signed_by_hand("a", NOW - 60, key="other"), KEY, NOW)


@pytest.mark.parametrize("label", ["", "a" * 37, "a b", "a\n", "ကစားသမား", "tg-777", "Tg-777", "a/b"])
def test_no_link_is_made_for_a_label_it_could_not_bind(label: str) -> None:
    with pytest.raises(ValueError, match="cannot bind"):
        make_link_payload(label, NOW, KEY)


@pytest.mark.parametrize("expires_at", [-1, 2**32, NOW * 1000])
def test_no_link_is_made_for_a_time_it_could_not_hold(expires_at: int) -> None:
    with pytest.raises(ValueError, match="epoch seconds"):
        make_link_payload("player-42", expires_at, KEY)


@pytest.mark.parametrize("key", ["", b""])
def test_an_empty_key_signs_and_opens_nothing(key: bytes | str) -> None:
    with pytest.raises(ValueError, match="empty key"):
        make_link_payload("player-42", NOW, key)
    with pytest.raises(ValueError, match="empty key"):
        read_link_payload(signed_by_hand("player-42"), key, NOW)


@pytest.mark.parametrize(
    ("label", "valid"),
    [
        ("a", True),
        ("A-z_9", True),
        ("a" * 36, True),
        ("tg-777", True),
        ("", False),
        ("a" * 37, False),
        ("a.b", False),
        ("a\n", False),
        ("ä", False),
        ("၁", False),
    ],
)
def test_a_label_is_what_the_provider_takes(label: str, valid: bool) -> None:
    assert valid_label(label) is valid
