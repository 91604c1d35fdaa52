"""The callback data of operators' buttons: a view or an action and an id, never an amount.

The separator is a bar, because the subject of an approval contains a colon.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

PREFIXES = ("o|", "oc|", "ow|", "or|")
"""The prefixes of all operators' buttons. Such data from anybody else is forged."""


class View(StrEnum):
    """An answer that can be refreshed and paged. A search is not one: its words may be too long for callback data."""

    PENDING = "pending"
    WITHDRAWALS = "withdrawals"
    TIMELINE = "tx"
    PLAYER = "player"
    UNCLAIMED = "unclaimed"
    TODAY = "today"
    INBOX = "inbox"
    HEALTH = "health"
    HELP = "help"


class Show(CallbackData, prefix="o", sep="|"):
    """Show `page` of a view by editing the message; with `as_new` in a new message."""

    view: View
    arg: str = ""
    page: int = 0
    as_new: bool = False


class Move(StrEnum):
    """What a button of a proposal's card does."""

    CONFIRM = "confirm"
    ASK_REASON = "ask"
    KEEP = "keep"
    REFRESH = "refresh"
    SHOW = "show"
    AGAIN = "again"
    """propose the same payout again, although the first one is still open"""


class OnCard(CallbackData, prefix="oc", sep="|"):
    """An action on the proposal `subject`: a withdrawal's id, or `act:<id>`."""

    move: Move
    subject: str


class MeantReading(StrEnum):
    """How a bare number is to be read."""

    LABEL = "label"
    ID = "id"


class Meant(CallbackData, prefix="or", sep="|"):
    """Run the command that the message repeats, with its number read in this way."""

    reading: MeantReading


class Why(StrEnum):
    """Why a proposal is declined; its text is stored in the language of the operator who declined."""

    ACCOUNT = "account"
    AMOUNT = "amount"
    PLAYER = "player"
    TWICE = "twice"
    SUSPICIOUS = "suspicious"
    NOT_NOW = "not_now"


class Decline(CallbackData, prefix="ow", sep="|"):
    """Decline the proposal `subject` for this reason."""

    why: Why
    subject: str
