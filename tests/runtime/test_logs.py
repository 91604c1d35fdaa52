"""What leaves through the logs: every fact, no secret, one record that cannot be forged."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.runtime.logs import Redactor, build_handler

TOKEN = "987654321:AAcanary-canary_canary0123456789abc"
SECRET = "canary/plugin+secret=ß"
Logged = Callable[[], str]


@pytest.fixture(params=["json", "console"])
def logged(request: pytest.FixtureRequest) -> Iterator[Logged]:
    stream = io.StringIO()
    handler = build_handler(form=request.param, secrets=[TOKEN, SECRET], stream=stream)
    logger = logging.getLogger("canary")
    logger.addHandler(handler)
    logger.propagate = False
    yield stream.getvalue
    logger.removeHandler(handler)


@pytest.mark.parametrize(
    "words",
    [
        TOKEN,
        f"GET https://api.telegram.org/bot{TOKEN}/getMe",
        "GET https://api.telegram.org/file/bot111222333:AAsomeone-elses-canary/photos/1.jpg",
        f"secret={SECRET}",
        "https://api.example/api/v1/x?secret=unknown-canary&label=7",
        "https://api.example/api/v1/x?a=1&secret=unknown-canary",
        "secret%3Dunknown-canary",
        "canary%2Fplugin%2Bsecret%3D%C3%9F",
        repr({"key": SECRET}),
        json.dumps({"key": SECRET}),
    ],
)
def test_no_secret_is_seen_in_a_message(logged: Logged, words: str) -> None:
    logging.getLogger("canary").warning("said %s", words)
    assert "canary" not in logged().replace("logger", "").replace('"canary"', "").replace("[canary", "")
    assert "said" in logged()


def test_no_secret_is_seen_in_a_traceback(logged: Logged) -> None:
    try:
        raise RuntimeError(f"cannot fetch https://x/bot{TOKEN}/f?secret={SECRET}")
    except RuntimeError:
        logging.getLogger("canary").exception("download.failed", extra={"where": SECRET})
    assert "RuntimeError" in logged()
    assert TOKEN not in logged()
    assert SECRET not in logged()
    assert "plugin" not in logged()


def test_a_value_cannot_forge_a_record_or_move_the_cursor(logged: Logged) -> None:
    logging.getLogger("canary").warning("name %s", 'a\n{"event": "forged"}\r\x1b[2J\u202eb\x7f\x9b')
    assert len([line for line in logged().splitlines() if not line.startswith("    ")]) == 1
    assert all(char.isprintable() or char == "\n" for char in logged())


_PIECES = st.sampled_from(['"', "'", "\\", "\n", "\x7f", "secret=", "secret%3D", SECRET, f"bot{TOKEN}", "&", "a"])


@given(st.lists(_PIECES | st.text()).map("".join))
@example('no answer from "https://x/?secret=abc"')
@example("a name with \x7f")
def test_a_line_is_json_whatever_is_masked_in_it(words: str) -> None:
    stream = io.StringIO()
    record = logging.LogRecord("canary", logging.ERROR, "", 0, "%s", (words,), None)
    handler = build_handler(form="json", secrets=[TOKEN, SECRET], stream=stream)
    handler.emit(record)
    (line,) = stream.getvalue().splitlines()
    assert json.loads(line)["level"] == "error"


@given(st.text(min_size=4), st.text(), st.text())
def test_a_secret_of_any_letters_is_taken_out(secret: str, before: str, after: str) -> None:
    assert secret not in Redactor([secret])(f"{before} {secret} {after}").replace("***", "\0")


def test_a_secret_that_begins_like_another_leaves_no_rest() -> None:
    assert Redactor(["abcd", "abcdefgh"])("abcdefgh") == "***"


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


PROLOGUE = """
import logging, structlog
from bot.runtime.logs import configure
configure(form="json", level="INFO", secrets=["top-secret-canary"])
"""


def test_bound_ids_stand_in_every_record_of_their_context() -> None:
    seen = _run(f"""{PROLOGUE}
structlog.contextvars.bind_contextvars(deposit="D7")
structlog.get_logger("bot.x").info("deposit.credited", amount=10_000)
logging.getLogger("bot.y").info("plain")
""")
    first, second = map(json.loads, seen.stderr.splitlines())
    assert (first["event"], first["deposit"], first["amount"]) == ("deposit.credited", "D7", 10_000)
    assert (second["event"], second["deposit"], second["logger"]) == ("plain", "D7", "bot.y")


def test_libraries_that_quote_addresses_are_silent() -> None:
    seen = _run(f"""{PROLOGUE}
for name in ("httpx", "httpcore", "aiohttp.access", "aiogram.event"):
    logging.getLogger(name).info("GET https://x/?secret=1")
""")
    assert seen.stderr == ""


def test_a_crash_is_logged_without_the_secret() -> None:
    seen = _run(f"""{PROLOGUE}
raise RuntimeError("with top-secret-canary in it")
""")
    assert json.loads(seen.stderr)["event"] == "program.crashed"
    assert "top-secret-canary" not in seen.stderr
    assert seen.returncode == 1


def test_a_record_that_cannot_be_written_hurts_nobody() -> None:
    seen = _run(f"""{PROLOGUE}
class Grumpy:
    def __str__(self): raise RuntimeError
    __repr__ = __str__
structlog.get_logger().info("shown", value=Grumpy())
logging.getLogger().info("shown %s", Grumpy())
logging.getLogger().info("too %s few %s", 1)
logging.getLogger().handlers[0].stream = open("/dev/full", "w")
logging.getLogger().info("onto a full disk")
print("still here")
""")
    assert seen.stdout == "still here\n"
    assert seen.returncode == 0
