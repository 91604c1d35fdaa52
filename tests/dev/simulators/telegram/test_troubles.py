"""Sending limits and ordered faults: 429 with seconds to wait, errors, HTML, lost connections, outages."""

import asyncio

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.dev.simulators.telegram import SendingLimits, SimulatedUser, TelegramSimulator, serve
from bot.dev.simulators.telegram.answers import ApiError
from bot.dev.simulators.telegram.app import telegram_app
from bot.dev.simulators.telegram.limits import Throttle
from tests.dev.simulators.telegram.conftest import TOKEN, Ask, Clock


def burst(throttle: Throttle, chats: list[int]) -> ApiError | None:
    """Send to each of `chats` at once; the first refusal, if any."""
    for chat_id in chats:
        try:
            throttle.take(chat_id)
        except ApiError as refusal:
            return refusal
    return None


async def test_a_private_chat_takes_a_burst_and_then_one_a_second(
    bot: Bot, player: SimulatedUser, clock: Clock
) -> None:
    for number in range(5):
        await bot.send_message(player.id, str(number))
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(player.id, "too fast")
    assert caught.value.retry_after == 1
    clock.seconds += 1
    await bot.send_message(player.id, "in time")
    with pytest.raises(TelegramRetryAfter):
        await bot.edit_message_text("edits count too", chat_id=player.id, message_id=2)


async def test_what_was_sent_and_refused_is_counted(bot: Bot, sim: TelegramSimulator, player: SimulatedUser) -> None:
    for number in range(5):
        await bot.send_message(player.id, str(number))
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter):
            await bot.send_message(player.id, "too fast")
    assert (sim.throttle.sends, sim.throttle.refused) == (5, 2)


def test_over_all_chats_thirty_a_second(clock: Clock) -> None:
    throttle = Throttle(SendingLimits(), clock)
    assert burst(throttle, list(range(1, 31))) is None
    refusal = burst(throttle, [31])
    assert refusal
    assert (refusal.status, refusal.parameters) == (429, {"retry_after": 1})
    clock.seconds += 1
    assert burst(throttle, [31]) is None


def test_a_group_takes_twenty_a_minute(clock: Clock) -> None:
    throttle = Throttle(SendingLimits(), clock)
    assert burst(throttle, [-5] * 20) is None
    clock.seconds += 18.5
    refusal = burst(throttle, [-5])
    assert refusal
    assert refusal.description == "Too Many Requests: retry after 42"
    assert burst(throttle, [-6]) is None
    clock.seconds += 42
    assert burst(throttle, [-5]) is None


def test_without_limits_everything_passes(clock: Clock) -> None:
    assert burst(Throttle(None, clock), [1] * 1000) is None


async def test_a_fault_hits_so_many_calls_of_one_method_and_chat(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser
) -> None:
    sim.faults.add(method="sendMessage", chat_id=player.id, times=2, description="Bad Request: odd")
    sim.faults.add(method="sendMessage", chat_id=77, status=500)
    await bot.get_me()
    for _ in range(2):
        with pytest.raises(TelegramBadRequest, match="odd"):
            await bot.send_message(player.id, "x")
    await bot.send_message(player.id, "x")
    sim.faults.clear()
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(77, "x")


async def test_faults_answer_as_telegram_in_trouble_does(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser
) -> None:
    sim.faults.add(status=500)
    with pytest.raises(TelegramServerError):
        await bot.send_message(player.id, "x")
    sim.faults.add(retry_after=33)
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(player.id, "x")
    assert caught.value.retry_after == 33
    sim.faults.add(status=502, html=True)
    with pytest.raises(ClientDecodeError):
        await bot.send_message(player.id, "x")
    assert len(player.chat.messages) == 1


@pytest.mark.parametrize(("when", "sent"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_lost_connection_tells_nothing(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser, when: str, sent: int
) -> None:
    sim.faults.add(method="sendMessage", drop_before=when == "drop_before", drop_after=when == "drop_after")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(player.id, "perhaps")
    assert [message.text for message in player.chat.messages[1:]] == ["perhaps"] * sent


async def test_a_slow_call_outlives_the_patience_of_the_bot_and_is_carried_out(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser
) -> None:
    sim.faults.add(method="sendMessage", delay=0.3)
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(player.id, "late", request_timeout=0.05)  # type: ignore[arg-type]  # aiogram passes it on
    await player.chat.shows("late")


async def test_in_an_outage_all_is_html_and_nothing_is_lost(
    bot: Bot, ask: Ask, sim: TelegramSimulator, player: SimulatedUser
) -> None:
    sim.outage(True)
    with pytest.raises(ClientDecodeError):
        await bot.send_message(player.id, "x")
    with pytest.raises(aiohttp.ContentTypeError):
        await ask("getUpdates")
    sim.outage(False)
    assert len(await bot.get_updates()) == 1


async def test_an_outage_takes_the_answer_of_a_poll_that_waits(
    bot: Bot, ask: Ask, sim: TelegramSimulator, player: SimulatedUser
) -> None:
    await bot.get_updates(offset=-1)
    offset = (await bot.get_updates())[0].update_id + 1
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        poll = group.create_task(outcome(ask, offset))
        await sim.updates.condition.until(lambda: sim.calls["getupdates"] == 3)
        sim.outage(True)
        await player.text("in the dark")
    assert poll.result() == "page"
    sim.outage(False)
    assert len(await bot.get_updates(offset=offset)) == 1


async def outcome(ask: Ask, offset: int) -> str:
    try:
        await ask("getUpdates", offset=offset, timeout=30)
    except aiohttp.ContentTypeError:
        return "page"
    return "answer"


async def test_a_download_can_fail(bot: Bot, sim: TelegramSimulator, player: SimulatedUser) -> None:
    sent = await player.document(b"x")
    assert sent.media
    link = await bot.get_file(sent.media.file_id)
    assert link.file_path
    sim.faults.add(method="download", status=500)
    with pytest.raises(aiohttp.ClientResponseError):
        await bot.download_file(link.file_path)
    sim.files.expire_links()
    with pytest.raises(aiohttp.ClientResponseError, match="404"):
        await bot.download_file(link.file_path)


async def test_the_server_stops_though_polls_wait(clock: Clock) -> None:
    sim = TelegramSimulator(TOKEN, clock=clock)
    async with (
        asyncio.timeout(5),
        aiohttp.ClientSession() as session,
        asyncio.TaskGroup() as group,
        serve(telegram_app(sim)) as url,
    ):
        group.create_task(session.get(f"{url}/bot{TOKEN}/getUpdates", params={"timeout": 50}))
        group.create_task(session.get(f"{url}/phone/events"))
        await sim.updates.condition.until(lambda: sim.calls["getupdates"] == 1)
