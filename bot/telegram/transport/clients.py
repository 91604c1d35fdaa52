"""The two HTTP clients for Telegram. Both use BOT_PROXY_URL where it is set, and otherwise connect directly.

Proxy variables of the environment are ignored, since aiogram and httpx would not follow them in the same way.
"""

from pathlib import Path

import httpx
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import FilesPathWrapper, TelegramAPIServer
from aiohttp import ClientSession

from bot.config.settings import Settings


def open_session(settings: Settings) -> AiohttpSession:
    """The session that aiogram sends with; the caller closes it."""
    folder = settings.bot_api_files
    if folder is None:
        server = TelegramAPIServer.from_base(settings.bot_api_url)
    else:
        server = TelegramAPIServer.from_base(settings.bot_api_url, is_local=True, wrap_local_file=InFolder(folder))
    return _Session(server, settings.bot_proxy_url)


def open_http(settings: Settings, patience: float | None = None) -> httpx.AsyncClient:
    """The client for polling updates; the caller closes it. `patience` is its time-out in seconds, None for 5."""
    timeout = httpx.Timeout(patience) if patience else httpx.Timeout(5.0)
    return httpx.AsyncClient(timeout=timeout, trust_env=False, proxy=settings.bot_proxy_url)


class _Session(AiohttpSession):
    """aiogram's session with a plain HTTP proxy. aiogram's own proxy support needs one more library."""

    def __init__(self, server: TelegramAPIServer, proxy: str | None) -> None:
        super().__init__(api=server)
        self._http_proxy = proxy

    async def create_session(self) -> ClientSession:
        """The session, opened when it is first needed."""
        if self._session is None or self._session.closed:
            connector = self._connector_type(**self._connector_init)
            self._session = ClientSession(connector=connector, trust_env=False, proxy=self._http_proxy)
            self._should_reset_connector = False
        return self._session


class InFolder(FilesPathWrapper):
    """Files of a local Bot API server (`--local`) in a folder that the bot sees under the same path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def to_local(self, path: Path | str) -> Path:
        """The resolved path. Raises ValueError if it is not in the folder."""
        found = Path(path).resolve()
        if not Path(path).is_absolute() or not found.is_relative_to(self._folder):
            raise ValueError("not in BOT_API_FILES")
        return found

    def to_server(self, path: Path | str) -> Path:
        """The same path."""
        return Path(path)
