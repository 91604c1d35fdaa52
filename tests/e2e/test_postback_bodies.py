"""Bodies that are no postback: each gets a status of its own, none an ok, and the server stays well."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator

from tests.e2e.player import Player
from tests.e2e.postbacks import OK, letter_for
from tests.e2e.world import KEYS, World

GARBAGE = (
    b"",
    b"{",
    b"null",
    b"[]",
    b"\xef\xbb\xbf{}",
    b"\xff\xfe",
    b"access_key=1&signature=2",
    b"[" * 60_000,
    b'{"a":1,"a":2}',
    b'{"a":NaN}',
    b'{"additional_data":' + b"9" * 5_000 + b"}",
    b'{} {"two":"documents"}',
    b"<html></html>",
)
ODD_SIGNATURES: tuple[object, ...] = ("", None, 1, [], "0" * 39, "0" * 41, "ü" * 40, "F" * 40)


async def test_garbage_is_refused_without_a_trace(world: World) -> None:
    for body in GARBAGE:
        status, answer = await world.post(body)
        assert status in {400, 403}, body[:40]
        assert b"ok" not in answer
    assert not await world.rows("SELECT 1 FROM inbox WHERE source = 'paykassma'")


async def test_no_odd_signature_gets_through(world: World) -> None:
    for signature in ODD_SIGNATURES:
        body = {"access_key": KEYS.access_key, "signature": signature, "label": "x", "additional_data": []}
        status, answer = await world.post(json.dumps(body).encode())
        assert status in {400, 403}, signature
        assert b"ok" not in answer


async def test_a_body_too_large_is_refused_said_or_unsaid(world: World) -> None:
    large = b" " * (64 * 1024 + 1)
    assert (await world.post(large))[0] == 413

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b" " * 1024

    async with world.http.post(world.postback_url, data=in_pieces()) as answer:
        assert answer.status == 413


async def test_a_compressed_body_is_refused_however_small_it_is(world: World) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    assert (await world.post(bomb, **{"Content-Encoding": "gzip"}))[0] == 413


async def test_a_sender_who_goes_away_loses_nothing_and_is_heard_when_he_comes_again(
    world: World, player: Player
) -> None:
    row, _ = await player.claimed()
    body = letter_for(row).body()
    reader, writer = await asyncio.open_connection("127.0.0.1", world.settings.bot_port)
    head = f"POST /paykassma/postback HTTP/1.1\r\nHost: bot\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    await writer.drain()
    writer.close()
    assert await world.post(body) == OK
    await player.is_told("✅ 10,000 Ks added")
    await world.settled()
    assert await world.ledger() == [("player:tg-1001", 10_000)]
    del reader


async def test_a_sender_who_dawdles_is_cut_off_while_others_are_served(world: World) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", world.settings.bot_port)
    writer.write(b"POST /paykassma/postback HTTP/1.1\r\nHost: bot\r\nContent-Length: 100\r\n\r\n{")
    await writer.drain()
    assert (await world.post(b"{"))[0] == 400
    assert b" 408 " in await reader.readline()
    writer.close()


async def test_other_paths_are_not_there(world: World) -> None:
    for path in ("/", "/paykassma", "/telegram/webhook", "/paykassma/postback/"):
        async with world.http.post(f"{world.url}{path}", data=b"{}") as answer:
            assert answer.status == 404, path


async def test_a_postback_is_not_read_from_an_address(world: World) -> None:
    async with world.http.get(world.postback_url) as answer:
        assert answer.status == 405
