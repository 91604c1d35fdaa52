"""The routes of the HTTP server, with limits on size and time. A postback is answered ok only when it is on disk."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.domain.postback_refusal import Refused, Shape, plain_type
from bot.runtime.clock import Clock
from bot.runtime.metrics import REGISTRY
from bot.services.monitoring.gauges import Gauges
from bot.services.monitoring.intake_health import IntakeHealth
from bot.services.postbacks.intake import Intake, Postbacks
from bot.store.engine.database import Database, StoreUnavailable
from bot.telegram.transport.updates import WEBHOOK_PATH, UpdateIntake, is_secret, is_update
from bot.webhook.connection_limit import ConnectionLimit

_POSTBACK_BYTES = 64 * 1024
_UPDATE_BYTES = 1024 * 1024
_READ_SECONDS = 10
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_STATUS = {Intake.KEPT: 200, Intake.REFUSED: 403, Intake.MALFORMED: 400}
_log = structlog.get_logger()


class _TooLarge(Exception):
    """The body is larger than the path's limit, or compressed, so that its size is unknown."""

    def __init__(self, reason: Refused = Refused.TOO_LARGE) -> None:
        super().__init__(reason.value)
        self.reason = reason


async def _read(request: web.Request, limit: int) -> bytes:
    """The raw body. Raises _TooLarge, TimeoutError for a slow client, or ConnectionError."""
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise _TooLarge(Refused.COMPRESSED)
    if (request.content_length or 0) > limit:
        raise _TooLarge
    body = bytearray()
    try:
        async with asyncio.timeout(_READ_SECONDS):
            async for chunk in request.content.iter_chunked(16 * 1024):
                body += chunk
                if len(body) > limit:
                    raise _TooLarge
    except RuntimeError as error:
        if request.transport is None:  # this is how aiohttp reports a client that had left before the read
            raise ConnectionResetError from error
        raise
    return bytes(body)


@web.middleware
async def _errors(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except _TooLarge:
        return web.Response(status=413)
    except TimeoutError:
        return web.Response(status=408)
    except (ConnectionError, web.RequestPayloadError):
        return web.Response(status=400)  # the client disconnected, or its chunks are malformed
    except StoreUnavailable as error:
        _log.error("http.store_unavailable", path=request.path, reason=str(error))
        return web.Response(status=503)
    except Exception:  # noqa: BLE001 - the outermost frame: it is logged, and the sender tries again
        _log.exception("http.failed", path=request.path)
        return web.Response(status=500)


class Server:
    """The server's application. `webhook_secret` is empty when updates are polled: then there is no webhook route."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        postbacks: Postbacks,
        webhook_secret: str,
        intake: IntakeHealth | None = None,
    ) -> None:
        self._database = database
        self._intake = intake
        self._postbacks = postbacks
        self._updates = UpdateIntake(database, clock)
        self._secret = webhook_secret
        self._gauges = Gauges(database, clock)
        self.connection_limit = ConnectionLimit()
        self.is_ready = False

    def app(self) -> web.Application:
        """The routes."""
        app = web.Application(middlewares=[self.connection_limit.watch, _errors], client_max_size=_UPDATE_BYTES)
        app.router.add_post("/paykassma/postback", self._postback)
        if self._secret:
            app.router.add_post(WEBHOOK_PATH, self._update)
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/readyz", self._readiness)
        app.router.add_get("/metrics", self._metrics)
        return app

    async def _postback(self, request: web.Request) -> web.Response:
        content_type = request.headers.get("Content-Type", "")
        try:
            body = await _read(request, _POSTBACK_BYTES)
        except _TooLarge as error:
            shape = Shape(size=request.content_length or 0, content_type=plain_type(content_type))
            await self._postbacks.refused.note(error.reason, shape)
            raise
        intake = await self._postbacks.receive(body, content_type)
        if intake is Intake.KEPT:
            return web.Response(body=b'{"status":"ok"}', content_type="application/json")
        return web.Response(status=_STATUS[intake])

    async def _update(self, request: web.Request) -> web.Response:
        if not is_secret(request.headers.get(_SECRET_HEADER, ""), self._secret):
            _log.warning("webhook.forged")
            return web.Response(status=403)
        try:
            update = json.loads(await _read(request, _UPDATE_BYTES))
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not is_update(update):
            return web.Response(status=400)
        await self._updates.keep([update])
        return web.Response()

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _readiness(self, _request: web.Request) -> web.Response:
        reasons = await self._readiness_problems() if self.is_ready else ["starting or stopping"]
        if reasons:
            return web.json_response({"status": "not ready", "reasons": reasons}, status=503)
        return web.json_response({"status": "ok"})

    async def _readiness_problems(self) -> list[str]:
        found = await self._gauges.readiness_problems()
        # With several instances Telegram's trouble concerns all: none would be ready for the provider's postbacks.
        if self._intake and self._database.membership.is_single and (problem := self._intake.problem()):
            found.append(problem)
        return found

    async def _metrics(self, _request: web.Request) -> web.Response:
        await self._gauges.refresh()
        return web.Response(body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})
