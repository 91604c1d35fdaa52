"""Finds the player an operator means. What could mean two players is refused with both of them, never guessed."""

from bot.domain.deep_link import valid_label
from bot.domain.digits import fold
from bot.domain.errors import PlayerAmbiguous, PlayerUnknown
from bot.domain.player import Recipient
from bot.domain.withdrawal_errors import NameOld, NumberUnclear
from bot.store.engine.database import Database
from bot.store.queries import search

AS_ID, AS_LABEL = "id", "label"
"""Prefixes with a colon that say what a number is: a Telegram id or a label."""

_OLD_DAYS = 30
_DAY_MS = 24 * 3_600_000
_LONGEST_ID = 15
_NOBODY = -1


class Recipients:
    """Finds players by what operators type: a label, `id:501`, `label:501`, a bare number, or an @name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, text: str, now: int) -> Recipient:
        """The player that `text` means. A label may be one that was never seen here.

        Raises PlayerUnknown, PlayerAmbiguous, NumberUnclear or NameOld.
        """
        name = fold(text)
        reading, colon, rest = name.partition(":")
        if name.startswith("@"):
            return await self._named(text, name[1:], now)
        if colon and reading.lower() == AS_ID:
            return await self._with_id(text, rest)
        if colon and reading.lower() == AS_LABEL:
            return await self._labelled(text, rest)
        if name.isdecimal():
            return await self._numbered(text, name)
        return await self._labelled(text, name)

    async def _named(self, text: str, name: str, now: int) -> Recipient:
        """The player seen last with this @name, since names change owners. Raises NameOld after 30 days."""
        chats = await search.chats_named(self._database, name)
        if not chats:
            raise PlayerUnknown(player=text)
        if now - chats[0].seen_at > _OLD_DAYS * _DAY_MS:
            raise NameOld(player=text, days=_OLD_DAYS)
        return Recipient(label=chats[0].label, player_id=chats[0].id)

    async def _with_id(self, text: str, digits: str) -> Recipient:
        for chat in await search.chats_of(self._database, "", _telegram_id(digits)):
            return Recipient(label=chat.label, player_id=chat.id)
        raise PlayerUnknown(player=text)

    async def _numbered(self, text: str, digits: str) -> Recipient:
        """A known label. A number that is only a Telegram id raises NumberUnclear."""
        if await search.spellings_of(self._database, digits):
            return await self._labelled(text, digits)
        chats = await search.chats_of(self._database, "", _telegram_id(digits))
        raise NumberUnclear(player=digits, known=chats[0].label if chats else "–")

    async def _labelled(self, text: str, name: str) -> Recipient:
        """The label, ignoring case. Raises PlayerAmbiguous if several spellings are known and none was typed."""
        if not valid_label(name):
            raise PlayerUnknown(player=text)
        known = await search.spellings_of(self._database, name)
        if len(known) > 1 and known[0] != name:
            raise PlayerAmbiguous(player=text, first=known[0], second=known[1])
        label = known[0] if known else name
        chats = await search.chats_of(self._database, label)
        return Recipient(label=label, player_id=chats[0].id if chats else 0)


def _telegram_id(digits: str) -> int:
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_ID else _NOBODY
