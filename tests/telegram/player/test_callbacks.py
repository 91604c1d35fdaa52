"""Buttons' data: each fits what Telegram allows and says itself again; forged data is nonsense, no accident."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wallet import WALLETS
from bot.telegram.operators import callbacks as of_operators
from bot.telegram.player import callbacks
from bot.telegram.player.receipt_question import RECEIPT_MARK
from tests.telegram.rendered import CALLBACK_BYTES

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_IDS = st.builds("{}-{}".format, st.sampled_from(["dep", "w"]), st.text(_LETTERS, min_size=10, max_size=10))
_ACTS = st.integers(1, 10**9).map("act:{}".format)
_LABELS = st.from_regex(r"[A-Za-z0-9_-]{1,36}", fullmatch=True)
_ARGUMENTS = {
    "id": _IDS,
    "wallet": st.sampled_from(["", *sorted(WALLETS)]),
    "receipt": st.text("0123456789abcdef", min_size=RECEIPT_MARK, max_size=RECEIPT_MARK),
    "picture": st.integers(1, 10**12),
    "right": st.booleans(),
    "number": st.text("0123456789", min_size=25, max_size=25),
    "corrections": st.integers(0, 99),
    "among": st.integers(0, 9_999),
    "index": st.integers(0, 99),
    "subject": _IDS | _ACTS,
    "arg": st.just("") | _IDS | _LABELS | st.integers(1, 10**9).map(str),
    "page": st.integers(0, 999),
    "as_new": st.booleans(),
}
"""What the parts hold in the product, at their longest."""


def _kinds() -> Iterator[type[CallbackData]]:
    for module in (callbacks, of_operators):
        for thing in vars(module).values():
            if isinstance(thing, type) and issubclass(thing, CallbackData) and thing is not CallbackData:
                yield thing


def _built(kind: type[CallbackData]) -> st.SearchStrategy[CallbackData]:
    parts: dict[str, st.SearchStrategy[object]] = {}
    for name, field in kind.model_fields.items():
        told: Any = field.annotation
        is_choice = isinstance(told, type) and issubclass(told, StrEnum)
        parts[name] = st.sampled_from(list(told)) if is_choice else _ARGUMENTS[name]
    return st.builds(kind, **parts)


KINDS = tuple(_kinds())
_DEP = "dep-4h55bgntgz"
STORED = (
    *(f"m:{place}" for place in ("home", "deposit", "deposit_anyway", "history", "help", "language")),
    *("lang:my", "lang:en", "w:kbzpay_manual", f"sw:{_DEP}:wavepay", f"q:{_DEP}:2", f"qa:{_DEP}:1:5723"),
    *(f"lm:{_DEP}:low", f"lm:{_DEP}:high", f"bn:{_DEP}:09712345678", f"ct:{_DEP}:1999999999:0"),
    *(f"r:{_DEP}:0123456789ab:1", f"r:{_DEP}:0123456789ab:0", "pf:7:wavepay", "pf:7:"),
    *(f"d:{act}:{_DEP}" for act in ("cancel", "retry", "new_number", "have_paid", "how_to")),
    *(f"d:{act}:{_DEP}" for act in ("fix_number", "new_picture", "receipt")),
    *(f"o|{view}||0|0" for view in ("pending", "withdrawals", "unclaimed", "today", "inbox", "health", "help")),
    *(f"o|tx|{_DEP}|0|1", "o|player|tg-1|2|0", "or|label", "or|id"),
    *(f"oc|{move}|act:5" for move in ("confirm", "ask", "keep", "refresh", "show")),
    *("oc|again|w-jmjx9eq3bf", "ow|account|w-jmjx9eq3bf"),
    *(f"ow|{why}|act:5" for why in ("amount", "player", "twice", "suspicious", "not_now")),
)
"""Buttons as they stand in chats; they live for months, so none of these may ever change."""


@pytest.mark.parametrize("data", STORED)
def test_a_button_that_stands_in_a_chat_is_still_understood(data: str) -> None:
    (kind,) = (each for each in KINDS if data.startswith(each.__prefix__ + each.__separator__))
    assert kind.unpack(data).pack() == data


def test_no_two_kinds_begin_alike() -> None:
    beginnings = [kind.__prefix__ + kind.__separator__ for kind in KINDS]
    assert len(set(beginnings)) == len(beginnings) == len(KINDS) > 9
    assert {kind.__prefix__ + kind.__separator__ for kind in KINDS if kind.__separator__ == "|"} == set(
        of_operators.PREFIXES
    )


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_button_fits_and_says_itself_again(kind: type[CallbackData], data: st.DataObject) -> None:
    said = data.draw(_built(kind))
    packed = said.pack()
    assert len(packed.encode()) <= CALLBACK_BYTES
    assert kind.unpack(packed) == said


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_forged_data_is_refused_or_holds_what_a_button_could_hold(
    kind: type[CallbackData], data: st.DataObject
) -> None:
    """What aiogram's filter passes over is a ValueError or a TypeError; anything else would be an accident."""
    parts = st.lists(st.text(max_size=20) | _IDS | st.sampled_from(["", "0", "1", "-1", "home", "cancel", "1e9"]))
    forged = data.draw(st.text(max_size=64) | parts.map(lambda some: kind.__separator__.join([kind.__prefix__, *some])))
    try:
        read = kind.unpack(forged)
    except (TypeError, ValueError):
        return
    for name, field in kind.model_fields.items():
        assert isinstance(getattr(read, name), field.annotation or object)
