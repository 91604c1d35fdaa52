"""What is sent away at the provider's door: counted by reason, remembered a little, told hourly, never a value."""

import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from prometheus_client import generate_latest

from bot.domain.deposit import DepositStatus
from bot.domain.player import Language
from bot.domain.postback_refusal import Refused
from bot.i18n import Translator
from bot.provider.signing import PostbackKeys
from bot.runtime.metrics import REGISTRY
from bot.services.postbacks.intake import Intake
from bot.store import refusals
from bot.store.engine.database import StoreUnavailable
from bot.store.open import open_database
from bot.telegram.operators.alert_texts import alert
from bot.webhook.server import Server
from tests.databases import sqlite_url
from tests.ports import free_port
from tests.provider.postback_bodies import deposit_entry, postback, signed
from tests.services.service_fixture import OPERATORS, ServiceFixture, open_service_fixture
from tests.services.stored import operators_of
from tests.services.test_scheduler import HOUR, MINUTE, watch

SECRET = "tg-secret-value"
KEYS = PostbackKeys(access_key="other-key-value", private_key="other-too")
HONEST = signed(postback(deposit_entry(comment=SECRET), label=SECRET))
JSON = {"Content-Type": "application/json"}
CALLS: list[tuple[bytes, dict[str, str], int, Refused]] = [
    (signed(postback(deposit_entry(comment=SECRET), label=SECRET), keys=KEYS), JSON, 403, Refused.KEY_UNKNOWN),
    (f"label={SECRET}&amount=1".encode(), {"Content-Type": "application/x-www-form-urlencoded"}, 400, Refused.FORM),
    (b"\xef\xbb\xbf" + HONEST, JSON, 400, Refused.BOM),
    (gzip.compress(HONEST), JSON | {"Content-Encoding": "gzip"}, 413, Refused.COMPRESSED),
    (gzip.compress(HONEST), JSON, 400, Refused.COMPRESSED),
    (HONEST.ljust(70_000), JSON, 413, Refused.TOO_LARGE),
    (HONEST[:-1], JSON, 400, Refused.MALFORMED),
    (HONEST.replace(b'"10000"', b'"90000"'), JSON, 403, Refused.SIGNATURE_BAD),
]


@pytest.fixture
async def http(scene: ServiceFixture) -> AsyncIterator[aiohttp.ClientSession]:
    server, port = Server(scene.database, scene.clock, scene.services.postbacks, ""), free_port()
    door = server.connection_limit.open(server.app(), "127.0.0.1", port, drain=1)
    async with door, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session


async def call(http: aiohttp.ClientSession, body: bytes, headers: dict[str, str]) -> int:
    async with http.post("/paykassma/postback", data=body, headers=headers, skip_auto_headers=["Content-Type"]) as got:
        return got.status


def counted(reason: Refused) -> float:
    lines = generate_latest(REGISTRY).decode().splitlines()
    name = f'bot_postbacks_total{{verdict="{reason}"}} '
    return next((float(line.removeprefix(name)) for line in lines if line.startswith(name)), 0.0)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("made", CALLS)
async def test_each_refusal_is_counted_by_its_reason_and_told(
    scene: ServiceFixture, http: aiohttp.ClientSession, made: tuple[bytes, dict[str, str], int, Refused]
) -> None:
    body, headers, status, reason = made
    before = counted(reason)
    assert await call(http, body, headers) == status
    assert counted(reason) == before + 1
    assert await refusals.since(scene.database, 0) == {reason: 1}
    told = [one for one in await scene.told(OPERATORS, "alert") if one["kind"] == "postbacks_refused"]
    assert [one["values"]["refused"] for one in told] == [reason.value] * (reason is not Refused.SIGNATURE_BAD)
    rows = await scene.database.fetch(
        "SELECT size || ' ' || content_type || ' ' || members AS kept FROM postback_refusals"
    )
    kept = json.dumps([row["kept"] for row in rows] + told)
    for value in (SECRET, KEYS.access_key, "90000", "00123400000000000042"):
        assert value not in kept
    assert any(row.reason.startswith(f"{reason} · ×1 · ") for row in await operators_of(scene).inbox(bad=True, limit=9))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_flood_of_refusals_costs_a_row_a_minute_and_one_word_an_hour(scene: ServiceFixture) -> None:
    for minute in range(61):
        for _ in range(20):
            await scene.receive(b"{")
        assert await scene.count("postback_refusals") == min(minute + 1, 30)
        scene.clock.advance(MINUTE)
    assert await scene.alerts() == ["postbacks_refused", "postbacks_refused"]
    refused = await refusals.since(scene.database, scene.clock.now - 10 * MINUTE)
    assert refused == {Refused.MALFORMED: 200}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        ([], "No postback was refused either. Please ask the provider."),
        ([b"label=1"] * 2 + [b"{"], "Refused in this time: a form, not JSON ×1, not JSON ×1."),
    ],
)
async def test_silence_says_what_was_sent_away_meanwhile(scene: ServiceFixture, bodies: list[bytes], said: str) -> None:
    await scene.deposit(DepositStatus.SUBMITTED)
    scene.clock.advance(HOUR - MINUTE)
    for body in bodies:
        await scene.receive(body)
    scene.clock.advance(MINUTE)
    await watch(scene).tick()
    (told,) = [one for one in await scene.told(OPERATORS, "alert") if one["kind"] == "postbacks_silent"]
    assert said in alert("postbacks_silent", Translator(Language.EN, strict=True), **told["values"]).text


async def test_a_refusal_is_answered_as_such_when_it_cannot_be_written_down(tmp_path: Path) -> None:
    """Whoever called learns nothing of our disk; only what is authentic is asked for again."""
    async with open_database(sqlite_url(tmp_path / "bot.db")) as database:
        scene = open_service_fixture(database, tmp_path)
    assert await scene.receive(b"label=1") is Intake.MALFORMED
    with pytest.raises(StoreUnavailable):
        await scene.receive(HONEST)
