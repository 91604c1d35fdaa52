"""The provider's API as a merchant calls it: wallets on offer, receiving numbers, claims and payouts."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiohttp import web

from bot.dev.simulators.paykassma.claim_rules import LONGEST_TEXT, text_of
from bot.dev.simulators.paykassma.postback_variants import PAID
from bot.dev.simulators.paykassma.records import ReceivedWithdrawal
from bot.dev.simulators.paykassma.request_fields import Fields, read_fields, read_form, read_query
from bot.dev.simulators.paykassma.script import (
    NOT_FOUND_PAGE,
    Raw,
    ScriptedAnswer,
    Step,
    as_json,
    fail,
    given,
    name_of,
    next_of,
)
from bot.dev.simulators.paykassma.scripted_reply import ScriptedReply, respond
from bot.dev.simulators.paykassma.simulator import PaykassmaSimulator
from bot.dev.simulators.paykassma.withdrawal_rules import payout_refusal, read_payout
from bot.domain.wallet import CURRENCY, WALLETS, ClaimCall, Wallet
from bot.provider.phpjson import Json

Handler = Callable[[web.Request], Awaitable[web.Response]]


class ProviderApi:
    """The routes of the address `https://api.…`."""

    def __init__(self, simulator: PaykassmaSimulator) -> None:
        self._simulator = simulator
        self._books = simulator.books
        self._script = simulator.script
        self.conduct = ScriptedReply()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/v1/payment-systems/available", self._there(self._guarded(self.wallets))),
            web.post("/api/v1/transaction/create/{wallet}", self._there(self._guarded(self.create))),
            web.post("/api/v1/transaction/activate", self._there(self._guarded(self.activate))),
            web.post("/api/v1/possible-transaction", self._there(self._guarded(self.possible_transaction))),
            web.post("/v2/withdrawal/create", self._there(self.withdraw)),
        ]

    async def wallets(self, request: web.Request) -> web.Response:
        step = next_of(self._script.wallets)
        self._books.ring()
        fields = await read_query(request)

        async def offer() -> Raw:
            codes = fields.get("currency_code")
            if not isinstance(codes, list) or CURRENCY not in codes or not _is_label(fields):
                return fail({"currency_code": ["The currency code and the label are required."]})
            open_ones = [wallet for wallet in WALLETS.values() if wallet.type not in self._script.closed]
            return as_json({"status": "ok", "params": _offer(open_ones)})

        return await self.conduct.carry_out(request, step, offer)

    async def create(self, request: web.Request) -> web.Response:
        wallet = request.match_info["wallet"]
        step = next_of(self._script.creates)
        fields = await read_fields(request)
        label = text_of(fields, "label")

        async def hand_out() -> Raw:
            if wallet not in WALLETS or wallet in self._script.closed:
                return fail("The payment system is not available")
            if fields.get("currency") != CURRENCY or not _is_label(fields):
                return fail({"label": ["The currency and the label are required."]})
            number = self._books.hand_out(wallet, label).number
            key = "Wallet number" if step is ScriptedAnswer.OTHER_KEY else WALLETS[wallet].create_keys[0]
            return as_json({"status": "ok", "params": {key: number}})

        if given(step):
            self._books.note_creation(wallet, label, number="", answer=name_of(step))
        return await self.conduct.carry_out(request, step, hand_out)

    async def activate(self, request: web.Request) -> web.Response:
        return await self._claim(request, ClaimCall.ACTIVATE, await read_fields(request), b"")

    async def possible_transaction(self, request: web.Request) -> web.Response:
        return await self._claim(request, ClaimCall.POSSIBLE_TRANSACTION, *await read_form(request))

    async def _claim(self, request: web.Request, call: str, fields: Fields, screenshot: bytes) -> web.Response:
        step = self._script.next_claim(text_of(fields, "wallet_type"))
        claiming = self._simulator.claiming
        claim = claiming.enter(call, fields, screenshot, step)
        answer = step if isinstance(step, ScriptedAnswer) else ScriptedAnswer.HONEST
        return await self.conduct.carry_out(request, step, lambda: claiming.judge(claim, answer))

    async def withdraw(self, request: web.Request) -> web.Response:
        step = next_of(self._script.payouts)
        fields = await read_fields(request)
        raw = given(step)
        payout = read_payout(self._books, fields)
        payout = self._books.note_payout(replace(payout, answer=name_of(step), accepted=bool(raw and raw.accepted)))
        return await self.conduct.carry_out(request, step, lambda: self._judge_payout(fields, payout, step))

    async def _judge_payout(self, fields: Fields, payout: ReceivedWithdrawal, step: Step) -> Raw:
        refused = payout_refusal(self._books, self._script, self._simulator.withdrawal_key, fields, payout)
        if refused:
            return refused
        payout = self._books.note_payout(replace(payout, accepted=True))
        if step is ScriptedAnswer.POSTBACK_FIRST:
            await self._simulator.desk.end_payout(payout, PAID)
        elif self._script.pay_after is not None:
            self._simulator.postman.start(self._pay(payout, self._script.pay_after))
        return as_json({"status": "ok"}, accepted=True)

    async def _pay(self, payout: ReceivedWithdrawal, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._simulator.desk.end_payout(payout, PAID)

    def _there(self, handler: Handler) -> Handler:
        """While the provider is away nothing is looked at, and the books know of no call."""

        async def meet(request: web.Request) -> web.Response:
            step = self._script.away_at(self._books.clock())
            return await (handler(request) if step is None else self.conduct.carry_out(request, step, _never))

        return meet

    def _guarded(self, handler: Handler) -> Handler:
        """Without the merchant's secret there is no page at all."""

        async def guard(request: web.Request) -> web.Response:
            given_secret = request.query.get("secret", "")
            if not hmac.compare_digest(given_secret.encode(), self._simulator.secret.encode()):
                return respond(NOT_FOUND_PAGE)
            return await handler(request)

        return guard


async def _never() -> Raw:
    raise AssertionError("an absent provider does no work")


def _is_label(fields: Fields) -> bool:
    return 0 < len(text_of(fields, "label")) <= LONGEST_TEXT


def _offer(wallets: list[Wallet]) -> dict[str, Json]:
    return {
        "currency_data": [{"code": CURRENCY, "symbol": CURRENCY}],
        "wallets": [
            {
                "type": wallet.type,
                "currency_code": CURRENCY,
                "order": place,
                "logo": "",
                "name": wallet.name,
                "is_manual": wallet.needs_receipt,
                "uploading_payment_bill": wallet.needs_receipt,
            }
            for place, wallet in enumerate(wallets, 1)
        ],
    }
