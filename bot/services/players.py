"""Players: their language, their chat, and the label by which the provider and the merchant know them."""

from dataclasses import replace

from bot.domain.alert import End
from bot.domain.deep_link import read_link_payload
from bot.domain.deposit import OPEN
from bot.domain.errors import DomainError, LinkForged, LinkUsed, PlayerHeld
from bot.domain.player import Language, Player, derived_label, language_of
from bot.runtime.clock import Clock
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.services.queue.inbox_worker import Turn
from bot.store import deposits, holds, outbox_chats, players
from bot.store.engine.database import Database, Transaction

_SEEN_MS = 24 * 3_600_000
"""`seen_at` is updated at most this often."""


async def check_not_held(tx: Transaction, label: str) -> None:
    """Raises PlayerHeld if operators put this player on hold."""
    if await holds.is_held(tx, label) is not None:
        raise PlayerHeld


class Players:
    """Finds and adds players, binds deep links, sets languages."""

    def __init__(self, database: Database, clock: Clock, alerts: Alerts, link_secret: str) -> None:
        self._database = database
        self._clock = clock
        self._alerts = alerts
        self._link_secret = link_secret

    async def find_or_add(self, telegram_id: int, language_code: str | None, username: str | None) -> Player:
        """The player with this Telegram id, added if he is new. His @name and `seen_at` are updated."""
        name, now = username or "", self._clock.now_ms()
        known = await players.find_seen(self._database, telegram_id)
        if known is not None:
            player, last_name, seen_at = known
            if last_name != name.lower() or now - seen_at >= _SEEN_MS:
                await self._database.write(lambda tx: players.update_seen(tx, telegram_id, name, now))
            return player
        player = Player(id=telegram_id, label=derived_label(telegram_id), language=language_of(language_code))

        async def in_transaction(tx: Transaction) -> None:
            await players.add(tx, player, name, now)
            await players.update_seen(tx, telegram_id, name, now)

        await self._database.write(in_transaction)
        return player

    async def set_thread(self, player: Player, thread_id: int) -> Player:
        """The player with this topic of his chat (0 if it has none), in which he is answered from now on."""
        if player.thread_id == thread_id:
            return player
        await self._database.write(lambda tx: players.set_thread(tx, player.id, thread_id))
        return replace(player, thread_id=thread_id)

    async def explain_edit(self, turn: Turn, player: Player, message_id: int) -> None:
        """Tell the player that edits are ignored, once per message."""
        now, dedupe = self._clock.now_ms(), f"edited:{player.id}:{message_id}"
        await turn.write(lambda tx: messages.screen(tx, player.id, "edited", now, dedupe=dedupe))

    async def find(self, telegram_id: int) -> Player | None:
        """The player with this Telegram id, or None."""
        return await players.find(self._database, telegram_id)

    async def start(self, turn: Turn, player: Player, payload: str = "") -> None:
        """Handle `/start`, perhaps with the payload of a signed link. Raises LinkError; then nothing is bound."""
        now = self._clock.now_ms()
        if payload and not self._link_secret:
            raise LinkForged
        claim = read_link_payload(payload, self._link_secret, now // 1000) if payload else None

        async def in_transaction(tx: Transaction) -> None:
            if claim is not None and not await players.bind(tx, player.id, claim.label, claim.token, now):
                raise LinkUsed
            await messages.screen(tx, player.id, "linked" if claim else "welcome", now)

        await turn.write(in_transaction)

    async def is_owed(self, player: Player) -> bool:
        """Whether a message about money could not be delivered to his chat."""
        lane = messages.lane_of(player.id)
        return await outbox_chats.is_owed(self._database, lane, self._clock.now_ms())

    async def resend_owed(self, player_id: int, tx: Transaction) -> None:
        """Send undelivered messages about money again, since the player's chat is open."""
        now = self._clock.now_ms()
        for subject in await outbox_chats.resend_owed(tx, messages.lane_of(player_id), now):
            await self._alerts.resolve_by(tx, End.CHAT_OPEN, subject, now)

    async def set_language(self, turn: Turn, player: Player, language: Language) -> None:
        """Set the player's language and redraw his current card in it."""
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            await players.set_language(tx, player.id, language)
            await messages.screen(tx, player.id, "language_set", now)
            current = await deposits.current(tx, player.id)
            if current is not None and (current.status in OPEN or current.card_message_id):
                await messages.card(tx, current, now)

        await turn.write(in_transaction)

    async def refuse(self, turn: Turn, player: Player, error: DomainError) -> None:
        """Tell the player what was wrong with what he sent."""
        now = self._clock.now_ms()
        await turn.write(lambda tx: messages.error(tx, player.id, error, now))

    async def show(self, turn: Turn, player: Player, screen: str, subject: str = "") -> None:
        """Show one of the bot's screens."""
        now = self._clock.now_ms()
        await turn.write(lambda tx: messages.screen(tx, player.id, screen, now, subject=subject))
