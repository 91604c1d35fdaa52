"""The queue of updates for the bot, and the rules of long polling."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dev.simulators.telegram.answers import Json, conflict
from bot.dev.simulators.telegram.condition import Condition

_FIRST_ID = 100_000_001
_MAX_LIMIT = 100
_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True, kw_only=True)
class Webhook:
    """The bot's webhook, and the error of the last push."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_date: int = 0


class UpdateQueue:
    """Updates in the order of their ids; each is kept until it is confirmed."""

    def __init__(self) -> None:
        self.condition = Condition()
        self.pending: list[Json] = []
        self.allowed: frozenset[str] = frozenset()
        self.webhook: Webhook | None = None
        self._redelivered: list[Json] = []
        self._sent: dict[int, Json] = {}
        self._next_id = _FIRST_ID
        self._poller = 0
        self._closed = False

    def push(self, kind: str, content: Json) -> int:
        """Queue an update of a kind that the bot wants; returns its id, or 0 if the kind is not wanted."""
        wanted = kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT
        return self.raw({kind: content}) if wanted else 0

    def raw(self, update: Json) -> int:
        """Queue `update` as it is, with an id if it has none; returns the id."""
        if "update_id" not in update:
            update = {"update_id": self._next_id} | update
            self._next_id += 1
        self.pending.append(update)
        self._sent[update["update_id"]] = update
        self.condition.notify()
        return int(update["update_id"])

    def redeliver(self, update_id: int) -> None:
        """Deliver an update again, although it was confirmed."""
        self._redelivered.append(self._sent[update_id])
        self.condition.notify()

    def skip_ids(self, by: int) -> None:
        """Make the next id higher by `by`, as after a week without updates."""
        self._next_id += by

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Set the kinds that the bot wants; None changes nothing, an empty list means the defaults."""
        if kinds is not None:
            self.allowed = frozenset(kinds)

    def drop(self) -> None:
        self.pending.clear()
        self._redelivered.clear()

    def close(self) -> None:
        """End every waiting poll, when the server ends."""
        self._closed = True
        self.condition.notify()

    def interrupt(self) -> None:
        """End a waiting poll with 409, as `setWebhook` does."""
        self._poller += 1
        self.condition.notify()

    async def poll(self, *, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm updates below `offset`, wait up to `seconds` for new ones, return up to `limit`. Raises ApiError."""
        self._refuse_beside_webhook()
        self.interrupt()
        mine = self._poller
        self._confirm(offset)
        with contextlib.suppress(TimeoutError):
            await self.condition.until(lambda: self.waiting() or mine != self._poller or self._closed, seconds)
        self._refuse_beside_webhook()
        if mine != self._poller:
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        answer = self.waiting()[: limit if 0 < limit <= _MAX_LIMIT else _MAX_LIMIT]
        self._redelivered = self._redelivered[len(answer) :]
        return answer

    def waiting(self) -> list[Json]:
        """The updates to deliver, redelivered ones first."""
        return [*self._redelivered, *self.pending]

    def done(self, update: Json) -> None:
        """Remove an update that the webhook has accepted."""
        for queue in (self._redelivered, self.pending):
            for place, waiting in enumerate(queue):
                if waiting is update:
                    del queue[place]
                    return

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset > 0:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]

    def _refuse_beside_webhook(self) -> None:
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
