"""Errors reach Sentry whole enough to be found, and without any secret."""

import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.dev.simulators.telegram import serve
from tests.environment import environment
from tests.program import Program

pytestmark = pytest.mark.process

SECRET = environment()["PAYKASSMA_SECRET"]
FAILS = """
import sys, structlog
from bot.runtime.logs import Redactor, configure
from bot.runtime.sentry import report_errors
_, dsn, secret = sys.argv
configure(form="json", level="INFO", secrets=[secret])
report_errors(dsn, Redactor([secret]))
log = structlog.get_logger("bot.test")
log.warning("deposit.slow", deposit="dep-1")
log.error("postback.signature_bad", size=7, url=f"https://api.example/?secret={secret}")
try:
    hidden = secret
    raise ValueError(f'no answer from "?secret={secret}"')
except ValueError:
    log.exception("inbox.row_failed", row=42)
"""


@pytest.fixture
async def told() -> AsyncIterator[tuple[str, list[str]]]:
    """The DSN of a Sentry on the loopback, and the bodies it was sent."""
    bodies: list[str] = []

    async def take(request: web.Request) -> web.Response:
        body = await request.read()
        bodies.append((gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body).decode())
        return web.json_response({})

    app = web.Application()
    app.router.add_post("/api/7/envelope/", take)
    async with serve(app) as url:
        yield url.replace("http://", "http://key@") + "/7", bodies


def _events(bodies: list[str]) -> list[dict[str, Any]]:
    lines = [json.loads(line) for body in bodies for line in body.splitlines() if line]
    return [line for line in lines if "logentry" in line]


async def test_errors_are_told_with_their_ids_and_without_secrets(tmp_path: Path, told: tuple[str, list[str]]) -> None:
    dsn, bodies = told
    ended = await Program(tmp_path).python("-c", FAILS, dsn, SECRET)
    assert ended.code == 0
    bad, failed = _events(bodies)
    assert bad["logentry"]["message"] == "postback.signature_bad"
    assert bad["extra"]["size"] == 7
    assert failed["logentry"]["message"] == "inbox.row_failed"
    assert failed["extra"]["row"] == 42
    assert failed["exception"]["values"][0]["type"] == "ValueError"
    assert not [body for body in bodies if SECRET in body]


@pytest.mark.parametrize("dsn", ["https://sentry.example/7", "nonsense"])
async def test_what_is_no_dsn_is_named_at_the_start(tmp_path: Path, dsn: str) -> None:
    ended = await Program(tmp_path)(changes={"BOT_SENTRY_DSN": dsn})
    assert ended.code == 2
    assert "BOT_SENTRY_DSN" in ended.err
    assert "Traceback" not in ended.err
