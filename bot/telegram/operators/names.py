"""The line of a card that names a player: Telegram id, @name, and when the bot first saw that name."""

from bot.domain.report import KnownChat, PlayerReport
from bot.i18n import Translator, code


def person_line(report: PlayerReport, player_id: int, t: Translator) -> list[str]:
    """The chat that will get the message: that of `player_id`, else the newest of the label; empty if there is none."""
    chats = sorted(report.chats, key=lambda chat: chat.id != player_id)
    return [_line(chats[0], t)] if chats else []


def _line(chat: KnownChat, t: Translator) -> str:
    shown = code(str(chat.id))
    if not chat.username:
        return t("op-card-person-nameless", id=shown)
    return t("op-card-person", id=shown, name=f"@{chat.username}", date=t.date(chat.named_at))
