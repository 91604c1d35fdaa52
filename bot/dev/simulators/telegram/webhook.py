"""Pushes updates to the bot's webhook: in order within a chat, repeated with growing pauses until a 2xx answer."""

import asyncio
import contextlib
import itertools

import aiohttp

from bot.dev.simulators.telegram.answers import ApiError, Json
from bot.dev.simulators.telegram.methods import execute
from bot.dev.simulators.telegram.request import read_api_call
from bot.dev.simulators.telegram.state import TelegramState
from bot.dev.simulators.telegram.updates import Webhook

_LONGEST_PAUSE = 60.0
_SILENCE = aiohttp.ClientTimeout(total=60)


class WebhookPusher:
    """Pushes updates while the server runs. The first pause after a failure is `pause` seconds, then it doubles."""

    def __init__(self, state: TelegramState, pause: float) -> None:
        self._state = state
        self._updates = state.updates
        self._pause = pause
        self._busy: set[int] = set()

    async def run(self) -> None:
        async with aiohttp.ClientSession(timeout=_SILENCE) as session, asyncio.TaskGroup() as group:
            while True:
                update = await self._updates.condition.until(self._next)
                self._busy.add(_ordering_key(update))
                group.create_task(self._deliver(session, update))

    def _next(self) -> Json | None:
        """The oldest update of a chat without a push in progress."""
        hook = self._updates.webhook
        if hook is None or self._state.faults.outage or len(self._busy) >= hook.max_connections:
            return None
        return next((update for update in self._updates.waiting() if _ordering_key(update) not in self._busy), None)

    async def _deliver(self, session: aiohttp.ClientSession, update: Json) -> None:
        for attempt in itertools.count():
            hook = self._updates.webhook
            if hook is None or not any(waiting is update for waiting in self._updates.waiting()):
                break
            if await self._post(session, hook, update):
                self._updates.done(update)
                break
            await asyncio.sleep(min(self._pause * 2**attempt, _LONGEST_PAUSE))
        self._busy.discard(_ordering_key(update))
        self._updates.condition.notify()

    async def _post(self, session: aiohttp.ClientSession, hook: Webhook, update: Json) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with session.post(hook.url, json=update, headers=headers) as answer:
                if answer.ok:
                    await self._carry_out(answer)
                    return True
                hook.last_error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            hook.last_error = f"Connection failed: {type(error).__name__}"
        hook.last_error_date = self._state.now()
        self._updates.condition.notify()
        return False

    async def _carry_out(self, answer: aiohttp.ClientResponse) -> None:
        """Execute the call that the webhook's answer may contain; its result is not reported (Bot API)."""
        with contextlib.suppress(ApiError):
            call = await read_api_call(answer)
            if call.method:
                await execute(self._state, call)


def _ordering_key(update: Json) -> int:
    """The chat's id: updates of one chat are pushed one after another, those of different chats in parallel."""
    content = next((value for value in update.values() if isinstance(value, dict)), {})
    chat = content.get("chat") or content.get("message", {}).get("chat") or content.get("from") or {}
    return int(chat.get("id", 0))
