"""`python -m bot check`: checks the settings and everything the bot depends on; prints a line for each."""

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any, TextIO

import httpx
from PIL import features

from bot.config.errors import StartupError
from bot.config.settings import Settings, UpdateMode, load_settings
from bot.domain.chat_rights import opinion_of, opinion_of_refusal
from bot.provider.base import Outcome
from bot.provider.client import PaykassmaClient, Timeouts, open_http
from bot.provider.signing import SortedValuesSigner
from bot.runtime.clock import SystemClock
from bot.runtime.logs import Redactor, configure
from bot.store.engine.database import DatabaseBusy, StoreError
from bot.store.open import open_database
from bot.telegram.transport.updates import WEBHOOK_PATH

_PATIENCE = 8.0
"""Seconds for one check; all run at once."""

_CLOCK_TOLERANCE_MS = 30_000
_TELEGRAMS_OWN = "https://api.telegram.org"


class Level(StrEnum):
    RIGHT = "ok  "
    NOTE = "note"
    WRONG = "FAIL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report."""

    mark: Level
    words: str


class _NoAnswer(Exception):
    """A server gave no usable answer; the message says why."""


class _Refused(_NoAnswer):
    """Telegram refused the call; the message is its description."""

    def __init__(self, description: str, parameters: dict[str, Any]) -> None:
        super().__init__(description)
        self.parameters = parameters


def check(out: TextIO) -> int:
    """Write the report to `out`; 0 if nothing is wrong, 1 otherwise."""
    try:
        settings = load_settings()
    except StartupError as error:
        out.write(f"{Level.WRONG} {error}\n")
        return 1
    configure(form="console", level="ERROR", secrets=settings.secrets())  # failures are in the report
    redact = Redactor(settings.secrets())
    findings = [_right("settings: complete"), *_look(settings), *asyncio.run(_ask(settings))]
    out.writelines(f"{finding.mark} {redact(finding.words)}\n" for finding in findings)
    wrong = sum(finding.mark is Level.WRONG for finding in findings)
    out.write(f"problems found: {wrong}\n" if wrong else "ready\n")
    return 1 if wrong else 0


async def ask_name(settings: Settings) -> str:
    """The bot's user name, from Telegram. Raises StartupError."""
    try:
        async with _open_telegram(settings) as http:
            name: str = (await _telegram(http, settings, "getMe"))[0]["username"]
    except _NoAnswer as error:
        raise StartupError(f"{error}; or name the bot yourself with --bot") from None
    return name


def _right(words: str) -> Finding:
    return Finding(mark=Level.RIGHT, words=words)


def _note(words: str) -> Finding:
    return Finding(mark=Level.NOTE, words=words)


def _wrong(words: str) -> Finding:
    return Finding(mark=Level.WRONG, words=words)


def _look(settings: Settings) -> Iterator[Finding]:
    pairs = 2 if settings.paykassma_access_key_2 else 1
    yield _right(f"postbacks: {pairs} key pair{'s' * (pairs - 1)} set")
    if not settings.bot_operators:
        yield _note("operators: none; set BOT_OPERATORS, or nobody can look into payments")
    yield from _look_at_server(settings)
    if settings.bot_operators_chat is None:
        yield _note("alerts: nobody receives them; set BOT_OPERATORS_CHAT")
    if features.check("raqm"):
        yield _right("pictures: Burmese text can be drawn")
    else:
        yield _note("pictures: Burmese text cannot be drawn, so the bot sends plain text; install libfribidi0")


def _look_at_server(settings: Settings) -> Iterator[Finding]:
    """A local Bot API server may store pictures on a disk that the bot must be able to read."""
    folder = settings.bot_api_files
    if folder is not None and not (folder.is_absolute() and os.access(folder, os.R_OK | os.X_OK)):
        yield _wrong("pictures: cannot read the folder BOT_API_FILES; set the path that the Bot API server uses")
    elif folder is not None:
        yield _right("pictures: the Bot API server's files can be read")
    elif settings.bot_api_url != _TELEGRAMS_OWN:
        yield _note("pictures: if your Bot API server runs with --local, set BOT_API_FILES, or pictures cannot be read")


async def _ask(settings: Settings) -> list[Finding]:
    questions: list[Callable[[httpx.AsyncClient, Settings], Coroutine[None, None, Finding | None]]] = [
        _ask_provider,
        _ask_database,
        _ask_public_url,
        _ask_platform,
    ]
    async with _open_telegram(settings) as telegram, httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as http:
        asked = [question(telegram, settings) for question in (_ask_telegram, _ask_webhook, _ask_chat)]
        asked += [question(http, settings) for question in questions]
        return [finding for finding in await asyncio.gather(*asked) if finding is not None]


def _open_telegram(settings: Settings) -> httpx.AsyncClient:
    return httpx.AsyncClient(timeout=_PATIENCE, trust_env=False, proxy=settings.bot_proxy_url)


async def _ask_telegram(http: httpx.AsyncClient, settings: Settings) -> Finding:
    try:
        me, date = await _telegram(http, settings, "getMe")
    except _NoAnswer as error:
        return _wrong(str(error))
    ahead = SystemClock().now_ms() - int(parsedate_to_datetime(date).timestamp() * 1000) if date else 0
    if abs(ahead) > _CLOCK_TOLERANCE_MS:
        return _wrong(f"clock: differs from Telegram's by {abs(ahead) // 1000} s; turn on time synchronisation")
    topics = (
        "; private chats have topics, and the bot answers in the same topic" if me.get("has_topics_enabled") else ""
    )
    return _right(f"Telegram: accepts the token of @{me['username']}, and the clock is right{topics}")


async def _ask_webhook(http: httpx.AsyncClient, settings: Settings) -> Finding:
    try:
        webhook = (await _telegram(http, settings, "getWebhookInfo"))[0]
    except _NoAnswer:
        return _note("updates: not checked, because Telegram did not answer")
    if settings.bot_updates is UpdateMode.POLLING:
        return (
            _note("updates: a webhook is set; the bot removes it when it starts")
            if webhook["url"]
            else _right("updates: by polling")
        )
    if webhook["url"] != f"{settings.bot_public_url}{WEBHOOK_PATH}":
        return _note("updates: Telegram does not know our webhook yet; the bot sets it when it starts")
    if complaint := webhook.get("last_error_message"):
        return _wrong(f"updates: Telegram cannot deliver to BOT_PUBLIC_URL: {complaint}")
    return _right("updates: by webhook, and Telegram reports no error")


async def _ask_chat(http: httpx.AsyncClient, settings: Settings) -> Finding | None:
    """Whether the bot may write in the operators' chat; None if none is set."""
    chat_id = settings.bot_operators_chat
    if chat_id is None:
        return None  # reported with the settings
    own = {"chat_id": chat_id, "user_id": int(settings.bot_token.get_secret_value().partition(":")[0])}
    try:
        chat = (await _telegram(http, settings, "getChat", chat_id=chat_id))[0]
        opinion = opinion_of(chat, (await _telegram(http, settings, "getChatMember", **own))[0])
    except _Refused as refusal:
        opinion = opinion_of_refusal(str(refusal), refusal.parameters)
    except _NoAnswer:
        return _note("operators' chat: not checked, because Telegram did not answer")
    return (_wrong if opinion.is_wrong else _right)(f"operators' chat: {opinion.words}")


async def _ask_provider(_http: httpx.AsyncClient, settings: Settings) -> Finding:
    timeouts = Timeouts(connect=_PATIENCE, write=_PATIENCE, read=_PATIENCE, overall=_PATIENCE)
    async with open_http(timeouts) as http:
        client = PaykassmaClient(
            http,
            api_url=settings.paykassma_api_url,
            secret=settings.paykassma_secret.get_secret_value(),
            withdrawal_key=None,
            signer=SortedValuesSigner(),
            timeouts=timeouts,
        )
        answer = await client.wallets("check")
    if answer.credentials_rejected:
        return _wrong("Paykassma: PAYKASSMA_SECRET is wrong, or its support has not registered this server's address")
    if answer.outcome is Outcome.DONE:
        return _right(f"Paykassma: accepts our secret; open wallets: {', '.join(answer.wallets) or 'none'}")
    return _wrong(f"Paykassma: no usable answer from PAYKASSMA_API_URL: {answer.detail}")


async def _ask_database(_http: httpx.AsyncClient, settings: Settings) -> Finding:
    try:
        async with asyncio.timeout(_PATIENCE), open_database(settings.bot_database_url):
            return _right("database: can be written and is up to date")
    except DatabaseBusy:
        return _note("database: in use; that is right if the bot is running")
    except TimeoutError:
        return _wrong("database: no answer; check BOT_DATABASE_URL")
    except StoreError as error:
        return _wrong(f"database: {error}")


async def _ask_public_url(http: httpx.AsyncClient, settings: Settings) -> Finding:
    if settings.bot_public_url is None:
        return _note("public address: not checked; set BOT_PUBLIC_URL to test whether postbacks can arrive")
    try:
        answer = await http.get(f"{settings.bot_public_url}/healthz")
        is_us = answer.json() == {"status": "ok"}
    except httpx.HTTPError as error:
        return _wrong(f"public address: BOT_PUBLIC_URL does not answer ({type(error).__name__}); check the proxy")
    except ValueError:
        is_us = False
    if not is_us:
        return _wrong("public address: another server answers; is the bot running, and does the proxy lead to it?")
    return _right("public address: reaches the bot")


async def _ask_platform(http: httpx.AsyncClient, settings: Settings) -> Finding:
    if settings.merchant_events_url is None:
        return _note("platform: receives no events; set MERCHANT_EVENTS_URL if it should")
    try:
        answer = await http.head(settings.merchant_events_url)  # only shows that a server answers
    except httpx.HTTPError as error:
        return _wrong(f"platform: MERCHANT_EVENTS_URL does not answer ({type(error).__name__}); check the address")
    if answer.status_code == httpx.codes.NOT_FOUND:
        return _note("platform: MERCHANT_EVENTS_URL answers 404 to HEAD; check that its path accepts POST")
    return _right("platform: MERCHANT_EVENTS_URL answers")


async def _telegram(
    http: httpx.AsyncClient, settings: Settings, method: str, **params: int
) -> tuple[dict[str, Any], str]:
    """The result of a Bot API call, and the `Date` header of the answer. Raises _NoAnswer."""
    address = f"{settings.bot_api_url}/bot{settings.bot_token.get_secret_value()}/{method}"
    try:
        answer = await http.get(address, params=params)
        if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND):
            raise _NoAnswer("Telegram: rejects BOT_TOKEN; copy it from BotFather again")
        body = answer.json()
        if body.get("ok") is False:
            raise _Refused(str(body.get("description", "")), body.get("parameters") or {})
        result: dict[str, Any] = body["result"]
    except httpx.HTTPError as error:
        # The error's text contains the URL, and so the token.
        raise _NoAnswer(f"Telegram: no answer from BOT_API_URL ({type(error).__name__}); check the network") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _NoAnswer("Telegram: the server at BOT_API_URL is not a Bot API server; check the address") from None
    return result, answer.headers.get("Date", "")
