"""The whole bot and a platform: over real HTTP, through restarts and kill -9, and no secret seen."""

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.dev.simulators.paykassma.app import paykassma_app
from bot.dev.simulators.telegram import TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from tests.e2e.canaries import assert_nothing_seen
from tests.e2e.conftest import log
from tests.e2e.player import Player
from tests.e2e.process import Process, settings_of
from tests.e2e.world import KEYS, PATIENCE, SECRET, TOKEN, WITHDRAWAL_KEY, World, open_world
from tests.merchant.receiver import HANG, KEY, Receiver
from tests.ports import free_port

__all__ = ["log"]
RACE = 3.0
"""The bot's time against real time; the recipe refuses what comes from more than five minutes ahead."""


@pytest.fixture
async def world(tmp_path: Path, log: io.StringIO, receiver: Receiver) -> AsyncIterator[World]:
    settings: dict[str, Any] = {"merchant_events_url": receiver.url, "merchant_events_key": KEY}
    async with open_world(tmp_path, log, speed=RACE, **settings) as opened:
        yield opened
        await assert_nothing_seen(opened)
        assert KEY not in log.getvalue()
        assert receiver.url not in log.getvalue()


async def credited(world: World, person_id: int) -> str:
    """A deposit from its beginning to the credit; answers with its transaction number."""
    player = Player(world, person_id)
    row, payment = await player.claimed("wavepay")
    assert await world.provider.postback(order_id=row["order_id"]) == [200]
    await player.reaches("credited")
    return payment.transaction_number


async def test_the_platform_hears_of_a_credit_that_the_player_was_told_of(world: World, receiver: Receiver) -> None:
    number = await credited(world, 1001)
    await receiver.until(1)
    assert receiver.taken == [f"credit:wavepay/MMK/{number}"]
    assert receiver.balances() == {"tg-1001": 10_000}


async def test_through_troubles_and_a_restart_each_credit_arrives(world: World, receiver: Receiver) -> None:
    receiver.script.extend([500, HANG, 302])
    numbers = [await credited(world, person) for person in (1001, 1002)]
    await receiver.until(2)
    await world.restart()
    await world.until(lambda: _all_left(world), "for all events to leave")
    assert {f"credit:wavepay/MMK/{number}" for number in numbers} == set(receiver.taken)
    assert receiver.balances() == {"tg-1001": 10_000, "tg-1002": 10_000}


async def _all_left(world: World) -> bool:
    return not await world.rows("SELECT 1 FROM outbox WHERE kind = 'event' AND state <> 'sent'")


async def test_players_are_told_though_the_platform_is_silent(world: World, receiver: Receiver) -> None:
    receiver.script.extend([HANG] * 100)
    player = Player(world, 1001)
    row, _ = await player.claimed("wavepay")
    assert await world.provider.postback(order_id=row["order_id"]) == [200]
    await player.is_told("✅ 10,000 Ks added", 1)


@pytest.mark.process
async def test_kill_9_around_the_sending_loses_no_event_and_repeats_only_the_same_id(
    tmp_path: Path, receiver: Receiver
) -> None:
    telegram = TelegramSimulator(TOKEN)
    provider = PaykassmaSimulator(secret=SECRET, postback_keys=KEYS, withdrawal_key=WITHDRAWAL_KEY, postback_url="")
    port = free_port()
    provider.postback_url = f"http://127.0.0.1:{port}/paykassma/postback"
    async with serve(telegram_app(telegram)) as telegram_url, serve(paykassma_app(provider)) as provider_url:
        settings = settings_of(tmp_path, port, telegram_url, provider_url)
        settings |= {"MERCHANT_EVENTS_URL": receiver.url, "MERCHANT_EVENTS_KEY": KEY}
        process = Process(settings=settings, port=port, folder=tmp_path)
        await process.start()
        receiver.script.append(HANG)
        person = telegram.person(501, first_name="Aye", language_code="en")
        await person.start()
        await person.chat.until(lambda chat: any(message.from_bot for message in chat.messages), PATIENCE)
        await person.text("/deposit")
        await person.chat.until(lambda chat: any("WavePay" in m.labels for m in chat.messages), PATIENCE)
        await person.press("WavePay")
        await person.chat.until(lambda chat: chat.messages[-1].edits == 1, PATIENCE)
        await person.text("10000")
        await person.chat.until(lambda chat: any(button.copy for m in chat.messages for button in m.buttons), PATIENCE)
        payment = provider.pay("wavepay", provider.creates[-1].number, 10_000)
        await person.text(payment.transaction_number)
        await provider.until(lambda: len(provider.claims) == 1, PATIENCE)
        assert await provider.postback(order_id=provider.claims[0].order_id, times=1) == [200]
        await receiver.until(1)
        await process.restart_after_kill()  # the event was on its way
        await process.until_row("SELECT 1 FROM outbox WHERE kind = 'event' AND state = 'sent'")
        await process.stop()
    (event_id,) = {one for one, _ in receiver.tries}
    assert re.fullmatch(r"credit:wavepay/MMK/[0-9]+", event_id)
    assert receiver.balances() == {"tg-501": 10_000}
    assert KEY not in (tmp_path / "bot.log").read_text()
