"""The simulator's HTTP server: method calls and file downloads, with injected faults."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator

from aiohttp import web

from bot.dev.simulators.telegram.answers import ApiError, not_found
from bot.dev.simulators.telegram.faults import NO_FAULT, Fault
from bot.dev.simulators.telegram.methods import execute
from bot.dev.simulators.telegram.request import ApiCall, read_api_call
from bot.dev.simulators.telegram.state import TelegramState
from bot.dev.simulators.telegram.webhook import WebhookPusher

_HTML = "<html><head><title>{0} Bad Gateway</title></head><body><h1>{0} Bad Gateway</h1></body></html>"
_OUTAGE = Fault(html=True, status=502)


class BotApi:
    """The routes of the Bot API, for the simulator's `state`."""

    def __init__(self, state: TelegramState) -> None:
        self._state = state

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("GET", "/bot{token}/{method}", self.call),
            web.route("POST", "/bot{token}/{method}", self.call),
            web.get("/file/bot{token}/{path:.+}", self.download),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._state.token:
            self._state.refused[request.match_info["method"].lower()] += 1
            return _refused(ApiError(401, "Unauthorized"))
        try:
            call = await read_api_call(request, method=request.match_info["method"], query=request.query)
        except ApiError as refusal:
            return _refused(refusal)
        fault = self._fault(call.method, call.text("chat_id"))
        if (trouble := await _trouble(request, fault)) is not None:
            return trouble
        answer = await self._answer(call, fault)
        if fault.drop_after:
            return _dropped(request)
        # An outage that began while a poll waited applies to its answer too.
        return _page(_OUTAGE) if self._state.faults.outage else answer

    async def download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._state.token:
            return _refused(ApiError(401, "Unauthorized"))
        if (trouble := await _trouble(request, self._fault("download", ""))) is not None:
            return trouble
        stored = self._state.files.follow(request.match_info["path"])
        if stored is None:
            return _refused(not_found())
        return web.Response(body=stored.data, content_type="application/octet-stream")

    async def _answer(self, call: ApiCall, fault: Fault) -> web.Response:
        try:
            result = await execute(self._state, call)
            if isinstance(result, dict):
                result |= fault.adds
            return web.json_response({"ok": True, "result": result})
        except ApiError as refusal:
            return _refused(refusal)

    def _fault(self, method: str, chat_id: str) -> Fault:
        faults = self._state.faults
        return _OUTAGE if faults.outage else faults.take(method, chat_id)


def build_app(state: TelegramState, extra: list[web.RouteDef], *, pause: float) -> web.Application:
    """The application: the Bot API, `extra` routes, and the webhook pusher; `pause` is its first pause in seconds."""
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.add_routes([*BotApi(state).routes(), *extra])

    async def push(_app: web.Application) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as group:
            pushing = group.create_task(WebhookPusher(state, pause).run())
            yield
            pushing.cancel()

    async def close(_app: web.Application) -> None:
        state.close()

    app.cleanup_ctx.append(push)
    app.on_shutdown.append(close)
    return app


@contextlib.asynccontextmanager
async def serve(app: web.Application, host: str = "127.0.0.1", port: int = 0) -> AsyncGenerator[str]:
    """Serve `app` for the length of the block; yields its URL, such as `http://127.0.0.1:8081`. Raises OSError."""
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _trouble(request: web.Request, fault: Fault) -> web.StreamResponse | None:
    """The fault's answer instead of the call's; None if the call is to be executed."""
    if fault is NO_FAULT:
        return None
    await asyncio.sleep(fault.delay)
    if fault.drop_before:
        return _dropped(request)
    if fault.html:
        return _page(fault)
    return _refused(fault.refusal) if fault.refusal else None


def _page(fault: Fault) -> web.Response:
    status = fault.status or 502
    return web.Response(status=status, text=_HTML.format(status), content_type="text/html")


def _refused(refusal: ApiError) -> web.Response:
    return web.json_response(refusal.to_json(), status=refusal.status)


def _dropped(request: web.Request) -> web.Response:
    """Close the connection; the returned response reaches nobody."""
    if request.transport:
        request.transport.abort()
    return web.Response()
