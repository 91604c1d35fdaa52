"""The simulated provider's API: open wallets, receiving numbers, claims and payouts."""

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
    fixed_answer,
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
    """The routes of `https://api.…`."""

    def __init__(self, simulator: PaykassmaSimulator) -> None:
        self._simulator = simulator
        self._ledger = simulator.ledger
        self._script = simulator.script
        self.scripted_reply = ScriptedReply()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/api/v1/payment-systems/available", self._unless_away(self._with_secret(self.wallets))),
            web.post("/api/v1/transaction/create/{wallet}", self._unless_away(self._with_secret(self.create))),
            web.post("/api/v1/transaction/activate", self._unless_away(self._with_secret(self.activate))),
            web.post("/api/v1/possible-transaction", self._unless_away(self._with_secret(self.possible_transaction))),
            web.post("/v2/withdrawal/create", self._unless_away(self.withdraw)),
        ]

    async def wallets(self, request: web.Request) -> web.Response:
        step = next_of(self._script.wallets)
        self._ledger.notify()
        fields = await read_query(request)

        async def offer() -> Raw:
            codes = fields.get("currency_code")
            if not isinstance(codes, list) or CURRENCY not in codes or not _is_label(fields):
                return fail({"currency_code": ["The currency code and the label are required."]})
            open_ones = [wallet for wallet in WALLETS.values() if wallet.type not in self._script.closed]
            return as_json({"status": "ok", "params": _offer(open_ones)})

        return await self.scripted_reply.carry_out(request, step, offer)

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
            number = self._ledger.hand_out(wallet, label).number
            key = "Wallet number" if step is ScriptedAnswer.OTHER_KEY else WALLETS[wallet].create_keys[0]
            return as_json({"status": "ok", "params": {key: number}})

        if fixed_answer(step):
            self._ledger.add_creation(wallet, label, number="", answer=name_of(step))
        return await self.scripted_reply.carry_out(request, step, hand_out)

    async def activate(self, request: web.Request) -> web.Response:
        return await self._claim(request, ClaimCall.ACTIVATE, await read_fields(request), b"")

    async def possible_transaction(self, request: web.Request) -> web.Response:
        return await self._claim(request, ClaimCall.POSSIBLE_TRANSACTION, *await read_form(request))

    async def _claim(self, request: web.Request, call: str, fields: Fields, screenshot: bytes) -> web.Response:
        step = self._script.next_claim(text_of(fields, "wallet_type"))
        claim_intake = self._simulator.claim_intake
        claim = claim_intake.record(call, fields, screenshot, step)
        answer = step if isinstance(step, ScriptedAnswer) else ScriptedAnswer.HONEST
        return await self.scripted_reply.carry_out(request, step, lambda: claim_intake.decide(claim, answer))

    async def withdraw(self, request: web.Request) -> web.Response:
        step = next_of(self._script.payouts)
        fields = await read_fields(request)
        raw = fixed_answer(step)
        payout = read_payout(self._ledger, fields)
        payout = self._ledger.save_payout(replace(payout, answer=name_of(step), accepted=bool(raw and raw.accepted)))
        return await self.scripted_reply.carry_out(request, step, lambda: self._decide_payout(fields, payout, step))

    async def _decide_payout(self, fields: Fields, payout: ReceivedWithdrawal, step: Step) -> Raw:
        refused = payout_refusal(self._ledger, self._script, self._simulator.withdrawal_key, fields, payout)
        if refused:
            return refused
        payout = self._ledger.save_payout(replace(payout, accepted=True))
        if step is ScriptedAnswer.POSTBACK_FIRST:
            await self._simulator.postback_sender.end_payout(payout, PAID)
        elif self._script.pay_after is not None:
            self._simulator.postback_delivery.start(self._pay(payout, self._script.pay_after))
        return as_json({"status": "ok"}, accepted=True)

    async def _pay(self, payout: ReceivedWithdrawal, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._simulator.postback_sender.end_payout(payout, PAID)

    def _unless_away(self, handler: Handler) -> Handler:
        """While the provider is away, no call is handled or recorded."""

        async def handle(request: web.Request) -> web.Response:
            step = self._script.away_at(self._ledger.clock())
            return await (handler(request) if step is None else self.scripted_reply.carry_out(request, step, _no_work))

        return handle

    def _with_secret(self, handler: Handler) -> Handler:
        """Without the merchant's secret the answer is a 404 page, like the provider's."""

        async def handle(request: web.Request) -> web.Response:
            given_secret = request.query.get("secret", "")
            if not hmac.compare_digest(given_secret.encode(), self._simulator.secret.encode()):
                return respond(NOT_FOUND_PAGE)
            return await handler(request)

        return handle


async def _no_work() -> Raw:
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
