"""A simulated merchant's platform: accepts each signed event once, keeps players' balances, and shows both on a page.

`POST /events`     what MERCHANT_EVENTS_URL names
`GET  /merchant`   a page with the balances and the latest events
"""

import hashlib
import hmac
import json
from collections import Counter, deque
from dataclasses import dataclass, field
from html import escape
from typing import Any

from aiohttp import web

_SHOWN = 50
_CHANGES = {"credit": 1, "reversal": -1, "withdrawal.paid": -1, "withdrawal.recorded": -1}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="3"><title>Merchant · sandbox</title></head><body>
<h1>The merchant’s platform</h1>
<h2>Balances</h2>{balances}
<h2>Events, newest first</h2>{events}
</body></html>
"""


@dataclass(slots=True, kw_only=True)
class MerchantSimulator:
    """`events` are the accepted events, newest first; `calls` counts all calls, `refused` the wrongly signed ones."""

    key: str
    events: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=_SHOWN))
    balances: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    refused: int = 0
    _known: set[str] = field(default_factory=set)

    def app(self) -> web.Application:
        """The application that the bot calls."""
        app = web.Application()
        app.router.add_post("/events", self.take)
        return app

    def routes(self) -> list[web.RouteDef]:
        """The routes of the page."""
        return [web.get("/merchant", self.show)]

    async def take(self, request: web.Request) -> web.Response:
        self.calls += 1
        body, timestamp = await request.read(), request.headers.get("X-Event-Timestamp", "")
        expected = hmac.digest(self.key.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hex()
        if not hmac.compare_digest(expected.encode(), request.headers.get("X-Event-Signature", "").encode()):
            self.refused += 1
            return web.Response(status=403)
        self._apply(json.loads(body))
        return web.Response()

    def _apply(self, event: dict[str, Any]) -> None:
        if event["id"] in self._known:
            return
        self._known.add(event["id"])
        self.events.appendleft(event)
        self.balances[event["player"]] += _CHANGES.get(event["type"], 0) * event["amount"]

    async def show(self, _request: web.Request) -> web.Response:
        balances = [f"<dt>{escape(player)}</dt><dd>{amount:,} Ks</dd>" for player, amount in self.balances.items()]
        events = [f"<pre>{escape(json.dumps(event, indent=1, ensure_ascii=False))}</pre>" for event in self.events]
        nothing = '<p class="empty">Nothing yet: credit a deposit.</p>'
        page = _PAGE.format(
            balances=f"<dl>{''.join(balances)}</dl>" if balances else nothing, events="".join(events) or nothing
        )
        return web.Response(text=page, content_type="text/html")
