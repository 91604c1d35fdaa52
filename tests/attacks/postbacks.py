"""Every bad postback we could think of, as a table: what it is, what it is answered, and what it may do.

A row changes an honest postback about a deposit of 10,000 Ks by WavePay. `{n}` in its transaction id is a number of the
row's own, so that whatever is credited can be told apart.
"""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.dev.simulators.paykassma import JsonSpelling
from bot.domain.entry import Reason
from bot.provider.phpjson import Json, JsonNumber, encode
from bot.provider.signing import PostbackKeys
from tests.attacks.bodies import (
    GONE,
    Make,
    as_bytes,
    document_of,
    entries,
    entry,
    is_long,
    sealed,
    shown,
    unsigned,
    with_member,
)
from tests.attacks.outcome_words import SAYS_NO, SAYS_YES
from tests.e2e.postbacks import Postback
from tests.e2e.world import KEYS
from tests.provider.odd_values import BAD_AMOUNTS, BAD_TRANSACTIONS

CREDITED, COUNTED, SAMPLED, KEPT = "credited", "counted only", "a sample kept", "kept, nothing moves"


@dataclass(frozen=True, slots=True)
class Attack:
    """`effects`: CREDITED, KEPT, COUNTED, SAMPLED, or the reasons for which entries wait, in their order."""

    name: str
    make: Make
    status: int
    effects: tuple[str, ...]


def _malformed() -> Iterator[Attack]:
    made: dict[str, Make] = {
        "empty": as_bytes(lambda _: b""),
        "blank": as_bytes(lambda _: b" \n\t "),
        "a form": as_bytes(lambda _: b"access_key=access-key-canary&signature=0"),
        "HTML": as_bytes(lambda _: b"<html></html>"),
        "XML": as_bytes(
            lambda _: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
        ),
        "a list": as_bytes(lambda body: b"[" + body + b"]"),
        "a number": as_bytes(lambda _: b"1"),
        "null": as_bytes(lambda _: b"null"),
        "a byte order mark": as_bytes(lambda body: b"\xef\xbb\xbf" + body),
        "UTF-16": as_bytes(lambda body: body.decode().encode("utf-16")),
        "UTF-32": as_bytes(lambda body: body.decode().encode("utf-32")),
        "Latin-1": as_bytes(lambda body: body.replace(b'"comment":""', b'"comment":"\xe9"')),
        "half a UTF-8 letter": as_bytes(lambda body: body.replace(b'"comment":""', b'"comment":"\xe1\x80"')),
        "an overlong UTF-8 letter": as_bytes(lambda body: body.replace(b'"comment":""', b'"comment":"\xc0\xaf"')),
        "half a surrogate pair": as_bytes(lambda body: body.replace(b'"comment":""', b'"comment":"\\ud800"')),
        "a raw NUL": as_bytes(lambda body: body.replace(b'"comment":""', b'"comment":"\x00"')),
        "a raw line break": as_bytes(lambda body: body.replace(b'"comment":""', b'"comment":"\n"')),
        "NaN": as_bytes(lambda body: body.replace(b'"comment":""', b'"comment":NaN')),
        "-Infinity": as_bytes(lambda body: body.replace(b'"comment":""', b'"comment":-Infinity')),
        "single quotes": as_bytes(lambda body: body.replace(b'"', b"'")),
        "a comment": as_bytes(lambda body: body + b"// ok"),
        "a comma too many": as_bytes(lambda body: body[:-1] + b",}"),
        "cut": as_bytes(lambda body: body[:-1]),
        "trailing garbage": as_bytes(lambda body: body + b"\0"),
        "two documents": as_bytes(lambda body: body + body),
        "100,000 brackets": as_bytes(lambda _: b"[" * 60_000),
        "100,000 objects": as_bytes(lambda _: b'{"a":' * 12_000),
        "21 levels": entry("comment", json.loads("[" * 19 + "]" * 19)),
        "a repeated key at the top": as_bytes(lambda body: body[:-1] + b',"label":"tg-2"}'),
        "a repeated signed part": as_bytes(lambda body: body[:-1] + b',"additional_data":[]}'),
        "a repeated key in the entry": as_bytes(
            lambda body: body.replace(b'"comment":""', b'"comment":"","comment":""')
        ),
        "a repeated key in other letters": as_bytes(
            lambda body: body.replace(b'"comment":""', b'"comment":"","comm\\u0065nt":""')
        ),
    }
    return (Attack(name, make, 400, (COUNTED,)) for name, make in made.items())


def _too_large() -> Iterator[Attack]:
    yield Attack("1 MiB of padding", as_bytes(lambda body: body + b" " * 1024 * 1024), 413, (COUNTED,))
    yield Attack("one byte too many", as_bytes(lambda body: body.ljust(64 * 1024 + 1)), 413, (COUNTED,))
    yield Attack("10,000 entries", entries(lambda entry: [entry] * 10_000), 413, (COUNTED,))


def _forged() -> Iterator[Attack]:
    other = PostbackKeys(access_key="other", private_key="other-too")
    for value in ("other", "", None, 1, True, [], {}, [KEYS.access_key], KEYS.access_key.upper(), GONE):
        yield Attack(f"access_key {shown(value)}", unsigned("access_key", value), 403, (COUNTED,))
    yield Attack("keys of another merchant", lambda letter: replace(letter, keys=other).body(), 403, (COUNTED,))
    half = replace(other, access_key=KEYS.access_key)
    yield Attack("the private key guessed", lambda letter: sealed(document_of(letter), keys=half), 403, (SAMPLED,))
    odd: tuple[object, ...] = ("", None, 0, [], {}, True, "0" * 39, "0" * 40, "0" * 41, "ü" * 40, "\u0000", GONE)
    for value in odd:
        yield Attack(f"signature {shown(value)}", unsigned("signature", value), 403, (SAMPLED,))
    changed: dict[str, Callable[[str], str]] = {
        "in capitals": str.upper,
        "with a space": lambda text: f" {text}",
        "with a line break": lambda text: f"{text}\n",
        "cut": lambda text: text[:-1],
        "turned round": lambda text: text[::-1],
    }
    for name, change in changed.items():
        yield Attack(f"signature {name}", _resigned(change), 403, (SAMPLED,))
    tampered: dict[str, tuple[bytes, bytes]] = {
        "amount": (b'"amount":"10000"', b'"amount":"90000"'),
        "order": (b'"plugin_custom_order_id":"', b'"plugin_custom_order_id":"x'),
        "type of the amount": (b'"amount":"10000"', b'"amount":10000'),
        "currency": (
            b'"currency_code":"MMK","wallet_type":"wavepay","stock',
            b'"currency_code":"USD","wallet_type":"wavepay","stock',
        ),
        "zero before the transaction": (b'"transaction_id":"', b'"transaction_id":"0'),
    }
    for name, (old, new) in tampered.items():
        yield Attack(f"after signing, the {name}", as_bytes(lambda b, o=old, n=new: b.replace(o, n)), 403, (SAMPLED,))  # type: ignore[misc]
    yield Attack("the signed part gone", unsigned("additional_data", GONE), 403, (SAMPLED,))
    yield Attack("the signed part empty", unsigned("additional_data", []), 403, (SAMPLED,))


def _resigned(change: Callable[[str], str]) -> Make:
    def make(letter: Postback) -> bytes:
        document = document_of(letter)
        return encode(document | {"signature": change(str(document["signature"]))}).encode()

    return make


def _honest() -> Iterator[Attack]:
    """Other spellings of an honest postback, and honest ones with odd trimmings: all are credited."""
    for spelling in JsonSpelling:
        yield Attack(spelling, lambda letter, s=spelling: replace(letter, spelling=s).body(), 200, (CREDITED,))  # type: ignore[misc]
    yield Attack("spaces around", as_bytes(lambda body: b"\r\n " + body + b"\n\t"), 200, (CREDITED,))
    yield Attack("an unknown member at the top", unsigned("more", [1, {"a": None}]), 200, (CREDITED,))
    yield Attack("an unknown member in the entry", entry("more", [1.5, {"a": "b/c"}]), 200, (CREDITED,))
    yield Attack(
        "the members of the entry in another order", entries(lambda e: [dict(sorted(e.items()))]), 200, (CREDITED,)
    )
    yield Attack("the direction in capitals", unsigned("direction", "Ingoing"), 200, (CREDITED,))
    yield Attack("the wallet in capitals", entry("wallet_type", "WavePay"), 200, (CREDITED,))
    yield Attack("the amount with a fraction of nothing", entry("amount", "10000.00"), 200, (CREDITED,))
    yield Attack("the amount as a number", entry("amount", JsonNumber("10000.0")), 200, (CREDITED,))
    comments: tuple[object, ...] = (
        "<b>&amp;</b>\n\u001b[31m\u202e",
        "ကျေးဇူး/တင်",
        "\u2028\u2029",
        "\u0000",
        "x" * 10_000,
        None,
        5,
        [],
        {},
    )
    for value in comments:
        yield Attack(f"comment {shown(value)}", entry("comment", value), 200, (CREDITED,))
    for value in ("0000-00-00 00:00:00", "2999-01-01", "31.12.2025", 5, None, [], GONE):
        yield Attack(f"activated_datetime {shown(value)}", entry("activated_datetime", value), 200, (CREDITED,))
        yield Attack(f"created_datetime {shown(value)}", unsigned("created_datetime", value), 200, (CREDITED,))
    for name in ("comment", "stockpiling_id", "transaction_type", "bank_details", "withdrawal_id", "withdrawal_status"):
        yield Attack(f"{name} gone", entry(name, GONE), 200, (CREDITED,))
    for value in (None, ""):
        yield Attack(
            f"withdrawal_status {shown(value)} of a deposit", entry("withdrawal_status", value), 200, (CREDITED,)
        )
    for name, values in SAYS_YES.items():
        for value in values:
            yield Attack(f"an entry with {name} {shown(value)}", entry(name, value), 200, (CREDITED,))
            yield Attack(f"a postback with {name} {shown(value)}", unsigned(name, value), 200, (CREDITED,))
    yield Attack("zeros before the transaction", _number("0000{}"), 200, (CREDITED,))
    yield Attack("hyphens in the transaction", _number("-{}-"), 200, (CREDITED,))


def _number(spelling: str) -> Make:
    return entries(lambda entry: [entry | {"transaction_id": spelling.format(entry["transaction_id"])}])


WAITING: list[tuple[Callable[[str, object], Make], str, Sequence[object], Reason]] = [
    (entry, "amount", [v for v in BAD_AMOUNTS if not is_long(v)], Reason.AMOUNT_INVALID),
    (entry, "amount", [v for v in BAD_AMOUNTS if is_long(v)], Reason.UNREADABLE),
    (entry, "transaction_id", [*BAD_TRANSACTIONS, "10\u202e01", "1️⃣"], Reason.TRANSACTION_INVALID),
    (entry, "transaction_id", ["", None, GONE], Reason.NEITHER_KIND),
    (entry, "currency_code", ["mmk", "USD", "", None, 104, ["MMK"], GONE], Reason.CURRENCY_UNKNOWN),
    (entry, "wallet_type", ["kpay", "", None, 1, {}, "wavepay ", GONE], Reason.WALLET_UNKNOWN),
    (entry, "withdrawal_id", ["w-1", 1, ["w-1"], {"id": 1}, True], Reason.BOTH_KINDS),
    (entry, "plugin_custom_order_id", [["dep-1"], {}, True, "dep\u0000", "x" * 201], Reason.UNREADABLE),
    (entry, "plugin_custom_order_id", ["no", "' OR 1=1--", "", None, GONE, 1001, "dep-1-2"], Reason.ORDER_UNKNOWN),
    (entry, "exchanger_identifier", ["x" * 300], Reason.UNREADABLE),
    (entry, "bank_details", [{"bank_code": "x" * 300}], Reason.UNREADABLE),
    (entry, "withdrawal_status", [0, 1, 2, 5, "1", True], Reason.SAYS_NO),
    (entry, "transaction_id", ["000", "-", "_0-0_"], Reason.TRANSACTION_INVALID),
    (entry, "amount", [10**12 + 1], Reason.AMOUNT_INVALID),
    *((entry, name, values, Reason.SAYS_NO) for name, values in SAYS_NO.items()),
    *((unsigned, name, values, Reason.TOP_SAYS_NO) for name, values in SAYS_NO.items()),
    (unsigned, "currency_code", ["mmk", "USD", "", None, ["MMK"], GONE], Reason.CURRENCY_DIFFERS),
    (unsigned, "wallet_type", ["kbzpay_manual", "", None, {}, GONE], Reason.WALLET_DIFFERS),
    (unsigned, "direction", ["in", "outgoing", "", None, 0, ["ingoing"], GONE], Reason.DIRECTION_DIFFERS),
    (unsigned, "amount", [1, "9999", "ten", None, [], True, GONE], Reason.TOTAL_DIFFERS),
    (
        unsigned,
        "label",
        ["tg-1002", "x" * 300, "", None, 1001, ["tg-1001"], "tg-1001\u0000", GONE],
        Reason.LABEL_DIFFERS,
    ),
]
"""Authentic, but not to be believed as it stands: acknowledged, and kept for a person."""


def _waiting() -> Iterator[Attack]:
    for make, name, values, reason in WAITING:
        for value in values:
            yield Attack(f"{make.__name__} {name} {shown(value)}", make(name, value), 200, (reason,))
    yield Attack("our order in capitals", _order(str.upper), 200, (Reason.ORDER_UNKNOWN,))
    yield Attack("our order with a suffix", _order(lambda order: f"{order}-2"), 200, (Reason.ORDER_UNKNOWN,))


def _order(change: Callable[[str], str]) -> Make:
    return entries(lambda entry: [entry | {"plugin_custom_order_id": change(str(entry["plugin_custom_order_id"]))}])


def _shapes() -> Iterator[Attack]:
    """One entry, none, many, in other places."""
    nothing: tuple[Json, ...] = ([], None, {})
    for value in nothing:
        yield Attack(f"additional_data {shown(value)}", entries(lambda _, v=value: v), 200, (Reason.NO_ENTRIES,))  # type: ignore[misc]
    scalars: tuple[Json, ...] = ("text", 5, True)
    for value in scalars:
        yield Attack(f"additional_data {shown(value)}", entries(lambda _, v=value: v), 200, (Reason.NOT_AN_OBJECT,))  # type: ignore[misc]
    yield Attack("the entry not in a list", entries(lambda entry: {"7": entry}), 200, (CREDITED,))
    yield Attack("nothing but empty entries", entries(lambda _: [{}] * 20), 200, (Reason.NEITHER_KIND,))
    yield Attack("two payments", _many(2), 200, (CREDITED,) * 2)
    yield Attack("fifty payments", _many(50), 200, (CREDITED,) * 50)
    yield Attack("a good entry and a bad one", _good_and_bad, 200, (CREDITED, Reason.AMOUNT_INVALID))
    yield Attack("one payment twice in a body", _twice, 200, (CREDITED, Reason.REPEATED_IN_BODY))
    yield Attack("one payment by two amounts", _two_amounts, 200, (CREDITED, Reason.REPEATED_IN_BODY))
    yield Attack("the older shape", _older, 200, (Reason.OLD_SHAPE,))
    yield Attack(
        "both shapes", lambda letter: sealed(with_member("transactions", [letter.entry()], letter)), 200, (CREDITED,)
    )
    yield Attack("zipped without a word of it", as_bytes(gzip.compress), 400, (COUNTED,))


def _many(count: int) -> Make:
    def make(letter: Postback) -> bytes:
        others = [replace(letter, transaction_id=f"{letter.transaction_id}{number:02}") for number in range(1, count)]
        return replace(letter, more=[other.entry() for other in others], total=10_000 * count).body()

    return make


def _good_and_bad(letter: Postback) -> bytes:
    bad = replace(letter, transaction_id=f"{letter.transaction_id}1").entry() | {"amount": "x"}
    return replace(letter, more=[bad]).body()


def _twice(letter: Postback) -> bytes:
    return letter.with_second(letter).body()


def _two_amounts(letter: Postback) -> bytes:
    return letter.with_second(replace(letter, amount=90_000)).body()


def _older(letter: Postback) -> bytes:
    document = document_of(letter)
    document["transactions"] = document.pop("additional_data")
    return sealed(document, over="transactions")


ATTACKS = [*_malformed(), *_too_large(), *_forged(), *_honest(), *_waiting(), *_shapes()]
