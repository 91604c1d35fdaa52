"""Another program has our token, a webhook is foreign or refused, the token is revoked: told, and mended by itself."""

import asyncio
import re
from collections.abc import Awaitable, Callable

from tests.e2e.conftest import OpenWorld, open_pushed
from tests.e2e.player import Player
from tests.e2e.postbacks import letter_for
from tests.e2e.world import World

REFUSED = "The bot gets no messages from players"
OVER = "The bot gets messages from players again"
FOREIGN = "https://thief.example/hook"


async def readiness(world: World) -> tuple[int, str]:
    async with world.http.get(f"{world.url}/readyz") as answer:
        return answer.status, await answer.text()


async def becomes(world: World, status: int) -> str:
    """Wait until `/readyz` answers so; what it says."""

    async def look() -> str:
        found, text = await readiness(world)
        return text if found == status else ""

    return await world.until(look, f"for /readyz to be {status}")


async def figure(world: World, cause: str) -> float:
    async with world.http.get(f"{world.url}/metrics") as answer:
        found = re.search(rf'^bot_updates_trouble{{cause="{cause}"}} (\S+)$', await answer.text(), re.MULTILINE)
    return float(found[1]) if found else 0.0


def times_told(world: World, words: str) -> int:
    events = [event for event in world.operators.chat.history if event.kind == "message" and event.message]
    return sum(words in event.message.text for event in events if event.message)


async def meanwhile(world: World, is_so: Callable[[], Awaitable[bool]], why: str) -> None:
    """Wait until it is so, while minutes pass."""

    async def look() -> bool:
        if await is_so():
            return True
        world.clock.push(minutes=1)
        await asyncio.sleep(0.05)
        return False

    await world.until(look, why)


async def operators_hear(world: World, words: str, times: int = 1) -> None:
    async def look() -> bool:
        return times_told(world, words) >= times

    await meanwhile(world, look, f"for operators to hear {words!r}")
    assert times_told(world, words) == times


async def test_a_foreign_webhook_is_removed_and_what_waited_is_answered(world: World, player: Player) -> None:
    await player.says("/start", sees="Hello")
    for times in (1, 2):
        world.telegram.set_foreign_webhook(FOREIGN)
        await player.says("/help")
        await world.until(lambda times=times: _help(player, times))  # type: ignore[misc]
        await operators_hear(world, "another program had set a webhook", times)
        assert world.telegram.updates.webhook is None
        assert (await readiness(world))[0] == 503
        world.clock.push(minutes=2)
        await player.says("/language", sees="Which language")
        await operators_hear(world, OVER, times)
        await becomes(world, 200)


async def _help(player: Player, times: int) -> bool:
    return player.times_told("How to deposit") == times


async def test_another_program_that_polls_is_told_when_it_lasts_and_its_end_too(world: World, player: Player) -> None:
    world.telegram.poll_as_another()
    await player.says("/start", sees="Hello")
    assert not await world.rows("SELECT 1 FROM alarms")  # once is no more than one instance after another

    async def is_told() -> bool:
        world.telegram.poll_as_another()
        return bool(await world.rows("SELECT 1 FROM alarms WHERE kind = 'updates_refused'"))

    await world.until(is_told, "for the other program to be noticed")
    await world.operators_see("another program polls with our token")
    assert "other_poller" in await becomes(world, 503)
    assert await figure(world, "other_poller") == 1
    world.clock.push(minutes=2)
    await player.says("/help", sees="How to deposit")
    await operators_hear(world, OVER)
    await becomes(world, 200)
    assert await figure(world, "other_poller") == 0


async def test_a_revoked_token_stops_the_sender_and_postbacks_are_still_taken(world: World, player: Player) -> None:
    row, _ = await player.claimed()
    await world.settled()
    world.telegram.revoke_token()
    assert "token_refused" in await becomes(world, 503)
    assert '"variable": "BOT_TOKEN"' in world.log.getvalue()
    assert (await world.post(letter_for(row).body()))[0] == 200
    await player.reaches("credited")
    await meanwhile(world, lambda: _is_tried_again(world), "for the messages to be tried again")
    assert set(world.telegram.refused) <= {"getupdates", "sendmessage", "editmessagetext", "setmycommands"}
    assert world.telegram.refused["sendmessage"] <= 1  # only whoever asks for updates goes on knocking
    world.telegram.restore_token()
    world.clock.push(minutes=2)
    await becomes(world, 200)
    world.clock.push(minutes=2)
    await player.is_told("✅ 10,000 Ks added")
    await operators_hear(world, OVER)


async def _is_tried_again(world: World) -> bool:
    return bool(await world.rows("SELECT 1 FROM outbox WHERE state = 'waiting' AND attempts > 2"))


async def test_our_webhook_is_set_again_when_somebody_took_it_away(open_: OpenWorld) -> None:
    world = await open_pushed(open_)
    player = Player(world, 1001)
    await player.says("/start", sees="Hello")
    for times in (1, 2):
        world.telegram.set_foreign_webhook(FOREIGN)
        await operators_hear(world, "removed our webhook", times)
        assert times_told(world, "thief.example") >= times
        await player.says("/help")
        await world.until(lambda times=times: _help(player, times))  # type: ignore[misc]
        await operators_hear(world, OVER, times)
        await becomes(world, 200)


async def test_a_webhook_that_telegram_cannot_reach_is_told(open_: OpenWorld) -> None:
    world = await open_pushed(open_)
    hook = world.telegram.updates.webhook
    assert hook
    hook.last_error, hook.last_error_date = "SSL error {error:1416F086}", world.clock.now_ms() // 1000 + 900
    await operators_hear(world, "Telegram cannot reach our webhook")
    assert times_told(world, "SSL error") == 1
    assert "webhook_failing" in (await readiness(world))[1]
    await operators_hear(world, OVER)
    await becomes(world, 200)


async def test_many_updates_that_wait_at_telegram_are_told(open_: OpenWorld) -> None:
    world = await open_pushed(open_)
    world.telegram.updates.pending.extend({"update_id": number} for number in range(150))
    await operators_hear(world, "many messages are waiting at Telegram")
    world.telegram.updates.drop()
    await operators_hear(world, OVER)


async def test_a_refused_webhook_is_told_with_its_reason_and_tried_again(open_: OpenWorld) -> None:
    world = await open_pushed(open_)
    reason = "bad webhook: failed to resolve host: Name or service not known"
    world.telegram.faults.add(method="setWebhook", times=1_000, status=400, description=f"Bad Request: {reason}")
    await world.restart()
    await world.operators_see("Telegram rejects our webhook")
    assert reason in world.log.getvalue()
    assert times_told(world, reason) == 1
    assert "webhook_refused" in await becomes(world, 503)

    async def is_tried_again() -> bool:
        return world.log.getvalue().count("webhook_refused") > 3

    await meanwhile(world, is_tried_again, "for the webhook to be set again")
    assert times_told(world, REFUSED) == 1
    world.telegram.faults.clear()
    await operators_hear(world, OVER)
    await becomes(world, 200)


async def test_commands_that_are_refused_hold_nothing_up(world: World, player: Player) -> None:
    await world.until(lambda: _are_published(world))
    world.telegram.commands.clear()
    world.telegram.faults.add(method="setMyCommands", times=1_000, status=400, description="Bad Request: no")
    await world.restart()
    await player.says("/start", sees="Hello")
    assert (await readiness(world))[0] == 200
    world.telegram.faults.clear()
    await meanwhile(world, lambda: _are_published(world), "for the commands to be published")


async def _are_published(world: World) -> bool:
    return bool(world.telegram.commands)
