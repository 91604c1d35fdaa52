"""Updates pushed by Telegram: by the secret only, once each, and never acknowledged before they are kept."""

import sqlite3
from contextlib import closing

import pytest

from tests.e2e.conftest import OpenWorld, open_pushed
from tests.e2e.player import Player
from tests.e2e.world import WEBHOOK_SECRET, World


@pytest.fixture
async def world(open_: OpenWorld) -> World:
    return await open_pushed(open_)


async def push(world: World, update: object, secret: str = WEBHOOK_SECRET) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with world.http.post(f"{world.url}/telegram/webhook", json=update, headers=headers) as answer:
        return answer.status


async def test_a_deposit_goes_through_by_webhook_as_by_polling(world: World, player: Player) -> None:
    await player.claimed("kbzpay_manual")
    assert len(world.provider.claims) == 1


async def test_without_the_secret_nothing_is_taken(world: World) -> None:
    update = {"update_id": 1, "message": {"message_id": 1}}
    assert [await push(world, update, secret) for secret in ("", "wrong", "é" * 8)] == [403] * 3
    async with world.http.post(f"{world.url}/telegram/webhook", json=update) as answer:
        assert answer.status == 403
    assert not await world.rows("SELECT 1 FROM inbox")


async def test_what_is_no_update_is_refused(world: World) -> None:
    senseless: list[object] = [[], {}, {"update_id": "1"}, {"update_id": True}, None, "x"]
    for body in senseless:
        assert await push(world, body) == 400


async def test_an_update_pushed_twice_is_handled_once(world: World, player: Player) -> None:
    await player.says("/start", sees="Hello")
    for row in await world.rows("SELECT key FROM inbox"):
        world.telegram.updates.redeliver(int(row["key"]))
    await player.says("/help", sees="How to deposit")
    await world.settled()
    assert player.times_told("Hello") == 1


async def test_while_the_store_is_away_telegram_is_sent_away_and_the_update_comes_again(
    world: World, player: Player
) -> None:
    await player.says("/start", sees="Hello")
    await world.settled()
    path = world.settings.bot_database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        await player.person.text("/help")
        hook = world.telegram.updates.webhook
        assert hook
        await world.telegram.updates.condition.until(lambda: "503" in hook.last_error, 30)
        other.execute("ROLLBACK")
    await player.sees("How to deposit")
    assert player.times_told("How to deposit") == 1
