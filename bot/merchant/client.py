"""The HTTP client that sends events to the merchant's platform. It never raises for the network or the platform."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from bot.merchant.event import HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, sign

MAX_CONNECTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookResponse:
    """How a call ended. `detail` never contains a URL or a key."""

    accepted: bool
    is_answered: bool
    detail: str


def open_http(patience: float) -> httpx.AsyncClient:
    """An HTTP client fit for MerchantWebhook; the caller closes it. `patience` is the time-out of each step in seconds.

    It follows no redirect: a signed event is for the configured URL only. Connections are not reused, because the
    body of an answer is not read.
    """
    return httpx.AsyncClient(
        headers={"Content-Type": "application/json", "Accept-Encoding": "identity"},
        timeout=patience,
        limits=httpx.Limits(max_connections=MAX_CONNECTIONS, max_keepalive_connections=0),
        follow_redirects=False,
        trust_env=False,
    )


class MerchantWebhook:
    """The merchant's endpoint for events (`MERCHANT_EVENTS_URL`)."""

    def __init__(self, http: httpx.AsyncClient, *, url: str, key: str, patience: float) -> None:
        self._http = http
        self._url = url
        self._key = key
        self._patience = patience

    async def send(self, event_id: str, body: bytes, now_ms: int) -> WebhookResponse:
        """Send an event. Only a status of 200 to 299 means that it was accepted."""
        timestamp = now_ms // 1000
        headers = {
            HEADER_ID: event_id,
            HEADER_TIMESTAMP: str(timestamp),
            HEADER_SIGNATURE: sign(self._key, timestamp, body),
        }
        try:
            async with (
                asyncio.timeout(self._patience),
                self._http.stream("POST", self._url, content=body, headers=headers) as response,
            ):
                status = response.status_code
        except (httpx.HTTPError, TimeoutError, OSError) as error:
            return WebhookResponse(accepted=False, is_answered=False, detail=type(error).__name__)
        accepted = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
        return WebhookResponse(accepted=accepted, is_answered=True, detail=f"HTTP {status}")
