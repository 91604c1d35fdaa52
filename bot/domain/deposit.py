"""Deposits: the states, the allowed transitions, and what the player must do next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.wallet import WALLETS


class DepositStatus(StrEnum):
    """The state of a deposit. `claimed`: the claim is stored, and the provider may not have it yet."""

    DRAFT = "draft"
    AWAITING_PAYMENT = "awaiting_payment"
    CLAIMED = "claimed"
    SUBMITTED = "submitted"
    CREDITED = "credited"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REVERSED = "reversed"


Transitions = Mapping[DepositStatus, frozenset[DepositStatus]]

TRANSITIONS: Transitions = {
    DepositStatus.DRAFT: frozenset({DepositStatus.AWAITING_PAYMENT, DepositStatus.CLAIMED, DepositStatus.CANCELLED}),
    DepositStatus.AWAITING_PAYMENT: frozenset(
        {DepositStatus.CLAIMED, DepositStatus.EXPIRED, DepositStatus.CANCELLED, DepositStatus.CREDITED}
    ),
    DepositStatus.CLAIMED: frozenset({DepositStatus.SUBMITTED, DepositStatus.REJECTED, DepositStatus.CREDITED}),
    DepositStatus.SUBMITTED: frozenset({DepositStatus.CLAIMED, DepositStatus.REJECTED, DepositStatus.CREDITED}),
    DepositStatus.REJECTED: frozenset({DepositStatus.CLAIMED, DepositStatus.CREDITED}),
    DepositStatus.EXPIRED: frozenset({DepositStatus.CLAIMED, DepositStatus.CREDITED}),
    DepositStatus.CANCELLED: frozenset({DepositStatus.CREDITED}),
    DepositStatus.CREDITED: frozenset({DepositStatus.REVERSED}),
    DepositStatus.REVERSED: frozenset(),
}
"""Late money is credited too: any state except draft may become credited, and only a reversal follows."""

OPEN = frozenset({DepositStatus.DRAFT, DepositStatus.AWAITING_PAYMENT})
"""The player must still act, or can cancel. A player has at most one open deposit."""


BEING_CHECKED = frozenset({DepositStatus.CLAIMED, DepositStatus.SUBMITTED})
"""The claim is being checked. The player can still correct it."""


def sources(target: DepositStatus) -> tuple[DepositStatus, ...]:
    """The states that may move to `target`, in a stable order, for a guarded UPDATE."""
    return tuple(status for status in DepositStatus if target in TRANSITIONS[status])


class Step(StrEnum):
    """What the player must do next. It is computed from the row and never stored."""

    AMOUNT = "amount"
    WAIT_FOR_NUMBER = "wait_for_number"
    NUMBER = "number"
    CONFIRMATION = "confirmation"
    """confirm what was read off the receipt"""
    RECEIPT = "receipt"
    CORRECTION = "correction"
    NOTHING = "nothing"


class DepositFlag(StrEnum):
    """What is unusual about a credit; stored for operators and for the player's text."""

    LATE = "late"
    AMOUNT_DIFFERS = "amount_differs"
    NUMBER_DIFFERS = "number_differs"
    WAS_REJECTED = "was_rejected"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """One row: a payment that a player makes to us.

    Amounts are whole kyat and times epoch milliseconds, 0 while unknown; texts are empty while unknown. `amount` is
    what the player stated, `credited_amount` the sum of credited entries. `order_id` is the current one; a corrected
    claim gets a new one, and all of them stay mapped to this deposit.

    `reading` is the state of reading the receipt: empty, `READING`, or its outcome. `read_number` and `read_amount`
    were read off the receipt and only ask the player: what he confirms or types becomes `transaction_number` and
    `amount`.

    `card_hash` is a hash of what the card's message shows. `touched_at` is when the deposit last asked its player for
    something. `asked` is the step that he chose by a button (`Step.NUMBER` or `Step.RECEIPT`), empty once answered; at
    most one deposit of a player has it.
    """

    id: str
    player_id: int
    label: str
    wallet: str
    status: DepositStatus
    amount: int = 0
    order_id: str = ""
    wallet_number: str = ""
    number_expires_at: int = 0
    transaction_number: str = ""
    receipt_id: str = ""
    receipt_album: str = ""
    reading: str = ""
    read_number: str = ""
    read_amount: int = 0
    corrections: int = 0
    refusal: str = ""
    verdict: str = ""
    credited_amount: int = 0
    flags: frozenset[DepositFlag] = frozenset()
    card_message_id: int = 0
    card_hash: str = ""
    asked: str = ""
    touched_at: int = 0
    created_at: int = 0
    claimed_at: int = 0
    credited_at: int = 0
    reminded_at: int = 0


READING = "reading"
"""The receipt is being read."""

_CLAIMABLE = frozenset({DepositStatus.AWAITING_PAYMENT, DepositStatus.REJECTED, DepositStatus.EXPIRED})


def is_receipt_first(deposit: Deposit) -> bool:
    """Whether the deposit began with a receipt, so that no wallet number is needed."""
    return deposit.status is DepositStatus.DRAFT and bool(deposit.receipt_id)


def takes_claim(deposit: Deposit) -> bool:
    """Whether a number or a picture from the player is a part of its claim."""
    return deposit.status in _CLAIMABLE or is_receipt_first(deposit) or is_being_corrected(deposit)


def is_being_corrected(deposit: Deposit) -> bool:
    """Whether the player chose to correct a claim that is being checked."""
    return deposit.status in BEING_CHECKED and bool(deposit.asked)


def current_of(deposits: Iterable[Deposit]) -> Deposit | None:
    """The deposit among a player's unfinished `deposits` that his next message belongs to, or None.

    It is the one that asked last; an open one, or one chosen by a button, comes before a claim that was refused.
    """
    return max(deposits, key=_urgency, default=None)


def _urgency(deposit: Deposit) -> tuple[bool, int, int]:
    return deposit.status in OPEN or bool(deposit.asked), deposit.touched_at, deposit.created_at


def expects(deposit: Deposit) -> Step:
    """What `deposit` needs from its player next."""
    if not takes_claim(deposit):
        is_draft = deposit.status is DepositStatus.DRAFT
        return (Step.WAIT_FOR_NUMBER if deposit.amount else Step.AMOUNT) if is_draft else Step.NOTHING
    if _asks_about_read(deposit) and (deposit.amount or deposit.read_amount):
        return Step.CONFIRMATION
    return Step(deposit.asked) if is_being_corrected(deposit) else _missing(deposit)


def asks_for_picture(deposit: Deposit) -> bool:
    """Whether its claim needs a picture, or another one, to continue."""
    is_lacking = WALLETS[deposit.wallet].needs_receipt and not deposit.receipt_id
    was_refused = deposit.status is DepositStatus.REJECTED and deposit.refusal == "receipt"
    return takes_claim(deposit) and (is_lacking or was_refused or deposit.asked == Step.RECEIPT)


def _missing(deposit: Deposit) -> Step:
    """What the claim needs."""
    if not deposit.amount:
        return Step.AMOUNT
    if not deposit.transaction_number:
        return Step.NUMBER
    if WALLETS[deposit.wallet].needs_receipt and not deposit.receipt_id:
        return Step.RECEIPT
    return Step.CORRECTION if deposit.status is DepositStatus.REJECTED else Step.NOTHING


def _asks_about_read(deposit: Deposit) -> bool:
    """Whether to ask about the number that was read; a claim being checked keeps its number until he confirms."""
    if is_being_corrected(deposit):
        return deposit.read_number not in {"", deposit.transaction_number}
    return bool(deposit.read_number) and not deposit.transaction_number


def is_complete(deposit: Deposit) -> bool:
    """Whether the claim has all that its wallet requires and can be sent to the provider."""
    receipt = bool(deposit.receipt_id) or not WALLETS[deposit.wallet].needs_receipt
    return bool(deposit.transaction_number and deposit.amount) and receipt
