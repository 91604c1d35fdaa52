"""Buttons, and the rows they stand in."""

from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.player import Language
from bot.i18n import Translator
from bot.telegram.callbacks import Act, Go, Menu, OnDeposit, Speak

Row = Sequence[InlineKeyboardButton]


def press(text: str, data: CallbackData) -> InlineKeyboardButton:
    """A button that tells the bot something."""
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def copy(text: str, value: str) -> InlineKeyboardButton:
    """A button that puts `value` on the player's clipboard, as it must be pasted into the wallet app."""
    return InlineKeyboardButton(text=text, copy_text=CopyTextButton(text=value))


def link(text: str, url: str) -> InlineKeyboardButton:
    """A button that opens a page."""
    return InlineKeyboardButton(text=text, url=url)


def keyboard(*rows: Row) -> InlineKeyboardMarkup | None:
    """The rows that hold a button, or None."""
    filled = [list(row) for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=filled) if filled else None


def in_rows(buttons: Iterable[InlineKeyboardButton], width: int) -> list[Row]:
    """`buttons` in rows of at most `width`."""
    left = list(buttons)
    return [left[start : start + width] for start in range(0, len(left), width)]


def go(t: Translator, text: str, place: Go) -> InlineKeyboardButton:
    """A button to a place in the menu; `text` is its key."""
    return press(t.plain(text), Menu(go=place))


def on_deposit(t: Translator, text: str, act: Act, deposit_id: str) -> InlineKeyboardButton:
    """A button that acts on a deposit; `text` is its key."""
    return press(t.plain(text), OnDeposit(act=act, id=deposit_id))


def speak(t: Translator, language: Language) -> InlineKeyboardButton:
    """A button that switches to `language`, written in that language."""
    return press(t.plain(LANGUAGE_NAMES[language]), Speak(language=language))


LANGUAGE_NAMES = {Language.EN: "language-en", Language.MY: "language-my"}


def menu_rows(t: Translator) -> list[Row]:
    """The menu: what a player can do when nothing is asked of him."""
    other = Language.EN if t.language is Language.MY else Language.MY
    return [
        [go(t, "button-deposit", Go.DEPOSIT)],
        [go(t, "button-history", Go.HISTORY), go(t, "button-help", Go.HELP)],
        [speak(t, other)],
    ]
