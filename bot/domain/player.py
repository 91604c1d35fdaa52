"""Players: one person in one private chat."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The languages the bot speaks; the values are the folder names under `locales/`."""

    EN = "en"
    MY = "my"


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """`id` is the Telegram user id and the id of the private chat; `label` is the external player id.

    `thread_id` is the topic in which he wrote last, 0 if the chat has none.
    """

    id: int
    label: str
    language: Language
    last_wallet: str = ""
    thread_id: int = 0


def derived_label(telegram_id: int) -> str:
    """The label of a player without a deep link: `tg-` and the Telegram id."""
    return f"tg-{telegram_id}"


def language_of(telegram_code: str | None) -> Language:
    """Burmese if Telegram is set to Burmese, else English."""
    return Language.MY if (telegram_code or "").lower().split("-")[0] == "my" else Language.EN


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is paid: a label, and its player's Telegram id, 0 if he never used the bot (then he is not told)."""

    label: str
    player_id: int
