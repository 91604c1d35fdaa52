"""The child process of the sandbox, tried with small programs in the place of the bot."""

import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.config.errors import StartupError
from bot.dev.sandbox.bot_process import BotProcess
from tests.ports import free_port

pytestmark = pytest.mark.process

SERVER = """
import http.server, os, pathlib, signal, sys
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
pathlib.Path("seen").write_text("\\n".join(os.environ))
def stop(*_):
    pathlib.Path("stopped").touch(); sys.exit(0)
signal.signal(signal.SIGTERM, stop)
http.server.HTTPServer(("127.0.0.1", int(os.environ["BOT_PORT"])), Ready).serve_forever()
"""
Build = Callable[[str], BotProcess]


@pytest.fixture
async def build(tmp_path: Path) -> AsyncIterator[Build]:
    port = free_port()
    children: list[BotProcess] = []

    def made(program: str) -> BotProcess:
        child = BotProcess(
            settings={"BOT_PORT": str(port)},
            ready_url=f"http://127.0.0.1:{port}/readyz",
            folder=tmp_path,
            command=(sys.executable, "-c", program),
        )
        children.append(child)
        return child

    yield made
    for child in children:
        await child.kill()


async def test_it_is_started_once_and_stopped_politely(build: Build, tmp_path: Path) -> None:
    child = build(SERVER)
    await child.start()
    await child.start()
    assert child.is_running()
    await child.stop()
    assert not child.is_running()
    assert (tmp_path / "stopped").exists()


async def test_a_killed_child_says_no_farewell_and_can_be_started_again(build: Build, tmp_path: Path) -> None:
    child = build(SERVER)
    await child.start()
    await child.kill()
    assert not child.is_running()
    assert not (tmp_path / "stopped").exists()
    await child.start()
    assert child.is_running()


async def test_stopping_what_does_not_run_is_no_error(build: Build) -> None:
    child = build(SERVER)
    await child.stop()
    await child.kill()
    assert not child.is_running()


async def test_its_last_words_tell_why_it_did_not_start(build: Build) -> None:
    with pytest.raises(StartupError, match="no more paper"):
        await build("raise SystemExit('no more paper')").start()


async def test_it_sees_only_the_settings_it_was_given(build: Build, tmp_path: Path) -> None:
    await build(SERVER).start()
    seen = (tmp_path / "seen").read_text().split()
    assert "PATH" in seen
    assert {name for name in seen if name.startswith(("BOT_", "PAYKASSMA_"))} == {"BOT_PORT"}
