"""What was read off a receipt. What could not be read beyond doubt is None: nothing here is ever a guess."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class ReadOutcome(StrEnum):
    """How a picture was understood."""

    READ = "read"
    """A receipt, and its transaction number."""
    UNCLEAR = "unclear"
    """A receipt, it seems, but its transaction number could not be read beyond doubt."""
    BURMESE_DIGITS = "burmese_digits"
    """A receipt whose digits are Burmese, which cannot be read reliably; told by its date, so not of every one."""
    OTHER_WALLET = "other_wallet"
    """The receipt of a wallet that is not taken here."""
    NO_RECEIPT = "no_receipt"
    """Nothing of a receipt was found."""
    NOT_TRIED = "not_tried"
    """Nobody looked: nothing to read with is installed, too many wait, or the time was over."""


class Box(NamedTuple):
    """A place on the picture, in pixels from its upper left corner."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrResult:
    """`number` fits the rule of `wallet`, whose type is given; both come together and only with READ.

    `amount` in whole kyat, without a sign; `at` in epoch milliseconds, the receipt's own time being Yangon's, and
    exact to the minute where it shows no seconds; the tails are the last digits, three or four, of a masked or a whole
    account. `places` says where each was found, by the field's name.
    """

    outcome: ReadOutcome
    wallet: str | None = None
    number: str | None = None
    amount: int | None = None
    at: int | None = None
    recipient_tail: str | None = None
    payer_tail: str | None = None
    places: Mapping[str, Box] = field(default_factory=dict)


NOT_TRIED = OcrResult(outcome=ReadOutcome.NOT_TRIED)
