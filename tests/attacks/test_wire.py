"""HTTP that is slow, broken, endless or beside the path: answered or hung up on, while the honest are served."""

import asyncio
import json
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.attacks.wire import Connection, Wire, request, statuses
from tests.e2e.player import Player
from tests.e2e.postbacks import OK, letter_for
from tests.e2e.world import PATIENCE, World

pytestmark = pytest.mark.timeout(300)

CREDITED = "✅ 10,000 Ks added"
MORE_THAN_THE_DOOR_HOLDS = 450
SLOW = {
    "nothing": b"",
    "half a head": b"POST /paykassma/postback HTTP/1.1\r\nHost: b",
    "half a body": request(b"{", Content_Length="60000"),
    "a piece of many": request(b"5\r\n12345\r\n", Content_Length="", Transfer_Encoding="chunked"),
}


async def hung_up(connections: list[Connection]) -> int:
    """Wait until the bot has hung up on some of them; how many that are."""
    async with asyncio.timeout(20):
        while not any(reader.at_eof() or reader.exception() for reader, _ in connections):
            await asyncio.sleep(0.01)
    return sum(reader.at_eof() or reader.exception() is not None for reader, _ in connections)


async def test_more_slow_senders_than_the_door_holds_keep_no_honest_postback_waiting(
    world: World, player: Player, wire: Wire
) -> None:
    row, _ = await player.claimed()
    letter = letter_for(row)
    for minute, said in enumerate(SLOW.values()):
        async with wire.crowd(MORE_THAN_THE_DOOR_HOLDS, said) as crowd:
            assert await world.post(replace(letter, at=letter.at + minute * 60_000).body()) == OK
            assert await hung_up(crowd) < len(crowd)
            assert statuses(await wire.tell(request(b"", "/healthz", "GET"))) == [200]
    await player.is_told(CREDITED)
    await world.settled()
    assert await world.ledger() == [("player:tg-1001", 10_000)]


async def test_a_kept_connection_is_not_shown_out_for_those_that_send_nothing(world: World, wire: Wire) -> None:
    """A proxy's connection is old and often idle: what it sends is answered, on it or on the next."""
    async with wire.open() as (reader, writer):
        for _ in range(3):
            writer.write(request(b"{", Connection="keep-alive"))
            assert b"400" in await reader.readline()
            await reader.readuntil(b"\r\n\r\n")
    assert world.log.getvalue().count("postback.malformed") == 3


async def test_a_body_without_end_is_refused_and_cut_off(wire: Wire) -> None:
    piece = b"4000\r\n" + b" " * 0x4000 + b"\r\n"
    async with wire.open() as (reader, writer):
        writer.write(request(b"", Content_Length="", Transfer_Encoding="chunked") + piece * 5)
        assert b" 413 " in await reader.readline()
        with suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE):
                while True:
                    writer.write(piece)
                    await writer.drain()


BROKEN = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00 a greeting in TLS\r\n\r\n",
    "a line with no end": b"POST /" + b"a" * 100_000,
    "a header with no end": b"POST /paykassma/postback HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
    "a thousand headers": request(b"{}", **{f"X{number}": "1" for number in range(1000)}),
    "a broken chunk": request(b"zz\r\n", Content_Length="", Transfer_Encoding="chunked"),
    "a negative length": request(b"{}", Content_Length="-1"),
    "two lengths": request(b"{}", content_length="3"),
    "a length and chunks": request(b"2\r\n{}\r\n0\r\n\r\n", Transfer_Encoding="chunked"),
    "a header with a line break in it": request(b"{}", X="a\r\n b: c"),
    "a NUL in a header": request(b"{}", X="a\0b"),
    "no host": request(b"{", Host="", version="1.1"),
    "HTTP/9.9": request(b"{", version="9.9"),
}


async def test_broken_http_gets_a_400_and_one_line_at_most(world: World, wire: Wire) -> None:
    for name, said in BROKEN.items():
        before = world.log.getvalue().count("http.malformed")
        assert set(statuses(await wire.tell(said))) <= {400}, name
        assert world.log.getvalue().count("http.malformed") <= before + 1, name
    assert "http.malformed BadHttpMessage" in world.log.getvalue()


async def test_a_sender_who_goes_away_in_the_middle_is_no_accident(world: World, wire: Wire) -> None:
    for said in [SLOW["half a body"], SLOW["a piece of many"]] * 10:
        async with wire.open() as (_, writer):
            writer.write(said)
            await writer.drain()
    assert (await world.post(b"{"))[0] == 400


PATHS = {
    "/paykassma/postback?x=1": 200,
    "/paykassma/postback#x": 200,
    "/paykassma/%70ostback": 200,
    "//paykassma/postback": 404,
    "/paykassma//postback": 404,
    "/paykassma/postback/": 404,
    "/paykassma/postback%00": 404,
    "/paykassma/postback%2f": 404,
    "/paykassma%2fpostback": 404,
    "/Paykassma/Postback": 404,
    "/PAYKASSMA/POSTBACK": 404,
    "/paykassma/postback;a=b": 404,
    "/paykassma/postback.json": 404,
    "/paykassma\\postback": 404,
    "/telegram/webhook": 404,
    "/../../etc/passwd": 404,
    "/..%2f..%2fetc%2fpasswd": 404,
    "/%2e%2e/%2e%2e/etc/passwd": 404,
    "/.env": 404,
    "/data/bot.db": 404,
    "/metrics/../../data/bot.db": 404,
    "/static/../.env": 404,
    "*": 400,
    "/": 404,
}
"""Spellings of one path that mean the same are one path; everything else is not there."""


async def test_there_is_one_path_for_postbacks_and_no_trick_finds_another(
    world: World, player: Player, wire: Wire
) -> None:
    row, _ = await player.claimed()
    body = letter_for(row).body()
    assert {path: statuses(await wire.tell(request(body, path)))[0] for path in PATHS} == PATHS
    await player.is_told(CREDITED)
    await world.settled()
    assert await world.ledger() == [("player:tg-1001", 10_000)]


async def test_a_secret_in_a_query_reaches_no_log(world: World, wire: Wire) -> None:
    for path in ("/paykassma/postback", "/nothing", "/telegram/webhook"):
        await wire.tell(request(b"{", f"{path}?secret=query-canary&token=query-canary"))
    assert "query-canary" not in world.log.getvalue()


METHODS = {
    ("GET", "/paykassma/postback"): 405,
    ("HEAD", "/paykassma/postback"): 405,
    ("PUT", "/paykassma/postback"): 405,
    ("DELETE", "/paykassma/postback"): 405,
    ("OPTIONS", "/paykassma/postback"): 405,
    ("PATCH", "/paykassma/postback"): 405,
    ("POST", "/healthz"): 405,
    ("POST", "/metrics"): 405,
    ("CONNECT", "bot:443"): 404,
    ("TRACE", "/paykassma/postback"): 405,
    ("post", "/paykassma/postback"): 400,
    ("BREW", "/paykassma/postback"): 400,
}


async def test_no_other_method_does_anything(wire: Wire) -> None:
    told = {(method, path): await wire.tell(request(b"{}", path, method)) for method, path in METHODS}
    assert {key: statuses(answer)[0] for key, answer in told.items()} == METHODS
    assert not any(b'"ok"' in answer for answer in told.values())


CONTENT_TYPES = (
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "a/b; charset=utf-16",
)


async def test_the_bytes_count_and_not_what_is_said_of_them(world: World, player: Player, wire: Wire) -> None:
    row, _ = await player.claimed()
    body = letter_for(row).body()
    for content_type in CONTENT_TYPES:
        assert statuses(await wire.tell(request(body, Content_Type=content_type))) == [200], content_type
    assert statuses(await wire.tell(request(body, version="1.0"))) == [200]
    assert statuses(await wire.tell(request(body, Expect="100-continue"))) == [100, 200]
    assert statuses(await wire.tell(request(body, Upgrade="websocket", Connection="Upgrade, close")))[-1:] == [200]
    for encoding in ("gzip", "deflate", "br", "zstd", "identity, gzip"):
        assert statuses(await wire.tell(request(body, Content_Encoding=encoding))) == [413], encoding
    await player.is_told(CREDITED)
    assert await world.ledger() == [("player:tg-1001", 10_000)]


async def test_without_a_length_there_is_no_body(wire: Wire) -> None:
    assert statuses(await wire.tell(request(b"", Content_Length=""))) == [400]


async def test_a_hundred_requests_in_one_breath_are_answered_in_their_order(
    world: World, player: Player, wire: Wire
) -> None:
    row, _ = await player.claimed()
    good, bad = (request(body, Connection="keep-alive") for body in (letter_for(row).body(), b"{"))
    answer = await wire.tell((good + bad) * 50 + request(b"{"))
    assert statuses(answer) == [200, 400] * 50 + [400]
    await player.is_told(CREDITED)
    assert await world.ledger() == [("player:tg-1001", 10_000)]


async def test_a_request_hidden_in_the_body_of_another_is_none(world: World, player: Player, wire: Wire) -> None:
    row, _ = await player.claimed()
    hidden = request(letter_for(row).body())
    assert statuses(await wire.tell(request(hidden))) == [400]
    await world.settled()
    assert await world.ledger() == []


async def test_what_it_answers_tells_nothing_of_itself(world: World, wire: Wire) -> None:
    for path in ("/paykassma/postback", "/healthz", "/readyz", "/nothing"):
        head = (await wire.tell(request(b"{", path))).lower()
        assert b"traceback" not in head
        assert world.settings.bot_database_url.encode() not in head
    async with world.http.get(f"{world.url}/readyz") as answer:
        assert json.loads(await answer.text()) == {"status": "ok"}
