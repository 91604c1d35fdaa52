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
        description="A Telegram bot that takes deposits. Without a word it runs.",
        epilog="`python -m bot WORD --help` says more of a word.",
    )
    parser.set_defaults(work=_run)
    subcommands = parser.add_subparsers(title="words", metavar="WORD")

    def add(name: str, work: Work, does: str, example: str) -> argparse.ArgumentParser:
        added = subcommands.add_parser(
            name, help=f"{does}; as in: {example}", description=does, epilog=f"Example: {example}"
        )
        added.set_defaults(work=work)
        return added

    add("run", _run, "run the bot with the settings of the environment or .env", "python -m bot run")
    sandbox = add("sandbox", _sandbox, "try everything in a browser, without any account", "python -m bot sandbox")
    sandbox.add_argument("--port", type=int, default=8090, help="where the page is served (default: %(default)s)")
    sandbox.add_argument("--data", type=Path, help="keep the database in this folder (default: forget it at the end)")
    sandbox.add_argument("--no-browser", action="store_true", help="only print the address of the page")
    add("check", _check, "say line by line whether settings and surroundings are right", "python -m bot check")
    add("migrate", _migrate, "bring the database up to date, as a start does too", "python -m bot migrate")
    backup = add("backup", _backup, "copy the SQLite database, while the bot runs too", "python -m bot backup bot.bak")
    backup.add_argument("file", metavar="FILE", type=Path, help="a file that is not there yet")
    bench = add("bench", _bench, "measure the bot on this machine", "python -m bot bench --quick")
    bench.add_argument("parts", metavar="PART", nargs="*", help=f"only these parts of it: {', '.join(PARTS)}")
    bench.add_argument("--quick", action="store_true", help="fewer rounds, done within a minute")
    bench.add_argument("--json", action="store_true", help="for programs")
    bench.add_argument("--postgres", metavar="URL", default="", help="intake on this empty PostgreSQL database too")
    audit = add("audit", _audit, "say whether the log of operators' acts is whole", "python -m bot audit verify")
    audit.add_argument("what", choices=["verify"], help="what to do with the log")
    link = add("link", _link, "make a link that binds a chat to your own player id", "python -m bot link player-42")
    link.add_argument("label", metavar="LABEL", help="the player's id on your platform")
    link.add_argument("--days", type=int, default=7, help="how long the link works (default: %(default)s)")
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
        raise StartupError(f"BOT_DATABASE_URL names PostgreSQL, which is backed up by its own tool: {example}")
    with _user_errors():
        summary = back_up(source, args.file)
    sys.stdout.write(
        f"{args.file} is whole: schema {summary.schema}, {summary.lines} lines in the ledger over {summary.amount} Ks,"
        f" {args.file.stat().st_size} bytes.\n"
    )
    return 0


def _bench(args: argparse.Namespace) -> int:
    from bot.dev.bench.run import run_bench

    if unknown := [name for name in args.parts if name not in PARTS]:
        raise StartupError(f"The bench has no part {unknown[0]}: it has {', '.join(PARTS)}")
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
            sys.stdout.write(f"Row {broken} does not follow from those before it: the log was changed there.\n")
        sys.stdout.write(f"{head.count} rows are whole; the hash of the last of them is {head.hash}\n")
        sys.stdout.write(
            "Compare both with what the operators' chat was told: rows cut off at the end show only there.\n"
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
        raise StartupError("BOT_LINK_SECRET is not set: links are signed with it; give it 16 characters or more")
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
            reason = f"BOT_DATABASE_URL: the database does not take what is written just now ({error})"
            return f"{reason}: make room on its disk, end what locks it, or try again"
        case OSError(errno=int(number)) if number in _OCCUPIED:
            what = f"The address {where} cannot be used ({os.strerror(number)})"
            return f"{what}: stop the other program, or set BOT_HOST and BOT_PORT"
        case _:
            return None


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


if __name__ == "__main__":
    sys.exit(main())
