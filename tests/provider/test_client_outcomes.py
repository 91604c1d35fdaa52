"""Whatever the network does, a call ends in an outcome, in time, and says no secret."""

import asyncio
import gzip
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
import respx
import structlog
from aiohttp import web

from bot.domain.wallet import KBZPAY
from bot.provider.answers import MAX_ANSWER
from bot.provider.base import Answer, Outcome
from bot.provider.client import PaykassmaClient, Timeouts, open_http
from tests.provider.scripted_server import (
    SECRET,
    WITHDRAWAL_KEY,
    Behaviour,
    FakeProvider,
    calling,
    client,
    running,
    says,
    writes,
)
from tests.provider.test_client_requests import CLAIM, KBZ_CLAIM, PAYOUT

Call = Callable[[PaykassmaClient], Awaitable[Answer]]
CALLS: dict[str, Call] = {
    "wallets": lambda paykassma: paykassma.wallets("player-42"),
    "create": lambda paykassma: paykassma.request_number(KBZPAY, "player-42"),
    "activate": lambda paykassma: paykassma.claim(CLAIM),
    "possible_transaction": lambda paykassma: paykassma.claim(KBZ_CLAIM),
    "withdraw": lambda paykassma: paykassma.withdraw(PAYOUT),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


@pytest.fixture
async def provider() -> AsyncIterator[FakeProvider]:
    async with running() as provider:
        yield provider


async def close_before_answer(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def _breaks_off(request: web.Request, response: web.StreamResponse, begins: bytes) -> web.StreamResponse:
    await response.prepare(request)
    await response.write(begins)
    assert request.transport is not None
    request.transport.close()
    return response


async def half_a_body(request: web.Request) -> web.StreamResponse:
    return await _breaks_off(request, web.StreamResponse(headers={"Content-Length": "1000"}), b'{"status":"fail"}')


async def half_a_chunk(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    response.enable_chunked_encoding()
    return await _breaks_off(request, response, b'{"status":"ok"}')


async def too_long(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(10 * MAX_ANSWER // 65536):
        await response.write(b" " * 65536)
    return response


BEHAVIOURS: dict[str, Behaviour] = {
    "closed before the answer": close_before_answer,
    "half a body": half_a_body,
    "half a chunk": half_a_chunk,
    "10 MB": too_long,
    "HTML 502": writes(b"<html>Bad Gateway</html>", status=502),
    "429": writes(b"slow down", status=429),
    "redirect to http": writes(b"", status=302, Location="http://169.254.169.254/latest"),
    "redirect that keeps the method": writes(b'{"status":"moved"}', status=307, Location="/elsewhere"),
    "gzip bomb": writes(gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"),
    "compressed yes": writes(gzip.compress(b'{"status":"ok"}'), Content_Encoding="gzip"),
    "empty": writes(b""),
    "pseudo-JSON": writes(b"{'status': 'fail', 'message': 'MESSAGE'}"),
}


@every_call
@pytest.mark.parametrize("behaviour", BEHAVIOURS.values(), ids=BEHAVIOURS)
async def test_what_is_not_a_whole_readable_answer_is_unknown(
    provider: FakeProvider, behaviour: Behaviour, call: Call
) -> None:
    provider.behaviour = behaviour
    async with calling(provider.url) as paykassma:
        answer = await call(paykassma)
    assert (answer.outcome, answer.credentials_rejected) == (Outcome.UNKNOWN, False)
    assert len(provider.received) == 1


@every_call
async def test_404_locks_us_out(provider: FakeProvider, call: Call) -> None:
    provider.behaviour = writes(b"<h1>Not found</h1>", status=404)
    async with calling(provider.url) as paykassma:
        answer = await call(paykassma)
    assert (answer.outcome, answer.credentials_rejected) == (Outcome.UNKNOWN, True)


@every_call
async def test_a_refused_connection_means_not_sent(call: Call) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can take the port meanwhile
        async with calling("http://{}:{}".format(*closed.getsockname())) as paykassma:
            answer = await call(paykassma)
    assert (answer.outcome, answer.detail) == (Outcome.NOT_SENT, "not sent: no connection")


@every_call
async def test_silence_is_unknown(provider: FakeProvider, call: Call) -> None:
    provider.behaviour = provider.wait
    async with calling(provider.url, read=0.05) as paykassma:
        answer = await call(paykassma)
    assert (answer.outcome, answer.detail) == (Outcome.UNKNOWN, "no answer in time")


async def test_a_slow_drip_ends_with_the_watchdog(provider: FakeProvider) -> None:
    """Each byte comes within the read time-out, so only the time over all can end it."""
    dripping = asyncio.Event()

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while not provider.let_go.is_set():
            await response.write(b" ")
            dripping.set()
            await asyncio.sleep(0.01)
        return response

    provider.behaviour = drip
    async with calling(provider.url, read=5, overall=0.3) as paykassma:
        answer = await paykassma.withdraw(PAYOUT)
    assert dripping.is_set()
    assert (answer.outcome, answer.detail) == (Outcome.UNKNOWN, "no answer in time")


async def test_the_watchdog_does_not_wait_for_an_attempt_that_will_not_stop() -> None:
    let_go, stubborn_ended = asyncio.Event(), asyncio.Event()

    class Stubborn(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            while not let_go.is_set():
                try:
                    await let_go.wait()
                except asyncio.CancelledError:
                    continue
            stubborn_ended.set()
            raise httpx.ReadError(f"with an address: {request.url}")

    async with httpx.AsyncClient(transport=Stubborn()) as http:
        paykassma = client(http, "https://api.provider.example", timeouts=Timeouts(overall=0.01))
        answer = await paykassma.withdraw(PAYOUT)
        assert answer.outcome is Outcome.UNKNOWN
        assert not stubborn_ended.is_set()
        let_go.set()
        await stubborn_ended.wait()


async def test_a_cancelled_call_is_cancelled_and_its_attempt_with_it(provider: FakeProvider) -> None:
    provider.behaviour = provider.wait
    async with calling(provider.url) as paykassma:
        async with asyncio.TaskGroup() as group:
            call = group.create_task(paykassma.withdraw(PAYOUT))
            while not provider.waiting:
                await asyncio.sleep(0)
            call.cancel()
        assert call.cancelled()
        while paykassma._attempts:
            await asyncio.sleep(0)


async def test_claims_that_hang_hold_up_neither_a_number_nor_a_payout(provider: FakeProvider) -> None:
    number = says(status="ok", params={"kbzpay number": "09400000001"})

    async def meet(request: web.Request) -> web.StreamResponse:
        is_claim = request.path.endswith("possible-transaction")
        return await (provider.wait(request) if is_claim else number(request))

    provider.behaviour = meet
    async with calling(provider.url) as paykassma, asyncio.TaskGroup() as group:
        claims = [group.create_task(paykassma.claim(KBZ_CLAIM)) for _ in range(12)]
        while provider.waiting < 12:
            await asyncio.sleep(0)
        assert (await paykassma.request_number(KBZPAY, "tg-1")).outcome is Outcome.DONE
        assert (await paykassma.withdraw(PAYOUT)).outcome is Outcome.DONE
        assert provider.waiting == 12
        provider.let_go.set()
    assert [claim.result().outcome for claim in claims] == [Outcome.DONE] * 12


async def test_many_calls_at_once_are_all_answered(provider: FakeProvider) -> None:
    provider.behaviour = says(status="ok")
    async with calling(provider.url) as paykassma:
        answers = await asyncio.gather(*(paykassma.withdraw(PAYOUT) for _ in range(20)))
    assert {answer.outcome for answer in answers} == {Outcome.DONE}


NETWORK_ERRORS: dict[type[httpx.HTTPError], Outcome] = {
    httpx.ConnectError: Outcome.NOT_SENT,
    httpx.ConnectTimeout: Outcome.NOT_SENT,
    httpx.PoolTimeout: Outcome.NOT_SENT,
    httpx.ReadError: Outcome.UNKNOWN,
    httpx.ReadTimeout: Outcome.UNKNOWN,
    httpx.WriteError: Outcome.UNKNOWN,
    httpx.WriteTimeout: Outcome.UNKNOWN,
    httpx.CloseError: Outcome.UNKNOWN,
    httpx.LocalProtocolError: Outcome.UNKNOWN,
    httpx.RemoteProtocolError: Outcome.UNKNOWN,
    httpx.ProxyError: Outcome.UNKNOWN,
    httpx.UnsupportedProtocol: Outcome.UNKNOWN,
    httpx.DecodingError: Outcome.UNKNOWN,
    httpx.TooManyRedirects: Outcome.UNKNOWN,
}


@pytest.mark.parametrize(("error", "outcome"), NETWORK_ERRORS.items(), ids=[e.__name__ for e in NETWORK_ERRORS])
async def test_every_error_of_the_network_has_its_outcome(error: type[httpx.HTTPError], outcome: Outcome) -> None:
    with respx.mock(base_url="https://api.provider.example") as router:
        router.post("/v2/withdrawal/create").mock(side_effect=error)
        with structlog.testing.capture_logs() as events:
            async with open_http(Timeouts()) as http:
                answer = await client(http, "https://api.provider.example").withdraw(PAYOUT)
    assert answer.outcome is outcome
    assert answer.detail in {"not sent: no connection", "no answer in time", "the connection broke before the answer"}
    assert [event["error"] for event in events] in ([], [error.__name__])  # none where an earlier test set the logs up


@every_call
async def test_no_secret_is_in_a_detail_or_in_a_log(
    provider: FakeProvider, call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    async def quotes_everything(request: web.Request) -> web.StreamResponse:
        return web.json_response({"status": "fail", "message": [str(request.url), SECRET, WITHDRAWAL_KEY]})

    caplog.set_level(logging.DEBUG)
    behaviours = [quotes_everything, close_before_answer, half_a_body, provider.wait]
    details = []
    with structlog.testing.capture_logs() as events:
        for behaviour in behaviours:
            provider.behaviour = behaviour
            async with calling(provider.url, read=0.05) as paykassma:
                details.append((await call(paykassma)).detail)
    said = "\n".join([*details, caplog.text, repr(events)])
    assert "CANARY" not in said
    assert "***" in details[0]
    # Where an earlier test has set the logs up, events go to the standard library's logging instead.
    assert all(fact in said for fact in ("provider.answered", "provider.broke_off", "provider.timed_out"))
    assert {event["call"] for event in events} <= set(CALLS)
