"""Another program with our token: its webhook, its polls, and a token that was made again."""

import asyncio

from bot.dev.simulators.telegram import SimulatedUser, TelegramSimulator
from tests.dev.simulators.telegram.conftest import Ask


async def test_a_foreign_webhook_stands_in_the_way_until_it_is_removed_and_nothing_is_lost(
    sim: TelegramSimulator, ask: Ask, player: SimulatedUser
) -> None:
    sim.set_foreign_webhook("https://thief.example/hook")
    await player.text("waits")
    status, body = await ask("getUpdates")
    assert (status, "webhook is active" in body["description"]) == (409, True)
    assert (await ask("getWebhookInfo"))[1]["result"]["url"] == "https://thief.example/hook"
    await ask("deleteWebhook")
    _, body = await ask("getUpdates")
    assert body["result"][-1]["message"]["text"] == "waits"


async def test_a_poll_is_ended_by_that_of_another_program(sim: TelegramSimulator, ask: Ask) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(ask("getUpdates", timeout=50))
        while not sim.calls["getupdates"]:
            await asyncio.sleep(0)
        sim.poll_as_another()
    status, body = poll.result()
    assert (status, "other getUpdates request" in body["description"]) == (409, True)


async def test_a_revoked_token_is_refused_until_it_is_good_again(sim: TelegramSimulator, ask: Ask) -> None:
    sim.revoke_token()
    assert await ask("getMe") == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    assert sim.refused["getme"] == 1
    sim.restore_token()
    assert (await ask("getMe"))[0] == 200
