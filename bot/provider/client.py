"""The HTTP client for Paykassma: four calls, each of which returns one of four outcomes and never raises.

The secret is part of the URL, so no URL and no text of an httpx error may appear in a log or a detail: errors are named
by their type only.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar
from urllib.parse import quote

import httpx
import structlog

from bot.domain.wallet import CURRENCY, ClaimCall, Wallet
from bot.provider.answers import MAX_ANSWER, read_claim, read_number, read_payout, read_wallets
from bot.provider.base import Answer, Claim, ClaimAnswer, NumberAnswer, Outcome, WalletsAnswer, WithdrawalRequest
from bot.provider.phpjson import Json
from bot.provider.signing import UnsignableValue, WithdrawalSigner

_log = structlog.get_logger()

A = TypeVar("A", bound=Answer)

# No byte of the request can have left for the provider; every other error leaves that open.
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Time-outs in seconds. `overall` limits a whole call; the others are httpx's."""

    connect: float = 5
    write: float = 10
    read: float = 30
    overall: float = 60


def open_http(timeouts: Timeouts) -> httpx.AsyncClient:
    """An HTTP client fit for PaykassmaClient; the caller closes it.

    It follows no redirect and ignores the environment's proxies. Each call opens its own connection at once; the
    outbox limits how many calls of each kind run at a time. Connections are not reused: if the provider closed one
    during a write, a payout's outcome would be unknown. Compression is not accepted, so that a small answer cannot
    expand to a huge one. httpx logs each URL, which holds the secret, so its log is silenced.
    """
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        timeout=httpx.Timeout(connect=timeouts.connect, write=timeouts.write, read=timeouts.read, pool=None),
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        follow_redirects=False,
        trust_env=False,
    )


class PaykassmaClient:
    """The PaymentProvider for Paykassma. `api_url` is `https://api.…`; without `withdrawal_key` payouts are refused."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        api_url: str,
        secret: str,
        withdrawal_key: str | None,
        signer: WithdrawalSigner,
        timeouts: Timeouts | None = None,
    ) -> None:
        self._http = http
        self._api_url = api_url.rstrip("/")
        self._secret = secret
        self._withdrawal_key = withdrawal_key
        self._signer = signer
        self._overall = (timeouts or Timeouts()).overall
        self._attempts: set[asyncio.Task[tuple[int, bytes]]] = set()

    async def wallets(self, label: str) -> WalletsAnswer:
        """See PaymentProvider. The provider's page shows JSON input for this GET: if the query is refused, try that."""
        query = {"currency_code[]": CURRENCY, "label": label}
        request = self._request("GET", "/api/v1/payment-systems/available", params=query)
        answer = await self._call("wallets", request, WalletsAnswer, read_wallets)
        if answer.outcome is not Outcome.REFUSED:
            return answer
        asked = {"currency_code": [CURRENCY], "label": label}
        request = self._request("GET", "/api/v1/payment-systems/available", json=asked)
        return await self._call("wallets", request, WalletsAnswer, read_wallets)

    async def request_number(self, wallet: Wallet, label: str) -> NumberAnswer:
        """See PaymentProvider."""
        fields = {"currency": CURRENCY, "label": label}
        request = self._request("POST", f"/api/v1/transaction/create/{wallet.type}", json=fields)
        return await self._call("create", request, NumberAnswer, partial(read_number, wallet=wallet))

    async def claim(self, claim: Claim) -> ClaimAnswer:
        """See PaymentProvider."""
        fields = {
            "currency_code": CURRENCY,
            "wallet_type": claim.wallet.type,
            "label": claim.label,
            "key1": claim.transaction_number,
            "amount": claim.amount,
            "custom_transaction_id": claim.order_id,
        }
        if claim.wallet.claim_call is ClaimCall.ACTIVATE:
            request = self._request("POST", "/api/v1/transaction/activate", json=fields)
            return await self._call("activate", request, ClaimAnswer, read_claim)
        if claim.receipt is None:
            return ClaimAnswer(outcome=Outcome.REFUSED, detail="not sent: the receipt is missing", asked=False)
        picture = {"screenshot": ("receipt.jpg", claim.receipt, "image/jpeg")}
        request = self._request("POST", "/api/v1/possible-transaction", data=fields, files=picture)
        return await self._call("possible_transaction", request, ClaimAnswer, read_claim)

    async def withdraw(self, payout: WithdrawalRequest) -> Answer:
        """See PaymentProvider. This call has a signature in the body and no secret in the URL."""
        fields: dict[str, Json] = {
            "withdrawal_id": payout.withdrawal_id,
            "payment_system": payout.wallet.type,
            "amount": payout.amount,
            "currency_code": CURRENCY,
            "label": payout.label,
            "account_number": payout.account,
            "is_test": payout.is_test,
        }
        if self._withdrawal_key is None or not payout.wallet.account_digits:
            detail = "not sent: payouts to this wallet are not set up"
            return Answer(outcome=Outcome.REFUSED, detail=detail, asked=False)
        try:
            signature = self._signer.sign(fields, self._withdrawal_key)
        except UnsignableValue as refusal:
            return Answer(outcome=Outcome.REFUSED, detail=f"not sent: {refusal}", asked=False)
        request = self._http.build_request(
            "POST", f"{self._api_url}/v2/withdrawal/create", json={**fields, "signature": signature}
        )
        return await self._call("withdraw", request, Answer, read_payout)

    def _request(self, method: str, path: str, **parts: Any) -> httpx.Request:  # noqa: ANN401 - httpx's own arguments
        query = {"secret": self._secret, **parts.pop("params", {})}
        return self._http.build_request(method, self._api_url + path, params=query, **parts)

    async def _call(self, name: str, request: httpx.Request, kind: type[A], read: Callable[[int, bytes], A]) -> A:
        """Make one call within the overall time-out, and log it without its URL."""
        problem: Exception | None = None
        event, unknown = "provider.answered", partial(kind, outcome=Outcome.UNKNOWN)
        try:
            answer = read(*await self._watched(self._exchange(request)))
        except _NOT_SENT as error:
            event, problem = "provider.unreachable", error
            answer = kind(outcome=Outcome.NOT_SENT, detail="not sent: no connection")
        except (httpx.TimeoutException, TimeoutError) as error:
            event, problem, answer = "provider.timed_out", error, unknown(detail="no answer in time")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            event, problem = "provider.broke_off", error
            answer = unknown(detail="the connection broke before the answer")
        _log.info(
            event,
            call=name,
            outcome=answer.outcome.value,
            credentials_rejected=answer.credentials_rejected,
            # The text of an httpx error may contain the URL, and so the secret.
            **({"error": type(problem).__name__} if problem else {}),
        )
        return answer

    async def _watched(self, exchange: Coroutine[Any, Any, tuple[int, bytes]]) -> tuple[int, bytes]:
        """Raise TimeoutError after the overall time-out, without waiting until the cancelled exchange has ended.

        A TaskGroup or `asyncio.timeout` would wait for it, so it runs in a separate task, referenced until it ends.
        """
        attempt = asyncio.get_running_loop().create_task(exchange)
        self._attempts.add(attempt)
        attempt.add_done_callback(self._forget)
        try:
            await asyncio.wait({attempt}, timeout=self._overall)
            if not attempt.done():
                raise TimeoutError
            return attempt.result()
        finally:
            attempt.cancel()

    def _forget(self, attempt: asyncio.Task[tuple[int, bytes]]) -> None:
        self._attempts.discard(attempt)
        if not attempt.cancelled():
            attempt.exception()  # mark it as retrieved: asyncio would log an abandoned attempt with its URL

    async def _exchange(self, request: httpx.Request) -> tuple[int, bytes]:
        """The status and the raw body, which is read only until it is known to be too long."""
        response = await self._http.send(request, stream=True, follow_redirects=False)
        body = bytearray()
        try:
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > MAX_ANSWER:
                    break
        finally:
            await response.aclose()
        return response.status_code, self._redacted(bytes(body))

    def _redacted(self, body: bytes) -> bytes:
        """The body without our secrets: an answer may quote the request, and it is shown to operators."""
        for secret in filter(None, (self._secret, self._withdrawal_key)):
            for spelling in (secret, quote(secret, safe=""), secret.replace("/", "\\/")):
                body = body.replace(spelling.encode(), b"***")
        return body
