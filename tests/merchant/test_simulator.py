"""The sandbox's platform believes what the real channel sends, once, and shows it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from bot.dev.simulators.merchant import MerchantSimulator
from bot.dev.simulators.telegram import serve
from bot.merchant.client import MerchantWebhook, open_http
from bot.merchant.event import Event, EventKind

KEY = "sandbox-key"
EVENTS = [
    Event(kind=EventKind.CREDIT, ref="act-1", player="<b>me</b>", amount=10_000, at=1),
    Event(kind=EventKind.PAID, ref="w-1", player="<b>me</b>", amount=3_000, at=2, withdrawal="w-1"),
]


@asynccontextmanager
async def platform(simulator: MerchantSimulator, key: str = KEY) -> AsyncIterator[MerchantWebhook]:
    async with serve(simulator.app()) as url, open_http(5) as http:
        yield MerchantWebhook(http, url=f"{url}/events", key=key, patience=5)


async def test_events_are_believed_once_and_make_the_balance() -> None:
    simulator = MerchantSimulator(key=KEY)
    async with platform(simulator) as there:
        for event in (*EVENTS, *EVENTS):
            assert (await there.send(event.id, event.body().encode(), 1)).accepted
    assert simulator.balances == {"<b>me</b>": 7_000}
    assert [event["id"] for event in simulator.events] == ["withdrawal.paid:w-1", "credit:act-1"]


async def test_a_foreign_key_is_not_believed() -> None:
    simulator = MerchantSimulator(key=KEY)
    async with platform(simulator, key="another") as there:
        heard = await there.send("x", EVENTS[0].body().encode(), 1)
    assert (heard.accepted, heard.detail, simulator.refused) == (False, "HTTP 403", 1)


async def test_its_page_shows_what_it_heard_and_no_markup_of_others() -> None:
    simulator = MerchantSimulator(key=KEY)
    app = web.Application()
    app.add_routes(simulator.routes())
    async with serve(app) as url, aiohttp.ClientSession(url) as http:
        async with http.get("/merchant") as empty:
            assert "Nothing yet" in await empty.text()
        async with platform(simulator) as there:
            await there.send(EVENTS[0].id, EVENTS[0].body().encode(), 1)
        async with http.get("/merchant") as shown:
            page = await shown.text()
    assert "10,000 Ks" in page
    assert "credit:act-1" in page
    assert "<b>me" not in page
