"""The self-test: a canary takes the way of the provider's postbacks, shows where that way ends, and books nothing."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp import web

from bot.dev.simulators.telegram import serve
from bot.provider.canary import canary, nonce_of
from bot.provider.phpjson import Json
from bot.provider.signing import verify
from bot.services.postbacks.intake import CANARY, Intake
from bot.store import inbox
from bot.webhook.self_test import PATH, SelfTest, open_http
from bot.webhook.server import Server
from tests.provider.postback_bodies import deposit_entry, postback, signed
from tests.provider.vectors import KEYS
from tests.services.service_fixture import ServiceFixture

NONCE = "0123456789abcdef" * 2


@dataclass(slots=True, kw_only=True)
class Way:
    """What stands at the public address; `broken` is what a proxy answers in the bot's place."""

    scene: ServiceFixture
    url: str = ""
    broken: tuple[int, str] | None = None

    async def meet(self, request: web.Request) -> web.Response:
        if self.broken:
            status, text = self.broken
            return web.Response(status=status, text=text, headers={"Location": "/elsewhere"})
        it = self.scene
        return await Server(it.database, it.clock, it.services.postbacks, "")._postback(request)


@pytest.fixture
async def way(scene: ServiceFixture) -> AsyncIterator[Way]:
    app = web.Application()
    stands = Way(scene=scene)
    app.router.add_post(PATH, stands.meet)
    async with serve(app) as url:
        stands.url = url
        yield stands


@pytest.fixture
async def self_test(way: Way) -> AsyncIterator[SelfTest]:
    it = way.scene
    async with open_http(5) as http:
        yield SelfTest(it.database, it.clock, it.services.alerts, http, way.url, KEYS)


async def test_a_canary_that_arrives_is_known_and_books_nothing(scene: ServiceFixture, self_test: SelfTest) -> None:
    assert await self_test.try_once() is None
    assert await inbox.last_received(scene.database, CANARY) == scene.clock.now
    assert await inbox.last_received(scene.database, "paykassma") == 0
    assert list(await inbox.new(scene.database, 0, 10)) == []
    assert list(await scene.database.fetch("SELECT id FROM ledger")) == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((502, "<html>Bad gateway"), "HTTP 502"),
        ((301, ""), "HTTP 301"),
        ((200, '{"status":"ok"}'), "another server answers there"),
    ],
    ids=["dead proxy", "redirect", "another server"],
)
async def test_a_canary_that_ends_elsewhere_says_where(
    way: Way, self_test: SelfTest, answer: tuple[int, str], said: str
) -> None:
    way.broken = answer
    assert await self_test.try_once() == said


async def test_an_address_where_nobody_listens_is_told(scene: ServiceFixture, way: Way) -> None:
    async with open_http(5) as http:
        lost = SelfTest(scene.database, scene.clock, scene.services.alerts, http, "http://127.0.0.1:9", KEYS)
        assert await lost.try_once() == "no connection, or it broke before the answer"


async def test_operators_hear_of_the_second_failure_once_and_of_the_end(
    scene: ServiceFixture, self_test: SelfTest
) -> None:
    await self_test._report("HTTP 502", 1)
    assert await scene.alerts() == []
    for failures in (2, 3):
        await self_test._report("HTTP 502", failures)
    assert await scene.alerts() == ["public_url_dead"]
    await self_test._report(None, 0)
    assert await scene.alerts() == ["public_url_dead", "public_url_dead over"]


async def test_a_canary_is_no_sign_of_life_of_the_provider(scene: ServiceFixture) -> None:
    """The alarm of silence goes on, and so does the one of bad signatures."""
    await scene.receive(signed(postback(deposit_entry())).replace(b'"signature":"', b'"signature":"0'))
    assert await scene.receive(canary(NONCE, KEYS)) is Intake.KEPT
    assert await scene.alerts() == ["bad_signature"]


async def test_a_canary_sent_again_changes_nothing(scene: ServiceFixture) -> None:
    for _ in range(3):
        assert await scene.receive(canary(NONCE, KEYS)) is Intake.KEPT
    assert len(await scene.database.fetch("SELECT id FROM inbox")) == 1


async def test_nobody_else_can_send_one(scene: ServiceFixture) -> None:
    forged = canary(NONCE, KEYS).replace(NONCE.encode(), NONCE[::-1].encode())
    assert await scene.receive(forged) is Intake.REFUSED


def test_what_the_provider_sends_is_never_taken_for_a_canary() -> None:
    twice: Json = [{"canary": NONCE}, {"canary": NONCE}]
    real: list[Json] = [[deposit_entry()], [deposit_entry() | {"canary": NONCE}], [], twice]
    real += [[{"canary": word}] for word in (NONCE[1:], NONCE.upper(), f"{NONCE}\n", None, 1)]
    bodies = [signed(postback() | {"additional_data": data}) for data in real]
    assert [nonce_of(verify(body, [KEYS], old_spelling=False)) for body in bodies] == [None] * len(bodies)
    assert nonce_of(verify(canary(NONCE, KEYS), [KEYS], old_spelling=False)) == NONCE
