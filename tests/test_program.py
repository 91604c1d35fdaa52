"""The program as its user meets it: words, help, what a failed start says, and with which exit code it ends."""

import re
import sqlite3
from contextlib import AbstractAsyncContextManager, closing
from functools import partial
from pathlib import Path

import pytest
from aiohttp import web

from bot.dev.simulators.telegram import TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from bot.store import audit
from bot.store.open import open_database
from tests.environment import environment
from tests.program import Program

WORDS = ("run", "sandbox", "check", "migrate", "backup", "bench", "audit", "link")

pytestmark = pytest.mark.process


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


@pytest.mark.parametrize("word", WORDS)
async def test_each_word_is_explained_with_an_example(program: Program, word: str) -> None:
    ended = await program(word, "--help", changes={"BOT_TOKEN": None})
    assert ended.code == 0
    assert f"Example: python -m bot {word}" in ended.out
    assert re.search(rf"(?m)^ +{word} ", (await program("--help")).out)


@pytest.mark.parametrize("modules", [("bot.__main__",), ("bot.check",), ("bot.__main__", "bot.store.open")])
async def test_help_check_and_migrate_do_not_pay_for_aiogram(program: Program, modules: tuple[str, ...]) -> None:
    ended = await program.python("-c", f"import sys, {', '.join(modules)}; print('aiogram' in sys.modules)")
    assert ended.out == "False\n"


async def test_help_loads_next_to_nothing(program: Program) -> None:
    ended = await program.python("-X", "importtime", "-m", "bot", "--help")
    assert ended.code == 0
    assert not re.search(r"\b(aiogram|aiohttp|httpx|pydantic|PIL)\b", ended.err)


@pytest.mark.parametrize("word", ["run", "check", "migrate", "backup bot.bak", "audit verify", "link player-42"])
async def test_missing_settings_are_named_without_a_traceback(program: Program, word: str) -> None:
    ended = await program(*word.split(), changes={"BOT_TOKEN": None, "PAYKASSMA_SECRET": None})
    said = ended.out + ended.err
    assert ended.code == (1 if word == "check" else 2)
    assert "BOT_TOKEN: is missing" in said
    assert "PAYKASSMA_SECRET: is missing" in said
    assert "Traceback" not in said


async def test_an_unknown_word_is_refused(program: Program) -> None:
    ended = await program("dance")
    assert ended.code == 2
    assert "dance" in ended.err


def _database(path: Path) -> dict[str, str | None]:
    return {"BOT_DATABASE_URL": f"sqlite:///{path}"}


async def test_migrate_makes_the_database_and_may_be_repeated(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "new" / "bot.db"
    for _ in range(2):
        ended = await program("migrate", changes=_database(file))
        assert (ended.code, ended.err) == (0, "")
    assert file.exists()


async def _refused_start(program: Program, path: Path) -> str:
    ended = await program("migrate", changes=_database(path))
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert "Traceback" not in ended.err
    return ended.err


async def test_a_newer_database_is_left_alone(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    await program("migrate", changes=_database(file))
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("INSERT INTO schema_version (version) VALUES (9999)")
    assert "start the newer program" in await _refused_start(program, file)


async def test_a_second_instance_is_refused(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    async with open_database(f"sqlite:///{file}"):
        assert "in use by another process" in await _refused_start(program, file)


async def test_a_folder_that_cannot_be_written_is_named(program: Program) -> None:
    assert "/proc/nowhere/bot.db" in await _refused_start(program, Path("/proc/nowhere/bot.db"))


async def test_a_file_that_is_no_database_is_left_alone(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    file.write_bytes(b"no database at all, but somebody's only copy of a letter" * 100)
    assert "restore a backup" in await _refused_start(program, file)
    assert file.read_bytes().startswith(b"no database at all")


async def test_a_write_ahead_log_without_its_database_is_left_alone(program: Program, tmp_path: Path) -> None:
    """Somebody deleted or misplaced the database: what is left may be the only copy of the newest payments."""
    file, log = tmp_path / "bot.db", tmp_path / "bot.db-wal"
    log.write_bytes(b"\x37\x7f\x06\x82" + bytes(4096))
    assert "bot.db-wal" in await _refused_start(program, file)
    assert log.stat().st_size == 4100
    assert not file.exists()


async def test_a_database_without_its_write_ahead_log_is_opened(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    await program("migrate", changes=_database(file))
    for rest in ("bot.db-wal", "bot.db-shm"):
        (tmp_path / rest).unlink(missing_ok=True)
    assert (await program("migrate", changes=_database(file))).code == 0


async def test_burmese_is_written_under_the_plainest_locale(program: Program) -> None:
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = await program("check", changes={**plain, "BOT_PUBLIC_URL": "http://ဘဏ်", "BOT_TOKEN": None})
    assert ended.code == 1
    assert "BOT_TOKEN: is missing" in ended.out
    assert "Traceback" not in ended.out + ended.err


async def test_a_link_needs_the_key(program: Program) -> None:
    ended = await program("link", "player-42")
    assert ended.code == 2
    assert "BOT_LINK_SECRET" in ended.err


async def test_a_link_names_the_bot_as_telegram_does(program: Program) -> None:
    async with _telegram() as address:
        changes = {"BOT_LINK_SECRET": "link-secret-canary", "BOT_API_URL": address}
        ended = await program("link", "player-42", changes=changes)
        named = await program("link", "player-42", "--bot", "other_bot", changes=changes)
    assert re.fullmatch(r"https://t\.me/deposit_bot\?start=[A-Za-z0-9_-]{28}player-42\n", ended.out)
    assert named.out.startswith("https://t.me/other_bot?start=")


async def test_a_label_that_no_link_can_hold_is_refused(program: Program) -> None:
    ended = await program("link", "player 42", "--bot", "b", changes={"BOT_LINK_SECRET": "link-secret-canary"})
    assert ended.code == 2
    assert "No link was made" in ended.err


def _telegram() -> AbstractAsyncContextManager[str]:
    return serve(telegram_app(TelegramSimulator(environment()["BOT_TOKEN"])))


def _provider() -> web.Application:
    """The least of a provider; it answers for the bot's public address as well."""

    async def available(request: web.Request) -> web.Response:
        if request.query["secret"] != environment()["PAYKASSMA_SECRET"]:
            raise web.HTTPNotFound
        return web.json_response({"status": "ok", "params": {"wallets": [{"type": "wavepay"}]}})

    async def health(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    app = web.Application()
    app.router.add_get("/healthz", health)
    app.router.add_get("/api/v1/payment-systems/available", available)
    return app


async def test_check_finds_nothing_to_mend_where_all_is_right(program: Program, tmp_path: Path) -> None:
    async with _telegram() as telegram, serve(_provider()) as provider:
        ended = await program(
            "check",
            changes={
                "BOT_API_URL": telegram,
                "BOT_PUBLIC_URL": provider,
                "MERCHANT_EVENTS_URL": f"{provider}/healthz",
                "MERCHANT_EVENTS_KEY": "merchant-key-canary",
                "PAYKASSMA_API_URL": provider,
                **_database(tmp_path / "bot.db"),
            },
        )
    assert ended.out.splitlines()[-1] == "ready", ended
    assert ended.code == 0
    assert "@deposit_bot" in ended.out
    assert "wavepay" in ended.out
    assert "platform: MERCHANT_EVENTS_URL answers" in ended.out
    assert ended.err == ""


async def test_check_says_what_to_mend_and_shows_no_secret(program: Program) -> None:
    async with _telegram() as telegram, serve(_provider()) as provider:
        ended = await program(
            "check",
            changes={
                "BOT_TOKEN": "123456789:AAwrong-canary",
                "BOT_API_URL": telegram,
                "BOT_PUBLIC_URL": telegram,
                "PAYKASSMA_API_URL": provider,
                "PAYKASSMA_SECRET": "wrong-secret-canary",
                **_database(Path("/proc/nowhere/bot.db")),
            },
        )
    assert ended.code == 1
    wrong = [line for line in ended.out.splitlines() if line.startswith("FAIL")]
    assert [line.split()[1] for line in wrong] == ["Telegram:", "Paykassma:", "database:", "public"]
    assert "canary" not in ended.out + ended.err


@pytest.mark.timeout(30)
async def test_check_without_a_network_ends_within_seconds(program: Program, tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:9"
    changes = {"BOT_API_URL": nobody, "PAYKASSMA_API_URL": nobody, "BOT_PUBLIC_URL": nobody}
    changes |= {"MERCHANT_EVENTS_URL": f"{nobody}/events", "MERCHANT_EVENTS_KEY": "merchant-key-canary"}
    ended = await program("check", changes={**changes, **_database(tmp_path / "bot.db")})
    assert ended.code == 1
    assert ended.out.splitlines()[-1] == "problems found: 4"
    assert "Traceback" not in ended.out + ended.err


async def test_audit_verify_says_whether_the_log_is_whole_also_while_the_bot_runs(program: Program) -> None:
    async with open_database(f"sqlite:///{program.folder / 'data' / 'bot.db'}") as database:
        for number in range(3):
            append = partial(audit.append, act="hold", subject="player:p", before="{}", after="{}", now=0)
            await database.write(partial(append, actor=number))
        whole = await program("audit", "verify")
        head = await audit.head(database)
    assert (whole.code, whole.err) == (0, "")
    assert f"Unchanged rows: 3. Hash of the last one: {head.hash}" in whole.out
    with closing(sqlite3.connect(program.folder / "data" / "bot.db")) as connection:
        connection.executescript("DROP TRIGGER audit_no_update; UPDATE audit SET actor = 9 WHERE id = 2;")
    broken = await program("audit", "verify")
    assert broken.code == 1
    assert broken.out.startswith("Row 2 does not match the rows before it")


async def test_audit_verify_names_a_database_that_is_not_there(program: Program) -> None:
    ended = await program("audit", "verify")
    assert ended.code == 2
    assert "BOT_DATABASE_URL" in ended.err
    assert "Traceback" not in ended.err
