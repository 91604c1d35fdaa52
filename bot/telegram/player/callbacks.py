"""The callback data of players' buttons: an action and an id, at most 64 bytes (Bot API), never an amount.

A press may come days later, so each handler reads the row again and trusts only the id. Any other value tells for what
the button was shown, and is compared with the row. Prefixes never change, because buttons live for months.
"""

import zlib
from collections.abc import Sequence
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.domain.player import Language


class Go(StrEnum):
    """Where a menu button leads."""

    HOME = "home"
    DEPOSIT = "deposit"
    DEPOSIT_ANYWAY = "deposit_anyway"
    HISTORY = "history"
    HELP = "help"
    LANGUAGE = "language"


class DepositAction(StrEnum):
    """What a button does to the deposit it names."""

    CANCEL = "cancel"
    RETRY = "retry"
    NEW_NUMBER = "new_number"
    HAVE_PAID = "have_paid"
    HOW_TO = "how_to"
    FIX_NUMBER = "fix_number"
    NEW_PICTURE = "new_picture"
    RECEIPT = "receipt"


class Limit(StrEnum):
    """The lowest or the highest allowed amount."""

    LOW = "low"
    HIGH = "high"


class Menu(CallbackData, prefix="m"):
    """A place in the menu; `DEPOSIT_ANYWAY` starts a second deposit while one is being checked."""

    go: Go


class Speak(CallbackData, prefix="lang"):
    """The language the player wants."""

    language: Language


class PickWallet(CallbackData, prefix="w"):
    """The wallet of a new deposit, by the provider's type."""

    wallet: str


class SwitchWallet(CallbackData, prefix="sw"):
    """Another wallet for a draft, when the provider gives no number for the first."""

    id: str
    wallet: str


class QuickAmount(CallbackData, prefix="q"):
    """A quick amount by its index in `DEPOSIT_QUICK_AMOUNTS`, for the draft `id`; only on cards of older versions."""

    id: str
    index: int


class OfferedAmount(CallbackData, prefix="qa"):
    """A quick amount; `among` is a checksum of all amounts at that time, so that the index never means another one."""

    id: str
    index: int
    among: int


def mark_of(amounts: Sequence[int]) -> int:
    """A checksum of the quick amounts, 0 to 9999."""
    return zlib.crc32(repr(tuple(amounts)).encode()) % 10_000


class NearestLimit(CallbackData, prefix="lm"):
    """The lowest or highest amount, for the draft `id`. Buttons of older versions (`lim`) named no draft."""

    id: str
    end: Limit


class BadNumber(CallbackData, prefix="bn"):
    """The player says that the receiving number on the card of `id` does not work."""

    id: str
    number: str


class CorrectTo(CallbackData, prefix="ct"):
    """Replace the transaction number being checked; `corrections` is their count when the bot asked."""

    id: str
    number: str
    corrections: int


class ReadRight(CallbackData, prefix="r"):
    """Whether a receipt was read correctly; `receipt` is the start of the receipt's id."""

    id: str
    receipt: str
    right: bool


class PaidFirst(CallbackData, prefix="pf"):
    """This picture shows a payment to us with this wallet; empty: as read from the picture, or to be asked."""

    picture: int
    wallet: str


class OnDeposit(CallbackData, prefix="d"):
    """An action on the deposit `id`."""

    act: DepositAction
    id: str
