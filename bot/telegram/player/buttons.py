"""The players' buttons, and the menu."""

from aiogram.types import InlineKeyboardButton

from bot.domain.player import Language
from bot.i18n import Translator
from bot.telegram.keyboards import Row, press
from bot.telegram.player.callbacks import DepositAction, Go, Menu, OnDeposit, Speak


def go(t: Translator, text: str, place: Go) -> InlineKeyboardButton:
    """A button to a place in the menu; `text` is its key."""
    return press(t.plain(text), Menu(go=place))


def on_deposit(t: Translator, text: str, act: DepositAction, deposit_id: str) -> InlineKeyboardButton:
    """A button that acts on a deposit; `text` is its key."""
    return press(t.plain(text), OnDeposit(act=act, id=deposit_id))


def speak(t: Translator, language: Language) -> InlineKeyboardButton:
    """A button that switches to `language`, written in that language."""
    return press(t.plain(LANGUAGE_NAMES[language]), Speak(language=language))


LANGUAGE_NAMES = {Language.EN: "language-en", Language.MY: "language-my"}


def menu_rows(t: Translator) -> list[Row]:
    """The rows of the menu."""
    other = Language.EN if t.language is Language.MY else Language.MY
    return [
        [go(t, "button-deposit", Go.DEPOSIT)],
        [go(t, "button-history", Go.HISTORY), go(t, "button-help", Go.HELP)],
        [speak(t, other)],
    ]
