"""What a button says when pressed: an action and an id, at most 64 bytes and never an amount.

A press may come days later, so each handler reads the row again and trusts nothing but the id: any other value only
says what the button was shown for, and is compared with what stands now. Prefixes stay, since buttons live for months.
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
    """Which end of the allowed amounts."""

    LOW = "low"
    HIGH = "high"


class Menu(CallbackData, prefix="m"):
    """A place in the menu; `DEPOSIT_ANYWAY` starts a new deposit beside one that is being checked."""

    go: Go


class Speak(CallbackData, prefix="lang"):
    """The language the player wants."""

    language: Language


class PickWallet(CallbackData, prefix="w"):
    """The wallet of a new deposit, as the provider's type."""

    wallet: str


class SwitchWallet(CallbackData, prefix="sw"):
    """Another wallet for a draft whose wallet gives no number."""

    id: str
    wallet: str


class QuickAmount(CallbackData, prefix="q"):
    """A quick amount by its place in the setting `DEPOSIT_QUICK_AMOUNTS`, for the draft `id`; on cards of old."""

    id: str
    index: int


class OfferedAmount(CallbackData, prefix="qa"):
    """The same; `among` marks the amounts that were set then, so that it never comes to mean another one."""

    id: str
    index: int
    among: int


def mark_of(amounts: Sequence[int]) -> int:
    """What tells these quick amounts from others."""
    return zlib.crc32(repr(tuple(amounts)).encode()) % 10_000


class NearestLimit(CallbackData, prefix="lm"):
    """The lowest or highest amount, for the draft `id`. Buttons of earlier versions (`lim`) named no draft."""

    id: str
    end: Limit


class BadNumber(CallbackData, prefix="bn"):
    """The number to pay to that the card of `id` showed does not work."""

    id: str
    number: str


class CorrectTo(CallbackData, prefix="ct"):
    """This transaction number is meant, not the one being checked; `corrections` were made when that was asked."""

    id: str
    number: str
    corrections: int


class ReadRight(CallbackData, prefix="r"):
    """Whether a receipt was read rightly; `receipt` begins the receipt's id, so that no other is meant by it."""

    id: str
    receipt: str
    right: bool


class PaidFirst(CallbackData, prefix="pf"):
    """The picture of this sighting is a payment to us, made with this wallet (empty: as read, or to be asked)."""

    picture: int
    wallet: str


class OnDeposit(CallbackData, prefix="d"):
    """An act on the deposit `id`."""

    act: DepositAction
    id: str
