"""The simulator served on a free port, a bot's postback door that answers as told, and a merchant who calls the API."""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from aiohttp import web

from bot.dev.simulators.paykassma import PaykassmaSimulator, Payment
from bot.dev.simulators.paykassma.app import paykassma_app
from bot.dev.simulators.telegram import serve
from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet
from bot.provider.signing import PostbackKeys, SortedValuesSigner

SECRET = "the-secret"
WITHDRAWAL_KEY = "the-withdrawal-key"
KEYS = PostbackKeys(access_key="the-access-key", private_key="the-private-key")


@dataclass(slots=True)
class Door:
    """Where postbacks arrive: keeps their bodies, and answers ok once the given answers are used up."""

    bodies: list[bytes] = field(default_factory=list)
    answers: deque[web.Response] = field(default_factory=deque)

    async def take(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        return self.answers.popleft() if self.answers else web.json_response({"status": "ok"})


@dataclass(slots=True, kw_only=True)
class Merchant:
    """Calls the API as the provider's pages describe it."""

    http: httpx.AsyncClient
    sim: PaykassmaSimulator
    label: str = "player-1"

    async def number(self, wallet: Wallet) -> str:
        answer = await self.create(wallet)
        number = answer.json()["params"][wallet.create_keys[0]]
        assert isinstance(number, str)
        return number

    async def create(self, wallet: Wallet) -> httpx.Response:
        body = {"currency": "MMK", "label": self.label}
        return await self.post(f"/api/v1/transaction/create/{wallet.type}", json=body)

    async def paid(self, wallet: Wallet, amount: int = 10_000) -> Payment:
        """A payment to a number handed out for it."""
        return self.sim.pay(wallet.type, await self.number(wallet), amount)

    async def claim(
        self, wallet: Wallet, transaction_number: str, order_id: str = "dep-1", **changes: object
    ) -> httpx.Response:
        fields: dict[str, Any] = {
            "currency_code": "MMK",
            "wallet_type": wallet.type,
            "label": self.label,
            "key1": transaction_number,
            "amount": 10_000,
            "custom_transaction_id": order_id,
            **changes,
        }
        if wallet == KBZPAY:
            picture = {"screenshot": ("receipt.jpg", b"a picture", "image/jpeg")}
            return await self.post("/api/v1/possible-transaction", data=fields, files=picture)
        return await self.post("/api/v1/transaction/activate", json=fields)

    async def claim_paid(self, wallet: Wallet = KBZPAY, order_id: str = "dep-1", amount: int = 10_000) -> Payment:
        """Pay and claim it, without any trouble."""
        payment = await self.paid(wallet, amount)
        answer = await self.claim(wallet, payment.transaction_number, order_id)
        assert answer.json()["status"] in {"pending", "success"}
        return payment

    async def withdraw(self, withdrawal_id: str = "wd-1", **changes: object) -> httpx.Response:
        fields: dict[str, Any] = {
            "withdrawal_id": withdrawal_id,
            "payment_system": KBZPAY.type,
            "amount": 30_000,
            "currency_code": "MMK",
            "label": self.label,
            "account_number": "09400000001",
            "is_test": False,
            **changes,
        }
        signature = SortedValuesSigner().sign(fields, WITHDRAWAL_KEY)
        return await self.http.post("/v2/withdrawal/create", json={"signature": signature, **fields})

    async def post(self, path: str, **parts: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own arguments
        return await self.http.post(path, params={"secret": SECRET}, **parts)


@pytest.fixture
def sim() -> PaykassmaSimulator:
    """One that credits nothing by itself and repeats a postback at once."""
    simulator = PaykassmaSimulator(
        secret=SECRET, postback_keys=KEYS, withdrawal_key=WITHDRAWAL_KEY, postback_url="", pauses=[0.01]
    )
    simulator.script.wavepay_credit_after = None
    return simulator


@pytest.fixture
async def door(sim: PaykassmaSimulator) -> AsyncIterator[Door]:
    door = Door()
    app = web.Application()
    app.add_routes([web.post("/postback", door.take)])
    async with serve(app) as address:
        sim.postback_url = f"{address}/postback"
        yield door


@pytest.fixture
async def http(sim: PaykassmaSimulator) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(paykassma_app(sim)) as address, httpx.AsyncClient(base_url=address) as client:
        yield client


@pytest.fixture
def merchant(http: httpx.AsyncClient, sim: PaykassmaSimulator) -> Merchant:
    return Merchant(http=http, sim=sim)


@pytest.fixture(params=[WAVEPAY, KBZPAY], ids=["wavepay", "kbzpay"])
def wallet(request: pytest.FixtureRequest) -> Wallet:
    assert isinstance(request.param, Wallet)
    return request.param
