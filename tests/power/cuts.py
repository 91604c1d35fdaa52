"""Power cuts under the product's own statements: letters are taken in and applied, and the power goes at any step.

The driver is apsw, because only it lets a disk be made of Python; pragmas, statements and transactions are the
product's. One seed decides everything but the random keys that the product draws.
"""

import asyncio
import gc
import logging
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, cast

import apsw
import structlog

from bot.services.queue.inbox_worker import Turn
from bot.store import inbox
from bot.store.engine.database import Database, Param
from bot.store.engine.migrate import migrate
from bot.store.open import open_database
from bot.store.sqlite.database import _prepare, _Session, _SlowReader
from bot.wiring import Services
from tests.clock import FakeClock
from tests.kill.store_checker import check_copy
from tests.kill.store_worker import RAM, ProviderRecord, act, key_of, open_record, open_store_worker, template
from tests.power.disk import Disk, Drive
from tests.sim.store import _Inline

_CUTS_OF_A_FILE = 20
_BIRTHS = 0.1
_STEPS, _STEPS_OF_A_BIRTH = 240, 500
_FOR_EVER = 1 << 60
_AT_ONCE = 6
_CHECKPOINTS = (1_000, 100, 20)
"""Pages after which the log is copied into the file: 1,000 is usual; fewer let more cuts meet it."""


class _Row:
    """Values by place and by column name."""

    def __init__(self, cursor: apsw.Cursor, values: tuple[Any, ...]) -> None:
        self._values = values
        self._names = [column[0] for column in cursor.get_description()]

    def __getitem__(self, key: int | str) -> Any:  # noqa: ANN401 - a column's type is known to its reader alone
        return self._values[self._names.index(key) if isinstance(key, str) else key]


class _Driver:
    """apsw with the face that the store knows."""

    def __init__(self, path: Path, drive: Drive, flags: int) -> None:
        self._file = apsw.Connection(str(path), flags=flags, vfs=drive.name)
        self._file.row_trace = _Row

    def execute(self, sql: str, args: Mapping[str, Param] | None = None) -> apsw.Cursor:
        return self._file.execute(sql, args)

    def rollback(self) -> None:
        if self._file.in_transaction:
            self._file.execute("ROLLBACK")

    def close(self) -> None:
        self._file.close()


@dataclass(slots=True, kw_only=True)
class Cuts:
    """`cuts` so far, `acknowledged` before them, sectors `lost` in them; `synchronous` other than the product's."""

    folder: Path
    rng: Random
    synchronous: str = ""
    cuts: int = 0
    acknowledged: int = 0
    disk: Disk = field(init=False)
    _drive: Drive = field(init=False)
    _books: ProviderRecord = field(init=False)
    _numbers: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        self.disk = Disk(self.folder, self.rng)
        self._drive = Drive(self.disk)

    @property
    def _path(self) -> Path:
        return self.folder / "bot.db"

    def cut(self, cuts: int) -> None:
        """Cut the power so often. Raises Broken at the first broken invariant."""
        while self.cuts < cuts:
            if self.rng.random() < _BIRTHS:
                self._be_born()
            self._empty_folder()
            self._path.write_bytes(template())
            self._books = open_record(self._path, self.rng)
            for _ in range(min(_CUTS_OF_A_FILE, cuts - self.cuts)):
                self._live(self._serve, self.rng.randint(1, _STEPS))
                check_copy(self._path, self._books)
            self._live(self._finish, _FOR_EVER)
            check_copy(self._path, self._books, at_end=True)

    def _be_born(self) -> None:
        """The power goes while the tables are made; the next start makes them."""
        self._empty_folder()
        self._live(_nothing, self.rng.randint(1, _STEPS_OF_A_BIRTH))
        asyncio.run(_start_anew(self._path))

    def _empty_folder(self) -> None:
        for old in self.folder.iterdir():
            old.unlink()

    def _live(self, work: Callable[[Database], Awaitable[None]], steps: int) -> None:
        """From power on to the cut, or to the end of the work."""
        self.disk.power_on(steps)
        try:
            asyncio.run(self._work(work))
        except Exception:
            if not self.disk.is_cut:
                raise
        if self.disk.is_cut:
            self.cuts += 1
            self.disk.fall()

    async def _work(self, work: Callable[[Database], Awaitable[None]]) -> None:
        async with self._open() as database, database.running():
            await migrate(database)
            await work(database)

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[Database]:
        """As the product opens it, in this very thread."""
        drivers: list[_Driver] = []
        try:
            drivers.append(_Driver(self._path, self._drive, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE))
            writer = cast("sqlite3.Connection", drivers[0])
            _prepare(writer, self._path)
            writer.execute(f"PRAGMA wal_autocheckpoint={self.rng.choice(_CHECKPOINTS)}")
            if self.synchronous:
                writer.execute(f"PRAGMA synchronous={self.synchronous}")
            drivers.append(_Driver(self._path, self._drive, apsw.SQLITE_OPEN_READONLY))
            reader = cast("sqlite3.Connection", drivers[1])
            yield Database(_Session(writer, _Inline()), _SlowReader(reader, _Inline()), dialect="sqlite")
        finally:
            for driver in reversed(drivers):
                with suppress(Exception):
                    driver.close()

    async def _serve(self, database: Database) -> None:
        """Take in and apply until the power goes."""
        store_worker, life = open_store_worker(database), next(self._numbers)
        while not self.disk.is_cut:
            bodies = [self._books.write_letter() for _ in range(self.rng.randint(1, _AT_ONCE))]
            work = [self._receive(store_worker, body) for body in bodies]
            await _all(*work, self._act(database, f"{life}/{next(self._numbers)}"))
            await self._apply(store_worker, database)

    async def _receive(self, store_worker: Services, body: bytes) -> None:
        await store_worker.postbacks.receive(body)
        self._books.acked.add(key_of(body))
        self.acknowledged += 1

    async def _act(self, database: Database, subject: str) -> None:
        await act(database, subject)
        self._books.acts.add(subject)
        self.acknowledged += 1

    async def _apply(self, store_worker: Services, database: Database) -> None:
        for row in await inbox.new(database, database.membership.instance_id, 100):
            await store_worker.postbacks.apply(Turn(database, FakeClock(), row))

    async def _finish(self, database: Database) -> None:
        await self._apply(open_store_worker(database), database)


async def _all(*work: Awaitable[None]) -> None:
    """Wait for each of them, then raise what the first raised."""
    for outcome in await asyncio.gather(*work, return_exceptions=True):
        if outcome is not None:
            raise outcome


async def _nothing(database: Database) -> None:
    del database


async def _start_anew(path: Path) -> None:
    async with open_database(f"sqlite:///{path}"):
        pass


def cut_power(cuts: int, seed: int, *, synchronous: str = "") -> str:
    """See `Cuts`; `synchronous` in the place of the product's own is how the engine is tried itself."""
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    template()
    gc.freeze()
    with tempfile.TemporaryDirectory(prefix="power-", dir=RAM) as folder:
        machine = Cuts(folder=Path(folder), rng=Random(seed), synchronous=synchronous)
        machine.cut(cuts)
    return f"{machine.cuts} cuts, {machine.acknowledged} acknowledgements, {machine.disk.lost} sectors lost"
