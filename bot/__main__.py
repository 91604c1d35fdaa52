"""The command line, `python -m bot [run|sandbox|check|…]`; each subcommand imports only what it needs."""

import argparse
import asyncio
import errno
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from bot.config.errors import StartupError
from bot.dev.bench.parts import PARTS

Work: TypeAlias = Callable[[argparse.Namespace], int]
"""Runs a subcommand and returns the program's exit code."""

_STOPPED = 130
"""The exit code that shells give a program ended by Ctrl-C."""

_NOT_STARTED = 2
_OCCUPIED = (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES)


def main(arguments: Sequence[str] | None = None) -> int:
    args = _parser().parse_args(arguments)
    work: Work = args.work
    try:
        return work(args)
    except StartupError as error:
        sys.stderr.write(f"{error}\n")
        return _NOT_STARTED
    except KeyboardInterrupt:
        return _STOPPED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="A Telegram bot that takes deposits. Without a command it runs the bot.",
        epilog="`python -m bot COMMAND --help` explains a command.",
    )
    parser.set_defaults(work=_run)
    subcommands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, work: Work, does: str, example: str) -> argparse.ArgumentParser:
        added = subcommands.add_parser(
            name, help=f"{does} (example: {example})", description=does, epilog=f"Example: {example}"
        )
        added.set_defaults(work=work)
        return added

    add("run", _run, "run the bot with the settings from the environment or .env", "python -m bot run")
    sandbox = add("sandbox", _sandbox, "try everything in a browser, without any account", "python -m bot sandbox")
    sandbox.add_argument("--port", type=int, default=8090, help="port of the page (default: %(default)s)")
    sandbox.add_argument("--data", metavar="DIR", type=Path, help="folder of the database (default: a temporary one)")
    sandbox.add_argument("--no-browser", action="store_true", help="only print the address of the page")
    add("check", _check, "check the settings and everything the bot depends on", "python -m bot check")
    add("migrate", _migrate, "update the database schema; starting the bot does it too", "python -m bot migrate")
    backup = add("backup", _backup, "back up the SQLite database, also while in use", "python -m bot backup bot.bak")
    backup.add_argument("file", metavar="FILE", type=Path, help="the new backup file; it must not exist yet")
    bench = add("bench", _bench, "measure how fast the bot is on this machine", "python -m bot bench --quick")
    bench.add_argument("parts", metavar="PART", nargs="*", help=f"measure only these parts: {', '.join(PARTS)}")
    bench.add_argument("--quick", action="store_true", help="fewer rounds; takes less than a minute")
    bench.add_argument("--json", action="store_true", help="print JSON instead of a table")
    bench.add_argument("--postgres", metavar="URL", default="", help="measure intake on this empty PostgreSQL too")
    audit = add("audit", _audit, "check that nobody has changed the audit log", "python -m bot audit verify")
    audit.add_argument("what", choices=["verify"], help="check the hash of every row")
    link = add("link", _link, "make a link that connects a chat to your own player id", "python -m bot link player-42")
    link.add_argument("label", metavar="LABEL", help="the player's id on your platform")
    link.add_argument("--days", type=int, default=7, help="days until the link expires (default: %(default)s)")
    link.add_argument("--bot", metavar="NAME", help="the bot's user name (default: ask Telegram)")
    return parser


def _run(_args: argparse.Namespace) -> int:
    from bot.config.settings import load_settings
    from bot.runtime.clock import SystemClock

    settings = load_settings()  # before the slow imports, so that a wrong setting is reported at once
    from bot.process import launch

    with _user_errors(where=f"{settings.bot_host}:{settings.bot_port}"):
        launch(settings, SystemClock())
    return 0


def _sandbox(args: argparse.Namespace) -> int:
    from bot.dev.sandbox.run import run_sandbox

    with _user_errors():
        run_sandbox(port=args.port, data=args.data, open_browser=not args.no_browser)
    return 0


def _check(_args: argparse.Namespace) -> int:
    from bot.check import check

    return check(sys.stdout)


def _migrate(_args: argparse.Namespace) -> int:
    from bot.config.settings import load_settings
    from bot.store.open import open_database

    settings = load_settings()

    async def migrate() -> None:
        async with open_database(settings.bot_database_url):
            sys.stdout.write("The database is up to date.\n")

    with _user_errors():
        asyncio.run(migrate())
    return 0


def _backup(args: argparse.Namespace) -> int:
    from bot.config.settings import load_settings
    from bot.store.open import file_of
    from bot.store.sqlite.backup import back_up

    source = file_of(load_settings().bot_database_url)
    if source is None:
        example = f"pg_dump --format=custom --file={args.file} NAME-OF-THE-DATABASE"
        raise StartupError(f"BOT_DATABASE_URL is a PostgreSQL address. Back it up with PostgreSQL's tool: {example}")
    with _user_errors():
        summary = back_up(source, args.file)
    sys.stdout.write(
        f"Backup complete: {args.file} ({args.file.stat().st_size} bytes). Schema: {summary.schema}."
        f" Ledger rows: {summary.lines}, sum: {summary.amount} Ks.\n"
    )
    return 0


def _bench(args: argparse.Namespace) -> int:
    from bot.dev.bench.run import run_bench

    if unknown := [name for name in args.parts if name not in PARTS]:
        raise StartupError(f"The bench has no part {unknown[0]}. Choose from: {', '.join(PARTS)}")
    with _user_errors():
        run_bench(args.parts, quick=args.quick, json=args.json, postgres=args.postgres)
    return 0


def _audit(_args: argparse.Namespace) -> int:
    from bot.config.settings import load_settings
    from bot.store.audit import examine
    from bot.store.open import open_reader

    settings = load_settings()

    async def verify() -> int:
        async with open_reader(settings.bot_database_url) as reader:
            head, broken = await examine(reader)
        if broken is not None:
            sys.stdout.write(f"Row {broken} does not match the rows before it: the log was changed there.\n")
        sys.stdout.write(f"Unchanged rows: {head.count}. Hash of the last one: {head.hash}\n")
        sys.stdout.write(
            "Compare both with the last audit message in the operators' chat: only it shows rows removed at the end.\n"
        )
        return 0 if broken is None else 1

    with _user_errors():
        return asyncio.run(verify())


def _link(args: argparse.Namespace) -> int:
    from bot.check import ask_name
    from bot.config.settings import load_settings
    from bot.domain.deep_link import make_link_payload
    from bot.runtime.clock import SystemClock

    settings = load_settings()
    if settings.bot_link_secret is None:
        raise StartupError("BOT_LINK_SECRET is not set. Links are signed with it: set it to 16 characters or more")
    expires_at = SystemClock().now_ms() // 1000 + args.days * 86_400
    try:
        payload = make_link_payload(args.label, expires_at, settings.bot_link_secret.get_secret_value())
    except ValueError as error:
        raise StartupError(f"No link was made: {error}") from error
    sys.stdout.write(f"https://t.me/{args.bot or asyncio.run(ask_name(settings))}?start={payload}\n")
    return 0


@contextmanager
def _user_errors(where: str = "") -> Iterator[None]:
    """Turn an error that the user can fix into a StartupError; others stay as they are."""
    try:
        yield
    except Exception as errors:
        # Not `except*`: before Python 3.11.4 it wraps an error raised in its block into another group.
        if (reason := _fixable(_first(errors), where)) is None:
            raise
        raise StartupError(reason) from None


def _fixable(error: BaseException, where: str) -> str | None:
    """What the user must do about `error`; None if it is unexpected."""
    from bot.store.engine.database import StoreUnavailable, StoreUnusable

    match error:
        case StartupError() | StoreUnusable():
            return str(error)
        case StoreUnavailable():
            reason = f"BOT_DATABASE_URL: the database cannot be written at the moment ({error})"
            return f"{reason}. Free space on its disk, stop what locks it, or try again"
        case OSError(errno=int(number)) if number in _OCCUPIED:
            what = f"The address {where} cannot be used ({os.strerror(number)})"
            return f"{what}. Stop the other program, or change BOT_HOST and BOT_PORT"
        case _:
            return None


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


if __name__ == "__main__":
    sys.exit(main())
