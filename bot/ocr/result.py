"""The result of reading a receipt. A value that could not be read with certainty is None, never a guess."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class ReadOutcome(StrEnum):
    """How the reading of a picture ended."""

    READ = "read"
    """A receipt with its transaction number."""
    UNCLEAR = "unclear"
    """Probably a receipt, but its transaction number could not be read with certainty."""
    BURMESE_DIGITS = "burmese_digits"
    """A receipt with Burmese digits, which cannot be read reliably. Detected by its date, so not always."""
    OTHER_WALLET = "other_wallet"
    """The receipt of a wallet that the bot does not accept."""
    NO_RECEIPT = "no_receipt"
    """No sign of a receipt."""
    NOT_TRIED = "not_tried"
    """Not read: the extra is not installed, too many pictures wait, or the time was over."""


class Box(NamedTuple):
    """A rectangle on the picture, in pixels from the upper left corner."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrResult:
    """What was read from a receipt.

    `number` fits the rule of the wallet with the type `wallet`; both are set together and only with READ. `amount` is
    whole kyat without a sign; `at` is epoch milliseconds (receipts show Yangon time), exact to the minute if the
    receipt shows no seconds. The suffixes are the last three or four digits of a masked or full account. `places` has
    the box of each value by the field's name.
    """

    outcome: ReadOutcome
    wallet: str | None = None
    number: str | None = None
    amount: int | None = None
    at: int | None = None
    recipient_suffix: str | None = None
    payer_suffix: str | None = None
    places: Mapping[str, Box] = field(default_factory=dict)


NOT_TRIED = OcrResult(outcome=ReadOutcome.NOT_TRIED)
