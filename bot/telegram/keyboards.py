"""Builds inline buttons and keyboards."""

from collections.abc import Iterable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

Row = Sequence[InlineKeyboardButton]


def press(text: str, data: CallbackData) -> InlineKeyboardButton:
    """A button that sends `data` to the bot."""
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def copy(text: str, value: str) -> InlineKeyboardButton:
    """A button that copies `value` to the clipboard, so that the player can paste it into the wallet app."""
    return InlineKeyboardButton(text=text, copy_text=CopyTextButton(text=value))


def link(text: str, url: str) -> InlineKeyboardButton:
    """A button that opens a page."""
    return InlineKeyboardButton(text=text, url=url)


def keyboard(*rows: Row) -> InlineKeyboardMarkup | None:
    """A keyboard of the rows that have buttons; None if none has."""
    filled = [list(row) for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=filled) if filled else None


def in_rows(buttons: Iterable[InlineKeyboardButton], width: int) -> list[Row]:
    """`buttons` in rows of at most `width`."""
    left = list(buttons)
    return [left[start : start + width] for start in range(0, len(left), width)]
