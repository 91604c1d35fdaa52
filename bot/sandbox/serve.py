"""One web application for the sandbox's page: the page itself, the phones, the wallet app and the provider's console."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.sandbox.paykassma import PaykassmaSimulator
from bot.sandbox.telegram import TelegramSimulator
from bot.sandbox.telegram.control import PhoneControl

Act = Callable[[], Awaitable[None]]

LARGEST_UPLOAD = 64 * 1024 * 1024
_HERE = Path(__file__).parent
_PAGE = _HERE / "page"
_FONTS = _HERE.parent / "fonts"
_POLICY = "default-src 'self'; img-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def sandbox_app(
    telegram: TelegramSimulator,
    paykassma: PaykassmaSimulator,
    *,
    start: Act | None = None,
    kill: Act | None = None,
) -> web.Application:
    """The page and all it speaks to, on one origin; `start` and `kill` are its two buttons for the bot itself."""
    app = web.Application(client_max_size=LARGEST_UPLOAD)
    app.add_routes(PhoneControl(telegram).routes())
    app.add_routes(paykassma.control_routes())
    app.add_routes([web.get("/", _index), web.static("/page", _PAGE), web.static("/font", _FONTS)])
    acts = {name: act for name, act in (("start", start), ("kill", kill)) if act}
    app.add_routes([web.post(f"/sandbox/{name}", _pressed(act)) for name, act in acts.items()])
    app.on_response_prepare.append(_guard)
    return app


async def _index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(_PAGE / "index.html")


def _pressed(act: Act) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def press(_request: web.Request) -> web.Response:
        await act()
        return web.json_response({"ok": True})

    return press


async def _guard(_request: web.Request, response: web.StreamResponse) -> None:
    """A page of this machine speaks to this machine only."""
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
