"""The provider's console over HTTP, under `/console/`: for the web page, and for tests in other processes.

`GET  /console/state`    the ledger and the script, as below
`GET  /console/events`   server-sent events, each one `data:` line with the whole state, at once and at every change
`POST /console/next`     {"call": a queue of the script, "answer": a value of ScriptedAnswer}: the answer to the next
                         such call
`POST /console/script`   any options of the script, named as in the state
`POST /console/away`     {"how": a value of Away, "minutes": how long}: every call ends so; 0 minutes end it
`POST /console/claim/{order_id}/{act}`         an act of CreditVariant; "amount"?, "times"? in the body override it
`POST /console/payout/{withdrawal_id}/{act}`   an act of WithdrawalVariant, the same

A POST answers {"statuses": [HTTP status of each sending, 0 for none]}, or 400 and {"error"}.

state      {"creates": [creation], "payments": [payment], "claims": [claim], "payouts": [payout],
           "deliveries": [postback] (the last 30 of each, oldest first), "script": {"next": {queue: [answer]},
           "wavepay_pending": bool, "wavepay_credit_after", "kbzpay_credit_after", "pay_after": seconds|null,
           "repeated_claim", "repeated_payout": "accept"|"refuse", "closed": [wallet],
           "away": how|null, "back_at"}}; queue: "wallets"|"creates"|
           "claims"|"payouts"; times in epoch milliseconds, wallets by the provider's codes
creation   {"wallet", "label", "number", "answer", "at"}
payment    {"id", "wallet", "number", "amount", "sender", "transaction_number", "at"}
claim      {"id", "call", "wallet", "label", "order_id", "transaction_number", "amount", "fields": as received,
           "screenshot": its size in bytes, "at", "answer", "accepted": bool, "activated": bool}
payout     {"id", "withdrawal_id", "wallet", "label", "account", "amount", "is_test", "fields", "at", "answer",
           "accepted": bool, "statuses": [sent so far]}
postback   {"id", "about": the order or payout, "body": text, "genuine": bool, "entries", "acknowledged": bool,
           "attempts": [{"at", "status", "answer", "ok"}]}
"""

import contextlib
import json
from collections import deque
from dataclasses import asdict

from aiohttp import web

from bot.dev.simulators.paykassma.claim_rules import whole
from bot.dev.simulators.paykassma.postback_variants import CreditVariant, WithdrawalVariant
from bot.dev.simulators.paykassma.records import Delivery, ReceivedClaim
from bot.dev.simulators.paykassma.request_fields import Fields, read_fields
from bot.dev.simulators.paykassma.script import Away, Repeat, ScriptedAnswer, Step, name_of
from bot.dev.simulators.paykassma.simulator import PaykassmaSimulator

SHOWN = 30
KEEP_ALIVE_SECONDS = 15.0
SECONDS = ("wavepay_credit_after", "kbzpay_credit_after", "pay_after")
REPEATS = ("repeated_claim", "repeated_payout")


class Console:
    """The routes under `/console/`."""

    def __init__(self, simulator: PaykassmaSimulator) -> None:
        self._simulator = simulator
        self._ledger = simulator.ledger

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/console/state", self.state),
            web.get("/console/events", self.events),
            web.post("/console/next", self.next),
            web.post("/console/script", self.script),
            web.post("/console/away", self.away),
            web.post("/console/claim/{order_id}/{act}", self.claim),
            web.post("/console/payout/{withdrawal_id}/{act}", self.payout),
        ]

    async def state(self, _request: web.Request) -> web.Response:
        return web.json_response(self._state())

    async def events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        told = -1
        while not self._simulator.closed:
            news = self._ledger.version != told
            told = self._ledger.version
            await response.write(f"data: {json.dumps(self._state())}\n\n".encode() if news else b": still here\n\n")
            await self._wait_for_change(told)
        return response

    async def next(self, request: web.Request) -> web.Response:
        wanted = await read_fields(request)
        queue, answer = self._queues().get(str(wanted.get("call"))), wanted.get("answer")
        if queue is None or answer not in set(ScriptedAnswer):
            return _failed("no such call or answer")
        queue.append(ScriptedAnswer(answer))
        return self._done([])

    async def script(self, request: web.Request) -> web.Response:
        try:
            self._set(await read_fields(request))
        except (TypeError, ValueError) as error:
            return _failed(str(error))
        return self._done([])

    async def away(self, request: web.Request) -> web.Response:
        wanted = await read_fields(request)
        try:
            self._simulator.go_away(Away(str(wanted.get("how"))), float(str(wanted.get("minutes"))))
        except ValueError as error:
            return _failed(str(error))
        return self._done([])

    async def claim(self, request: web.Request) -> web.Response:
        wanted, order_id = await read_fields(request), request.match_info["order_id"]
        try:
            kind = CreditVariant(request.match_info["act"])
            return self._done(await self._simulator.postback(order_id=order_id, kind=kind, **_numbers(wanted)))
        except (LookupError, ValueError) as error:
            return _failed(str(error))

    async def payout(self, request: web.Request) -> web.Response:
        wanted, withdrawal_id = await read_fields(request), request.match_info["withdrawal_id"]
        try:
            kind = WithdrawalVariant(request.match_info["act"])
            statuses = await self._simulator.end_payout(withdrawal_id=withdrawal_id, kind=kind, **_numbers(wanted))
        except (LookupError, ValueError) as error:
            return _failed(str(error))
        return self._done(statuses)

    async def _wait_for_change(self, told: int) -> None:
        """Wait until the ledger has changed since version `told`, or until a keep-alive is due."""
        with contextlib.suppress(TimeoutError):
            await self._ledger.condition.until(
                lambda: self._simulator.closed or self._ledger.version != told, KEEP_ALIVE_SECONDS
            )

    def _set(self, wanted: Fields) -> None:
        script = self._simulator.script
        for name in SECONDS:
            if name in wanted:
                setattr(script, name, None if wanted[name] is None else float(str(wanted[name])))
        for name in REPEATS:
            if name in wanted:
                setattr(script, name, Repeat(str(wanted[name])))
        script.wavepay_pending = bool(wanted.get("wavepay_pending", script.wavepay_pending))
        closed = wanted.get("closed", list(script.closed))
        script.closed = {str(wallet) for wallet in closed} if isinstance(closed, list) else set()

    def _queues(self) -> dict[str, deque[Step]]:
        script = self._simulator.script
        names = ("wallets", "creates", "claims", "payouts")
        return {name: getattr(script, name) for name in names}

    def _state(self) -> dict[str, object]:
        ledger, script = self._ledger, self._simulator.script
        return {
            "creates": [asdict(creation) for creation in ledger.creates[-SHOWN:]],
            "payments": [asdict(payment) for payment in ledger.payments[-SHOWN:]],
            "claims": [_claim(claim) for claim in ledger.claims[-SHOWN:]],
            "payouts": [asdict(payout) for payout in ledger.payouts[-SHOWN:]],
            "deliveries": [_delivery(delivery) for delivery in ledger.deliveries[-SHOWN:]],
            "script": {
                "next": {name: [name_of(step) for step in queue] for name, queue in self._queues().items()},
                "wavepay_pending": script.wavepay_pending,
                **{name: getattr(script, name) for name in (*SECONDS, *REPEATS)},
                "closed": sorted(script.closed),
                "away": script.away,
                "back_at": script.back_at,
            },
        }

    def _done(self, statuses: list[int]) -> web.Response:
        self._ledger.notify()
        return web.json_response({"statuses": statuses})


def _claim(claim: ReceivedClaim) -> dict[str, object]:
    return asdict(claim) | {"screenshot": len(claim.screenshot)}


def _delivery(delivery: Delivery) -> dict[str, object]:
    return asdict(delivery) | {"body": delivery.body.decode(), "acknowledged": delivery.acknowledged}


def _numbers(wanted: Fields) -> dict[str, int]:
    return {name: whole(wanted[name]) for name in ("amount", "times") if wanted.get(name) is not None}


def _failed(why: str) -> web.Response:
    return web.json_response({"error": why}, status=400)
