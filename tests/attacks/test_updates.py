"""Telegram's webhook under attack: by strangers, who get nothing, and by every odd update, which stops nobody."""

import json
import random
from collections.abc import Sequence

import pytest

from tests.attacks.updates import UNREADABLE, UPDATES, Json, message
from tests.attacks.wire import Wire, request, statuses
from tests.e2e.conftest import OpenWorld, open_pushed
from tests.e2e.player import Player
from tests.e2e.world import WEBHOOK_SECRET, World

pytestmark = pytest.mark.timeout(300)

PATH = "/telegram/webhook"


@pytest.fixture
async def world(open_: OpenWorld) -> World:
    return await open_pushed(open_)


async def push(world: World, updates: Sequence[Json], first: int = 1) -> list[int]:
    """Push each under an id of its own; the statuses of the answers."""
    answers = []
    for update_id, update in enumerate(updates, first):
        headers = {"X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET}
        body = json.dumps({"update_id": update_id} | update).encode()
        async with world.http.post(f"{world.url}{PATH}", data=body, headers=headers) as answer:
            answers.append(answer.status)
    return answers


async def test_no_update_that_telegram_may_send_is_an_accident(world: World, player: Player) -> None:
    assert await push(world, UPDATES) == [200] * len(UPDATES)
    await player.says("/help", sees="How to deposit")
    await player.begins()
    assert not await world.rows("SELECT 1 FROM inbox WHERE state = 'bad'")
    assert await world.rows("SELECT DISTINCT label FROM players WHERE label = 'player-42'") == []
    assert await world.ledger() == []


async def test_what_telegram_never_sends_stops_nobody_and_books_nothing(world: World, player: Player) -> None:
    world.forgiven.update({"inbox.row_failed", "inbox.report_failed"})
    assert await push(world, UNREADABLE) == [200] * len(UNREADABLE)
    await player.says("/help", sees="How to deposit")
    await world.until(lambda: _is_applied(world), "for the updates to be handled")
    assert "update.unreadable" in world.log.getvalue()
    bad = await world.rows("SELECT key FROM inbox WHERE state = 'bad'")
    told = await world.rows("SELECT 1 FROM outbox WHERE kind = 'alert' AND payload LIKE '%update_failed%'")
    assert len(told) == len(bad)
    assert await world.ledger() == []


async def _is_applied(world: World) -> bool:
    return not await world.rows("SELECT 1 FROM inbox WHERE state = 'new'")


async def test_ids_that_repeat_fall_back_or_leap_are_each_handled_once(world: World, player: Player) -> None:
    ids = [500, 3, 500, 2**31, -7, 0, 3, 2**63, 10**30, *random.Random(1).sample(range(1000), 20)]
    for update_id in ids:
        assert await push(world, [{"update_id": update_id, "message": message(text="nobody's", **{"from": None})}]) == [
            200
        ]
    await player.says("/help", sees="How to deposit")
    await world.settled()
    rows = await world.rows("SELECT key FROM inbox WHERE body LIKE '%nobody''s%'")
    assert len(rows) == len({str(update_id) for update_id in ids})


STRANGERS: dict[str, dict[str, str]] = {
    "no secret": {},
    "an empty one": {"X_Telegram_Bot_Api_Secret_Token": " "},
    "a wrong one": {"X_Telegram_Bot_Api_Secret_Token": "wrong"},
    "the beginning of it": {"X_Telegram_Bot_Api_Secret_Token": WEBHOOK_SECRET[:-1]},
    "more than it": {"X_Telegram_Bot_Api_Secret_Token": f"{WEBHOOK_SECRET}x"},
    "in capitals": {"X_Telegram_Bot_Api_Secret_Token": WEBHOOK_SECRET.upper()},
    "no ASCII": {"X_Telegram_Bot_Api_Secret_Token": "ပစ်မှတ်"},
    "from Telegram's address": {"X_Forwarded_For": "149.154.160.1", "X_Real_IP": "149.154.160.1"},
    "from ourselves": {"X_Forwarded_For": "127.0.0.1", "Forwarded": "for=127.0.0.1;host=localhost"},
    "as a bearer": {"Authorization": f"Bearer {WEBHOOK_SECRET}", "Cookie": f"secret={WEBHOOK_SECRET}"},
}


async def test_without_the_secret_nothing_is_read_wherever_it_says_it_comes_from(world: World, player: Player) -> None:
    wire = Wire(world.settings.bot_port)
    forged = json.dumps({"update_id": 1, "message": {"text": "/start"}}).encode()
    for name, headers in STRANGERS.items():
        assert statuses(await wire.tell(request(forged, PATH, **headers))) == [403], name
    huge = request(b"", PATH, Content_Length=str(2**40))
    assert statuses(await wire.tell(huge)) == [403]
    assert not await world.rows("SELECT 1 FROM inbox")
    await player.says("/help", sees="How to deposit")


async def test_with_the_secret_a_body_still_has_its_limits(world: World) -> None:
    wire, secret = Wire(world.settings.bot_port), {"X_Telegram_Bot_Api_Secret_Token": WEBHOOK_SECRET}
    bodies = {b" " * (1024 * 1024 + 1): 413, b"[" * 500_000: 400, b'{"update_id":' + b"9" * 9000 + b"}": 400, b"": 400}
    for body, status in bodies.items():
        assert statuses(await wire.tell(request(body, PATH, **secret))) == [status]
    assert statuses(await wire.tell(request(b"{}", PATH, Content_Encoding="gzip", **secret))) == [413]
