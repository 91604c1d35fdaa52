"""What the buttons of operators say when pressed: a view or an act, and the id it is about; never an amount.

Their parts are separated by a bar, since the subject of an act has a colon in it.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

PREFIXES = ("o|", "oc|", "ow|", "or|")
"""How the data of every button of operators begins: whoever else sends such data has forged it."""


class View(StrEnum):
    """An answer that can be looked at again, page by page. `FIND` is not among them: its words may be too long."""

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
    """Put `page` of a view in the place of the message; with `anew` below it, in a message of its own."""

    view: View
    arg: str = ""
    page: int = 0
    anew: bool = False


class Move(StrEnum):
    """What a button of a proposal's card does."""

    CONFIRM = "confirm"
    ASK_REASON = "ask"
    KEEP = "keep"
    REFRESH = "refresh"
    SHOW = "show"
    AGAIN = "again"
    """propose the same payout once more, though that one is open"""


class OnCard(CallbackData, prefix="oc", sep="|"):
    """A move on the proposal `subject`: a withdrawal's id, or `act:<id>`."""

    move: Move
    subject: str


class MeantReading(StrEnum):
    """What a bare number is."""

    LABEL = "label"
    ID = "id"


class Meant(CallbackData, prefix="or", sep="|"):
    """Serve the command that stands in the message, with its number read so."""

    reading: MeantReading


class Why(StrEnum):
    """Why a proposal is declined; the text is kept with it in the language of who declined."""

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
