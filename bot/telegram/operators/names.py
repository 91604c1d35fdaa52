"""Who is meant on a card: the Telegram id, and since when the name beside it is known."""

from bot.domain.report import KnownChat, PlayerReport
from bot.i18n import Translator, code


def person_line(report: PlayerReport, player_id: int, t: Translator) -> list[str]:
    """The chat that will be told: that of `player_id`, or the newest of the label; nothing where there is none."""
    chats = sorted(report.chats, key=lambda chat: chat.id != player_id)
    return [_line(chats[0], t)] if chats else []


def _line(chat: KnownChat, t: Translator) -> str:
    shown = code(str(chat.id))
    if not chat.username:
        return t("op-card-person-nameless", id=shown)
    return t("op-card-person", id=shown, name=f"@{chat.username}", date=t.date(chat.named_at))
