"""Risk signals of a claim. They are shown to operators only and never block a claim."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.transaction_number import normal_form

_EARLY_MS = 10 * 60_000
"""A phone's clock may be wrong by this much, and a receipt may show no seconds."""

MANY_PLAYERS = 3
MANY_FAILURES = 3


class RiskKind(StrEnum):
    """Each kind with its values (`amount` and `stated` in whole kyat, times in epoch milliseconds)."""

    SAME_PICTURE = "same_picture"
    """deposit, label: whose it was before"""
    LIKE_PICTURE = "like_picture"
    """deposit, label"""
    NUMBER_CLAIMED = "number_claimed"
    """deposit, label"""
    NUMBER_DIFFERS = "number_differs"
    """number: the one on the picture"""
    AMOUNT_DIFFERS = "amount_differs"
    """amount: the one on the picture; stated"""
    OTHER_RECIPIENT = "other_recipient"
    """tail: the account suffix on the receipt; shown: the suffix of the wallet number the player was given"""
    OLDER = "older"
    """at"""
    FUTURE = "future"
    """at"""
    PAYER_SHARED = "payer_shared"
    """tail, players"""
    FAILED_NUMBERS = "failed_numbers"
    """count"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskSignal:
    """One risk signal; `values` are those listed at `RiskKind`."""

    kind: RiskKind
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where the same thing was seen before: a deposit (empty if none) and the label of its player."""

    deposit: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnReceipt:
    """What was read off a receipt, empty or 0 where unreadable; `received_at` is when the picture came."""

    number: str = ""
    amount: int = 0
    paid_at: int = 0
    recipient: str = ""
    payer: str = ""
    received_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """The facts from which the risk signals of one deposit are computed.

    `wallet_number` is empty for a receipt-first deposit. `players` is how many players the payer of this receipt paid
    for, including this one; `failures` is how many numbers of this player were refused recently. `replaced` are wallet
    numbers that he was given before and that did not work.
    """

    number: str
    amount: int
    wallet_number: str
    created_at: int
    receipt: OnReceipt
    same: Sequence[Seen] = ()
    alike: Sequence[Seen] = ()
    claims: Sequence[Seen] = ()
    players: int = 0
    failures: int = 0
    replaced: Sequence[str] = ()


def risk_signals_of(facts: ClaimFacts) -> tuple[RiskSignal, ...]:
    """The risk signals, the most important first."""
    return (*_seen_before(facts), *_contradictions(facts), *_habits(facts))


def _seen_before(facts: ClaimFacts) -> Iterator[RiskSignal]:
    for kind, seen in (
        (RiskKind.SAME_PICTURE, facts.same),
        (RiskKind.LIKE_PICTURE, () if facts.same else facts.alike),
        (RiskKind.NUMBER_CLAIMED, facts.claims),
    ):
        if seen:
            yield RiskSignal(kind=kind, values={"deposit": seen[0].deposit, "label": seen[0].label})


def _contradictions(facts: ClaimFacts) -> Iterator[RiskSignal]:
    receipt, shown = facts.receipt, facts.wallet_number
    if receipt.number and facts.number and normal_form(receipt.number) != normal_form(facts.number):
        yield RiskSignal(kind=RiskKind.NUMBER_DIFFERS, values={"number": receipt.number})
    if receipt.amount and receipt.amount != facts.amount:
        yield RiskSignal(kind=RiskKind.AMOUNT_DIFFERS, values={"amount": receipt.amount, "stated": facts.amount})
    if receipt.recipient and shown and not any(one.endswith(receipt.recipient) for one in (shown, *facts.replaced)):
        values = {"tail": receipt.recipient, "shown": shown[-len(receipt.recipient) :]}
        yield RiskSignal(kind=RiskKind.OTHER_RECIPIENT, values=values)
    if shown and 0 < receipt.paid_at < facts.created_at - _EARLY_MS:
        yield RiskSignal(kind=RiskKind.OLDER, values={"at": receipt.paid_at})
    if receipt.paid_at > receipt.received_at + _EARLY_MS:
        yield RiskSignal(kind=RiskKind.FUTURE, values={"at": receipt.paid_at})


def _habits(facts: ClaimFacts) -> Iterator[RiskSignal]:
    if facts.receipt.payer and facts.players >= MANY_PLAYERS:
        yield RiskSignal(kind=RiskKind.PAYER_SHARED, values={"tail": facts.receipt.payer, "players": facts.players})
    if facts.failures >= MANY_FAILURES:
        yield RiskSignal(kind=RiskKind.FAILED_NUMBERS, values={"count": facts.failures})
