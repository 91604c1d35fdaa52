"""The sandbox's web server: the page and the routes that it calls, all on one address.

`GET  /sandbox/state`          `{"bot": "starting"|"running"|"stopped", "players": [person], "operators": [person],
                               "group": chat id, "menus": [{"scope", "language_code", "commands": [{"command",
                               "description"}]}]}`; person is `{"id", "name", "language_code"}`
`POST /sandbox/start`          start the bot and answer when it is ready: `{"ok": true}`, or 500 and
`POST /sandbox/kill`           `{"ok": false, "error": "…"}`; kill ends it at once, like a power cut
"""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

from aiohttp import web

from bot.config.errors import StartupError
from bot.dev.simulators.merchant import MerchantSimulator
from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.dev.simulators.paykassma.app import control_routes
from bot.dev.simulators.telegram import Account, TelegramSimulator
from bot.dev.simulators.telegram.phone_api import PhoneApi

Act: TypeAlias = Callable[[], Awaitable[None]]

_HERE = Path(__file__).parent
_PAGE = _HERE / "page"
_FONTS = _HERE.parents[1] / "fonts"
_LARGEST_UPLOAD = 64 * 1024 * 1024
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",  # the browser asks each time, so that it sees an update of the page
}


def sandbox_app(
    telegram: TelegramSimulator,
    paykassma: PaykassmaSimulator,
    merchant: MerchantSimulator,
    *,
    start: Act,
    kill: Act,
    state: Callable[[], str] = lambda: "running",
) -> web.Application:
    """The application. `start` returns when the bot is ready; `state` returns `starting`, `running` or `stopped`."""
    app = web.Application(client_max_size=_LARGEST_UPLOAD)
    app.add_routes(PhoneApi(telegram).routes())
    app.add_routes(control_routes(paykassma))
    app.add_routes(merchant.routes())
    app.add_routes(_Switch(telegram, start, kill, state).routes())
    app.add_routes([web.get("/", _index), web.static("/page", _PAGE), web.static("/font", _FONTS)])
    app.on_response_prepare.append(_protect)
    return app


class _Switch:
    """The routes under `/sandbox/`."""

    def __init__(self, telegram: TelegramSimulator, start: Act, kill: Act, state: Callable[[], str]) -> None:
        self._telegram = telegram
        self._start = start
        self._kill = kill
        self._state = state

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/sandbox/state", self.state),
            web.post("/sandbox/start", self.start),
            web.post("/sandbox/kill", self.kill),
        ]

    async def state(self, _request: web.Request) -> web.Response:
        groups = self._telegram.groups
        members = {member for group in groups.values() for member in group.chat.members}
        people = [person.account for person in self._telegram.people.values()]
        return web.json_response(
            {
                "bot": self._state(),
                "players": [_person(account) for account in people if account.id not in members],
                "operators": [_person(account) for account in people if account.id in members],
                "group": next(iter(groups), None),
                "menus": self._menus(),
            }
        )

    async def start(self, _request: web.Request) -> web.Response:
        return await _done(self._start)

    async def kill(self, _request: web.Request) -> web.Response:
        return await _done(self._kill)

    def _menus(self) -> list[dict[str, object]]:
        return [
            {"scope": json.loads(scope), "language_code": language, "commands": commands}
            for (scope, language), commands in self._telegram.commands.items()
        ]


def _person(account: Account) -> dict[str, object]:
    return {"id": account.id, "name": account.name, "language_code": account.language_code}


async def _done(act: Act) -> web.Response:
    try:
        await act()
    except (StartupError, TimeoutError) as error:
        return web.json_response({"ok": False, "error": str(error) or "The bot did not start in time"}, status=500)
    return web.json_response({"ok": True})


async def _index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(_PAGE / "index.html")


async def _protect(_request: web.Request, response: web.StreamResponse) -> None:
    """Add the security headers: no foreign script, style or frame."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
