"""A player: one person in one private chat."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The languages the bot speaks; the values are the folder names under `locales/`."""

    EN = "en"
    MY = "my"


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """`id` is the Telegram user id, which is also the id of the private chat; `label` is his id at the provider.

    `thread_id` is the topic of the chat in which he wrote last; 0 where it has none.
    """

    id: int
    label: str
    language: Language
    last_wallet: str = ""
    thread_id: int = 0


def derived_label(telegram_id: int) -> str:
    """The label of a player who came without a deep link: `tg-` and his Telegram id."""
    return f"tg-{telegram_id}"


def language_of(telegram_code: str | None) -> Language:
    """Burmese for a Telegram in Burmese, English otherwise."""
    return Language.MY if (telegram_code or "").lower().split("-")[0] == "my" else Language.EN


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is paid: a label, and the Telegram id of its player, 0 when he never used the bot (he is then not told)."""

    label: str
    player_id: int
