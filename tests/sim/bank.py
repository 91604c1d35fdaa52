"""The provider with books of its own: payments players made, claims and payouts that arrived, and how calls end."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

import httpx

from tests.sim.schedule import Schedule

KBZ, WAVE = "kbzpay_manual", "wavepay"
GUESS = "6"
"""A number that begins so is no payment's, and the provider says so."""

_PART = re.compile(r'name="(\w+)"\r\n(?:Content-Length: \d+\r\n)?\r\n(.*?)\r\n--', re.DOTALL)


class CallOutcome(StrEnum):
    """How a call ends. Those before `FINE` end without the provider having acted, those after it although it acted."""

    NOT_SENT = "not_sent"
    BEFORE = "before"
    REFUSED = "refused"
    BROKEN = "broken"
    LOCKED_OUT = "locked_out"
    HANGS = "hangs"
    FINE = "fine"
    AFTER = "after"
    GATEWAY = "gateway"
    GARBAGE = "garbage"


IDLE = frozenset(
    {
        CallOutcome.NOT_SENT,
        CallOutcome.BEFORE,
        CallOutcome.REFUSED,
        CallOutcome.BROKEN,
        CallOutcome.LOCKED_OUT,
        CallOutcome.HANGS,
    }
)
AWAY = (CallOutcome.LOCKED_OUT, CallOutcome.BROKEN, CallOutcome.NOT_SENT, CallOutcome.HANGS)
"""How all calls end in an outage."""

_PATIENCE = 30.0
_REFUSAL = b'{"status": "fail", "message": "Transaction not found"}'
_HTML = b"<html><h1>Not what you asked for</h1></html>"


@dataclass(slots=True, kw_only=True)
class Payment:
    """Money that a player sent to one of our numbers; `order_id` is the claim it was found by."""

    wallet: str
    number: str
    amount: int
    payer: int
    order_id: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    order_id: str
    label: str
    wallet: str
    number: str
    amount: int


@dataclass(slots=True, kw_only=True)
class Payout:
    """What was asked for under one withdrawal id; `arrivals` counts how often."""

    id: str
    label: str
    account: str
    amount: int
    is_test: bool
    arrivals: int = 1
    changed: bool = False


@dataclass(slots=True)
class Bank:
    """Answers the product's own client. `call_outcome` says how the next call ends."""

    schedule: Schedule
    rng: Random
    call_outcome: Callable[[str], CallOutcome] = lambda _path: CallOutcome.FINE
    payments: list[Payment] = field(default_factory=list)
    claims: dict[str, Claim] = field(default_factory=dict)
    payouts: dict[str, Payout] = field(default_factory=dict)
    answered: dict[str, set[str]] = field(default_factory=dict)
    """By withdrawal id: the readable words with which payouts were answered."""
    arrived: list[str] = field(default_factory=list)
    """The order ids of the claims that were looked at, in turn, each as often as it came."""
    away: CallOutcome = CallOutcome.LOCKED_OUT
    back_at: int = 0
    """Till then every call ends as `away` says."""

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """One call over HTTP."""
        await self.schedule.point("call")
        path = request.url.path
        call_outcome = self.away if self.schedule.now < self.back_at else self.call_outcome(path)
        if call_outcome in IDLE:
            if call_outcome is CallOutcome.HANGS:
                await self.schedule.sleep(_PATIENCE)
            return self._idle(call_outcome, path, request)
        said = self._act(path, request)
        await self.schedule.point("processed")
        match call_outcome:
            case CallOutcome.AFTER:
                raise httpx.ReadTimeout("simulated")
            case CallOutcome.GATEWAY:
                return _response(502, _HTML)
            case CallOutcome.GARBAGE:
                return _response(200, _HTML)
            case _:
                self._note(path, request, str(said["status"]))
                return _response(200, json.dumps(said).encode())

    def _idle(self, call_outcome: CallOutcome, path: str, request: httpx.Request) -> httpx.Response:
        match call_outcome:
            case CallOutcome.NOT_SENT:
                raise httpx.ConnectError("simulated")
            case CallOutcome.BEFORE | CallOutcome.HANGS:
                raise httpx.ReadTimeout("simulated")
            case CallOutcome.REFUSED:
                self._note(path, request, "fail")
                return _response(200, _REFUSAL)
            case _:
                return _response(404 if call_outcome is CallOutcome.LOCKED_OUT else 502, _HTML)

    def leave(self, how: CallOutcome, minutes: float) -> None:
        """The provider is away for so long."""
        self.away, self.back_at = how, self.schedule.now + round(minutes * 60_000)

    def _note(self, path: str, request: httpx.Request, word: str) -> None:
        if path.endswith("withdrawal/create"):
            self.answered.setdefault(fields_of(request)["withdrawal_id"], set()).add(word)

    def _act(self, path: str, request: httpx.Request) -> dict[str, object]:
        if path.endswith("available"):
            return {"status": "ok", "params": {"wallets": [{"type": KBZ}, {"type": WAVE}]}}
        if "/transaction/create/" in path:
            key = "kbzpay number" if path.endswith(KBZ) else "identifier"
            return {"status": "ok", "params": {key: f"0940000004{self.rng.randrange(4)}"}}
        fields = fields_of(request)
        return self._pay_out(fields) if path.endswith("withdrawal/create") else self._claim(fields)

    def _claim(self, fields: dict[str, str]) -> dict[str, object]:
        order_id = fields["custom_transaction_id"]
        self.arrived.append(order_id)
        if order_id in self.claims:
            return {"status": "fail", "message": "custom_transaction_id must be unique"}
        claim = Claim(
            order_id=order_id,
            label=fields["label"],
            wallet=fields["wallet_type"],
            number=fields["key1"],
            amount=int(fields["amount"]),
        )
        if claim.number.startswith(GUESS):
            return {"status": "fail", "message": "Transaction not found"}
        self.claims[order_id] = claim
        for payment in self.payments:
            if (payment.wallet, payment.number) == (claim.wallet, claim.number):
                _activate(payment, claim)
        if claim.wallet == KBZ:
            return {"status": "success", "code": 20000}
        return {"status": self.rng.choice(["ok", "pending", "possible_transaction_created"])}

    def _pay_out(self, fields: dict[str, str]) -> dict[str, object]:
        """The worst that can be: an id that was paid is paid again."""
        new = Payout(
            id=fields["withdrawal_id"],
            label=fields["label"],
            account=fields["account_number"],
            amount=int(fields["amount"]),
            is_test=fields["is_test"] == "True",
        )
        known = self.payouts.setdefault(new.id, new)
        if known is not new:
            known.arrivals += 1
            known.changed |= (known.amount, known.account, known.label) != (new.amount, new.account, new.label)
        return {"status": "ok"}

    def pay(self, payer: int, wallet: str, amount: int, number: str) -> Payment:
        """A player sends money; a claim that waits for it finds it."""
        payment = Payment(wallet=wallet, number=number, amount=amount, payer=payer)
        self.payments.append(payment)
        for claim in self.claims.values():
            if (payment.wallet, payment.number) == (claim.wallet, claim.number):
                _activate(payment, claim)
        return payment


def _response(status: int, body: bytes) -> httpx.Response:
    """One whose body is still to be read, as over a wire."""
    return httpx.Response(status, stream=httpx.ByteStream(body))


def _activate(payment: Payment, claim: Claim) -> None:
    """The first claim that names a payment has it."""
    if not payment.order_id:
        payment.order_id, payment.label = claim.order_id, claim.label


def fields_of(request: httpx.Request) -> dict[str, str]:
    """What was sent: JSON, or the parts of a form."""
    if request.headers["content-type"].startswith("application/json"):
        return {name: str(value) for name, value in json.loads(request.content).items()}
    return dict(_PART.findall(request.content.decode("utf-8", "replace")))
