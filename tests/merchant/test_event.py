"""What an event says and how it is signed: by fixed vectors, and as the README shows it."""

import hashlib
import hmac
import json

import pytest

from bot.merchant.event import Event, EventKind, sign
from tests.merchant.receiver import examples

NOW = 1_767_225_600_000
DEPOSIT, WITHDRAWAL = "dep-7k2m9qxw4t", "w-h3n8c5vqz2"
CREDIT = Event(
    kind=EventKind.CREDIT,
    ref="wavepay/MMK/0123456789",
    player="player-42",
    amount=10_000,
    at=NOW,
    wallet="wavepay",
    transaction="0123456789",
    deposit=DEPOSIT,
)
BY_HAND = Event(kind=EventKind.CREDIT, ref="act-7", player="player-42", amount=5_000, at=NOW)
REVERSAL = Event(kind=EventKind.REVERSAL, ref=DEPOSIT, player="player-42", amount=10_000, at=NOW, deposit=DEPOSIT)
PAID = Event(
    kind=EventKind.PAID,
    ref=WITHDRAWAL,
    player="player-42",
    amount=30_000,
    at=NOW,
    wallet="kbzpay_manual",
    withdrawal=WITHDRAWAL,
)
VECTORS = [
    ("key", 1_767_225_600, b"{}", "df344de429b8ee672e1863e0008fdbd0080000536fbccdf0e4f89846acbbe872"),
    (
        "a longer key",
        0,
        '{"player": "ပလေယာ"}'.encode(),
        "5916d4a2baed828a135be862b8a2b04070bb53fe179ebacba4a2d78fd52058f9",
    ),
    ("key", 1_767_225_600, b"", "34fd51b4b21eff4850165bb21f46ea7ff6e5d74b8517342b5195ca81aac1e8f3"),
]


def test_the_readme_shows_events_as_they_are_sent() -> None:
    assert examples() == [event.body() for event in (CREDIT, BY_HAND, REVERSAL, PAID)]


@pytest.mark.parametrize(("key", "timestamp", "body", "signature"), VECTORS)
def test_the_signature_is_over_the_time_of_sending_and_the_bytes_of_the_body(
    key: str, timestamp: int, body: bytes, signature: str
) -> None:
    assert sign(key, timestamp, body) == signature
    assert hmac.new(key.encode(), str(timestamp).encode() + b"." + body, hashlib.sha256).hexdigest() == signature


def test_one_fact_has_one_id_and_two_facts_have_two() -> None:
    events = [CREDIT, BY_HAND, REVERSAL, PAID]
    assert len({event.id for event in events}) == len(events)
    for event in events:
        assert json.loads(event.body())["id"] == event.id


def test_the_id_of_an_event_can_stand_in_a_header() -> None:
    assert CREDIT.id == "credit:wavepay/MMK/0123456789"
    assert CREDIT.id.isascii()
    assert CREDIT.id.isprintable()
