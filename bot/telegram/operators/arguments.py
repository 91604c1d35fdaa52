"""Parses the arguments of operators' commands. Refuses ambiguous input and never guesses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.digits import fold
from bot.domain.errors import AmountUnreadable, DomainError
from bot.domain.wallet import KBZPAY, WALLETS, WAVEPAY, Wallet
from bot.domain.withdrawal import CabinetOutcome
from bot.telegram.operators.amounts import amount_and_account, amount_of, leading_amount

_WALLET_NAMES = {
    "kbz": KBZPAY,
    "kbzpay": KBZPAY,
    "kbzpay_manual": KBZPAY,
    "wave": WAVEPAY,
    "wavepay": WAVEPAY,
}
_ID = re.compile(r"[a-z0-9_-]{1,40}")
_NUMBER = re.compile(r"#?([0-9]{1,15})")
_SWITCH = {"on": True, "off": False}
_FOUND = {outcome.value: outcome for outcome in CabinetOutcome}
_SHORTEST_REASON = 3
T = TypeVar("T")


class UsageError(Exception):
    """The arguments do not fit the command; `cause` says why, if there is one reason."""

    def __init__(self, cause: DomainError | None = None) -> None:
        super().__init__(cause.key if cause else "misread")
        self.cause = cause


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalArguments:
    """The arguments of `/withdraw`. `amount` is whole kyat; 0 and an empty account are still to be asked for."""

    player: str
    amount: int = 0
    account: str = ""
    wallet: str = KBZPAY.type


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditArguments:
    player: str
    amount: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordArguments:
    player: str
    amount: int
    account: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitArguments:
    wallet: str
    low: int
    high: int


def read_payout(text: str) -> WithdrawalArguments:
    """Read `tg-501 10,000 09 444 595 698 kbzpay`; amount, account and wallet may be missing. Raises UsageError."""
    player, *rest = _words(text, 1)
    wallet = KBZPAY.type
    if rest and rest[-1].lower() in _WALLET_NAMES:
        wallet = _WALLET_NAMES[rest.pop().lower()].type
    if not rest:
        return WithdrawalArguments(player=player, wallet=wallet)
    try:
        amount, account = _amount_and_account(rest)
    except UsageError:
        return WithdrawalArguments(player=player, amount=_amount(rest), wallet=wallet)
    return WithdrawalArguments(player=player, amount=amount, account=account, wallet=wallet)


def read_credit(text: str) -> CreditArguments:
    """`tg-501 10,000 because of …`."""
    player, *rest = _words(text, 3)
    amount, reason = _leading_amount(rest)
    return CreditArguments(player=player, amount=amount, reason=_reason(reason))


def read_record(text: str) -> RecordArguments:
    """`tg-501 10,000 09444595698 <the cabinet's reference>`."""
    player, *rest, reference = _words(text, 4)
    amount, account = _amount_and_account(rest)
    return RecordArguments(player=player, amount=amount, account=account, reference=reference)


def read_limits(text: str) -> LimitArguments:
    """`kbzpay 1,000 500,000`."""
    name, *rest = _words(text, 3)
    cuts = [
        (low, high) for end in range(1, len(rest)) if (low := amount_of(rest[:end])) and (high := amount_of(rest[end:]))
    ]
    if len(cuts) != 1:
        raise UsageError(AmountUnreadable())
    low, high = cuts[0]
    if low > high:
        raise UsageError
    return LimitArguments(wallet=read_wallet(name).type, low=low, high=high)


def read_wallet(text: str) -> Wallet:
    """The wallet with this type or common name. Raises UsageError."""
    name = fold(text).lower()
    if name not in _WALLET_NAMES:
        raise UsageError
    return WALLETS[_WALLET_NAMES[name].type]


def read_wallet_switch(text: str) -> tuple[Wallet, bool]:
    """`on kbzpay`, `off wavepay`."""
    word, name = _words(text, 2, 2)
    return read_wallet(name), _choice(word, _SWITCH)


def read_id(text: str) -> str:
    """An id of a deposit or withdrawal, in lower case. Raises UsageError."""
    (word,) = _words(text, 1, 1)
    return _id(word)


def read_subject(text: str) -> str:
    """The subject of a proposal's card: `w-…`, or the number of an approval with or without `act:` before it."""
    (word,) = _words(text, 1, 1)
    return _subject(word)


def read_subject_and_reason(text: str) -> tuple[str, str]:
    """The subject of a proposal's card, and a reason."""
    word, *reason = _words(text, 2)
    return _subject(word), _reason(reason)


def read_number(text: str) -> int:
    """`7` or `#7`: the number of a quarantined entry or of an inbox row."""
    (word,) = _words(text, 1, 1)
    return _number(word)


def read_claim(text: str) -> tuple[int, str]:
    """`7 tg-501`."""
    number, player = _words(text, 2, 2)
    return _number(number), player


def read_id_and_reason(text: str) -> tuple[str, str]:
    """`dep-… because of …`."""
    word, *reason = _words(text, 2)
    return _id(word), _reason(reason)


def read_id_and_words(text: str) -> tuple[str, str]:
    """`w-…` and an optional reason."""
    word, *reason = _words(text, 1)
    return _id(word), " ".join(reason)


def read_player(text: str) -> str:
    """A label, a Telegram id or @name, as typed; the service resolves it."""
    (word,) = _words(text, 1, 1)
    return word


def read_player_and_reason(text: str) -> tuple[str, str]:
    """`tg-501 because of …`."""
    player, *reason = _words(text, 2)
    return player, _reason(reason)


def read_ask(text: str) -> tuple[str, str]:
    """`dep-… number` or `dep-… photo`."""
    word, what = _words(text, 2, 2)
    return _id(word), _choice(what, {name: name for name in ("number", "photo")})


def read_resolution(text: str) -> tuple[str, CabinetOutcome, str]:
    """`w-… paid line 17 …`; also `exists`, `absent` and `failed`."""
    word, found, *reason = _words(text, 3)
    return _id(word), _choice(found, _FOUND), _reason(reason)


def read_option(text: str, option: str) -> bool:
    """Whether the optional word `option` was typed. Raises UsageError for any other word."""
    words = text.lower().split()
    if words not in ([], [option]):
        raise UsageError
    return bool(words)


def read_nothing(text: str) -> None:
    """Raise UsageError if there is any argument."""
    if text.strip():
        raise UsageError


def _words(text: str, least: int, most: int = 200) -> list[str]:
    words = text.split()
    if not least <= len(words) <= most:
        raise UsageError
    return words


def _choice(word: str, choices: Mapping[str, T]) -> T:
    if word.lower() not in choices:
        raise UsageError
    return choices[word.lower()]


def _id(word: str) -> str:
    folded = fold(word).lower()
    if not _ID.fullmatch(folded):
        raise UsageError
    return folded


def _subject(word: str) -> str:
    number = fold(word).lower().removeprefix("act:")
    return f"act:{_number(number)}" if _NUMBER.fullmatch(number) else _id(word)


def _number(word: str) -> int:
    match = _NUMBER.fullmatch(fold(word))
    if not match:
        raise UsageError
    return int(match[1])


def _reason(words: Sequence[str]) -> str:
    """The reason, of at least three characters: it must still be understood in the audit log years later."""
    reason = " ".join(words)
    if len(reason) < _SHORTEST_REASON:
        raise UsageError
    return reason


def _amount(words: Sequence[str]) -> int:
    amount = amount_of(words)
    if amount is None:
        raise UsageError(AmountUnreadable())
    return amount


def _leading_amount(words: Sequence[str]) -> tuple[int, Sequence[str]]:
    found = leading_amount(words)
    if found is None:
        raise UsageError(AmountUnreadable())
    return found


def _amount_and_account(words: Sequence[str]) -> tuple[int, str]:
    cuts = amount_and_account(words)
    if len(cuts) != 1:
        raise UsageError(None if cuts else AmountUnreadable())
    return cuts[0]
