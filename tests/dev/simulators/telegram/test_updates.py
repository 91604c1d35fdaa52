"""Long polling and the webhook: what is confirmed, what comes again, who is refused."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramConflictError
from aiogram.methods import SendMessage
from aiogram.types import Message as BotMessage
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from bot.dev.simulators.telegram import SimulatedUser, TelegramSimulator, serve
from bot.dev.simulators.telegram.condition import Condition
from tests.dev.simulators.telegram.conftest import Ask


async def test_updates_come_again_until_an_offset_confirms_them(bot: Bot, player: SimulatedUser) -> None:
    await player.text("second")
    first, second = await bot.get_updates()
    assert [first, second] == await bot.get_updates(limit=100)
    assert await bot.get_updates(limit=1) == [first]
    assert await bot.get_updates(offset=second.update_id) == [second]
    assert await bot.get_updates(offset=second.update_id + 1) == []
    assert await bot.get_updates() == []


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(bot: Bot, player: SimulatedUser) -> None:
    await player.text("second")
    await player.text("third")
    (last,) = await bot.get_updates(offset=-1)
    assert last.message
    assert last.message.text == "third"
    assert await bot.get_updates() == [last]


async def test_a_poll_waits_and_returns_at_once_when_something_comes(ask: Ask, player: SimulatedUser) -> None:
    _, body = await ask("getUpdates")
    offset = body["result"][-1]["update_id"] + 1
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        poll = group.create_task(ask_for(ask, offset))
        await player.text("now")
    assert [update["message"]["text"] for update in poll.result()] == ["now"]


async def ask_for(ask: Ask, offset: int) -> list[Any]:
    _, body = await ask("getUpdates", offset=offset, timeout=50)
    result: list[Any] = body["result"]
    return result


async def test_a_poll_that_waited_in_vain_is_empty(ask: Ask) -> None:
    assert await ask("getUpdates", timeout=1) == (200, {"ok": True, "result": []})


async def test_allowed_updates_are_remembered(bot: Bot, player: SimulatedUser) -> None:
    await bot.get_updates(offset=-1, allowed_updates=["callback_query"])
    await player.text("unwanted")
    assert [update.message and update.message.text for update in await bot.get_updates()] == ["/start"]
    await bot.get_updates(offset=-1, allowed_updates=[])
    await player.text("wanted")
    assert len(await bot.get_updates()) == 2


async def test_the_older_of_two_pollers_gets_409(ask: Ask, sim: TelegramSimulator) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        older = group.create_task(ask("getUpdates", timeout=50))
        await sim.updates.condition.until(lambda: sim.calls["getupdates"] == 1)
        newer = group.create_task(ask("getUpdates", timeout=50))
        status, body = await older
        await sim.person(501).text("hi")
        _, answered = await newer
    assert status == 409
    assert body["description"].startswith("Conflict: terminated by other getUpdates request")
    assert len(answered["result"]) == 1


async def test_polling_beside_a_webhook_is_a_conflict(bot: Bot, player: SimulatedUser) -> None:
    await bot.set_webhook("https://bot.example/hook")
    with pytest.raises(TelegramConflictError, match="webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == "https://bot.example/hook"
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1
    await bot.set_webhook("https://bot.example/hook", drop_pending_updates=True)
    await bot.set_webhook("")
    assert await bot.get_updates() == []


async def test_a_webhook_needs_https_and_a_plain_secret(ask: Ask) -> None:
    assert (await ask("setWebhook", url="http://bot.example/hook"))[0] == 400
    assert (await ask("setWebhook", url="https://bot.example/hook", secret_token="ကီး"))[0] == 400


async def test_a_repeated_update_keeps_its_id_and_ids_may_jump(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser
) -> None:
    (first,) = await bot.get_updates()
    await bot.get_updates(offset=first.update_id + 1)
    sim.updates.redeliver(first.update_id)
    assert await bot.get_updates() == [first]
    sim.updates.skip_ids(5000)
    await player.text("after a quiet week")
    (late,) = await bot.get_updates()
    assert late.update_id > first.update_id + 5000
    assert player.raw_update({"update_id": 7, "unknown_kind": {}}) == 7


@dataclass(slots=True)
class Hook:
    """A bot's webhook: answers with what `answers` holds next, else 200, as soon as `slow` is set."""

    received: list[tuple[str | None, dict[str, Any]]] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    bell: Condition = field(default_factory=Condition)
    slow: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.slow.set()

    async def take(self, request: web.Request) -> web.Response:
        self.received.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        self.bell.notify()
        await self.slow.wait()
        return self.answers.pop(0) if self.answers else web.Response()

    async def until(self, count: int) -> list[str]:
        await self.bell.until(lambda: len(self.received) >= count, 5)
        return [update["message"]["text"] for _, update in self.received]


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
async def hook_url(hook: Hook) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    async with serve(app) as address:
        yield f"{address}/hook"


async def test_updates_are_pushed_with_the_secret(bot: Bot, player: SimulatedUser, hook: Hook, hook_url: str) -> None:
    await bot.set_webhook(hook_url, secret_token="s3cret")
    assert await hook.until(1) == ["/start"]
    assert hook.received[0][0] == "s3cret"


async def test_a_failed_push_comes_again_in_order(bot: Bot, player: SimulatedUser, hook: Hook, hook_url: str) -> None:
    hook.answers = [web.Response(status=500), web.Response(status=403)]
    await player.text("second")
    await bot.set_webhook(hook_url)
    assert await hook.until(4) == ["/start", "/start", "/start", "second"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 403 Forbidden"


async def test_a_chat_that_waits_does_not_hold_up_others(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser, hook: Hook, hook_url: str
) -> None:
    hook.slow.clear()
    await player.text("second")
    await sim.person(502).text("other")
    await bot.set_webhook(hook_url, max_connections=2)
    assert sorted(await hook.until(2)) == ["/start", "other"]
    hook.slow.set()
    assert (await hook.until(3))[-1] == "second"


async def test_no_more_connections_than_allowed_are_opened(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser, hook: Hook, hook_url: str
) -> None:
    hook.slow.clear()
    await sim.person(502).text("other")
    await bot.set_webhook(hook_url, max_connections=1)
    assert await hook.until(1) == ["/start"]
    assert (await bot.get_webhook_info()).pending_update_count == 2
    hook.slow.set()
    assert await hook.until(2) == ["/start", "other"]


async def test_the_answer_of_a_webhook_may_be_a_call(
    bot: Bot, player: SimulatedUser, hook: Hook, hook_url: str
) -> None:
    call = {"method": "sendMessage", "chat_id": player.id, "text": "by answer"}
    hook.answers = [web.json_response(call), web.json_response(call | {"chat_id": 1})]
    await bot.set_webhook(hook_url)
    await player.chat.shows("by answer")
    await player.text("second")
    await hook.until(2)


async def test_aiograms_own_webhook_server_is_understood(bot: Bot, player: SimulatedUser) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def answer(message: BotMessage) -> SendMessage:
        return message.answer("in the body")

    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token="s").register(app, "/hook")
    async with serve(app) as address:
        await bot.set_webhook(f"{address}/hook", secret_token="s")
        await player.chat.shows("in the body")


async def test_nothing_is_pushed_in_an_outage(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser, hook: Hook, hook_url: str
) -> None:
    await bot.set_webhook(hook_url)
    await hook.until(1)
    sim.outage(True)
    await player.text("waits")
    sim.outage(False)
    assert await hook.until(2) == ["/start", "waits"]


async def test_an_unreachable_webhook_keeps_the_updates(
    sim: TelegramSimulator, bot: Bot, player: SimulatedUser
) -> None:
    async with serve(web.Application()) as gone:
        pass
    await bot.set_webhook(f"{gone}/hook")
    hook = sim.updates.webhook
    assert hook
    assert await sim.updates.condition.until(lambda: hook.last_error, 5) == "Connection failed: ClientConnectorError"
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1
