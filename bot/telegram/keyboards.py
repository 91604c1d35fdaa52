"""Buttons, and the rows they stand in."""

from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

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
