"""The queue of updates that wait for the bot, and long polling with its rules."""

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
    """Where updates are pushed to, and how the last push ended."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_date: int = 0


class UpdateQueue:
    """Updates in the order of their ids; one is kept until it is confirmed."""

    def __init__(self) -> None:
        self.bell = Condition()
        self.pending: list[Json] = []
        self.allowed: frozenset[str] = frozenset()
        self.webhook: Webhook | None = None
        self._again: list[Json] = []
        self._sent: dict[int, Json] = {}
        self._next_id = _FIRST_ID
        self._poller = 0
        self._closed = False

    def push(self, kind: str, content: Json) -> int:
        """Queue an update unless the bot does not want its kind; returns its id, 0 where it is not wanted."""
        wanted = kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT
        return self.raw({kind: content}) if wanted else 0

    def raw(self, update: Json) -> int:
        """Queue `update` as it is; an `update_id` of its own is kept."""
        if "update_id" not in update:
            update = {"update_id": self._next_id} | update
            self._next_id += 1
        self.pending.append(update)
        self._sent[update["update_id"]] = update
        self.bell.ring()
        return int(update["update_id"])

    def redeliver(self, update_id: int) -> None:
        """Hand out an update once more, though it was confirmed."""
        self._again.append(self._sent[update_id])
        self.bell.ring()

    def jump(self, by: int) -> None:
        """Let the next id be higher by `by`, as after a quiet week."""
        self._next_id += by

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Remember which kinds the bot wants; None changes nothing, an empty list means the usual ones."""
        if kinds is not None:
            self.allowed = frozenset(kinds)

    def drop(self) -> None:
        self.pending.clear()
        self._again.clear()

    def close(self) -> None:
        """Send every waiting poll home, at the end of the server."""
        self._closed = True
        self.bell.ring()

    def interrupt(self) -> None:
        """End a waiting poll with 409, as `setWebhook` does."""
        self._poller += 1
        self.bell.ring()

    async def poll(self, *, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm what lies below `offset`, wait for something to come, and hand out at most `limit`."""
        self._refuse_beside_webhook()
        self.interrupt()
        mine = self._poller
        self._confirm(offset)
        with contextlib.suppress(TimeoutError):
            await self.bell.until(lambda: self.waiting() or mine != self._poller or self._closed, seconds)
        self._refuse_beside_webhook()
        if mine != self._poller:
            raise conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        answer = self.waiting()[: limit if 0 < limit <= _MAX_LIMIT else _MAX_LIMIT]
        self._again = self._again[len(answer) :]
        return answer

    def waiting(self) -> list[Json]:
        """What is to be handed out, repeated updates first."""
        return [*self._again, *self.pending]

    def done(self, update: Json) -> None:
        """Forget one update that the webhook took."""
        for queue in (self._again, self.pending):
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
