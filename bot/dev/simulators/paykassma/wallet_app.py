"""A simulated wallet app over HTTP, under `/wallet/`.

`POST /wallet/pay`               {"wallet": the provider's type, "number", "amount", "from"?} answers {"id",
                                 "transaction_number", "receipt_url"}, or 400 and {"error"}
`GET  /wallet/receipt/{id}.png`  the receipt; `?lang=my` labels it in Burmese
"""

from dataclasses import replace

from aiohttp import web

from bot.dev.simulators.paykassma.claim_rules import text_of, whole
from bot.dev.simulators.paykassma.ledger import SimulatorLedger
from bot.dev.simulators.paykassma.request_fields import read_fields
from bot.dev.simulators.receipt_picture import draw_receipt
from bot.domain.wallet import WALLETS


class WalletApp:
    """Pays to any number that is typed, as a real app does."""

    def __init__(self, ledger: SimulatorLedger) -> None:
        self._ledger = ledger

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/wallet/pay", self.pay), web.get(r"/wallet/receipt/{id:\d+}.png", self.receipt)]

    async def pay(self, request: web.Request) -> web.Response:
        wanted = await read_fields(request)
        wallet, number = text_of(wanted, "wallet"), "".join(text_of(wanted, "number").split())
        amount = whole(wanted.get("amount"))
        if wallet not in WALLETS or not number.isdecimal() or not amount:
            return web.json_response({"error": "A wallet, a number and an amount are needed"}, status=400)
        payment = self._ledger.pay(wallet, number, amount, text_of(wanted, "from"))
        told = {"id": payment.id, "transaction_number": payment.transaction_number}
        return web.json_response(told | {"receipt_url": f"/wallet/receipt/{payment.id}.png"})

    async def receipt(self, request: web.Request) -> web.Response:
        number = int(request.match_info["id"])
        if number >= len(self._ledger.payments):
            raise web.HTTPNotFound
        drawing = replace(self._ledger.payments[number].drawing, burmese=request.query.get("lang") == "my")
        return web.Response(body=draw_receipt(drawing), content_type="image/png")
