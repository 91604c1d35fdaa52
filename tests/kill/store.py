"""The store alone, killed many times a second: imported once, forked for each life, the same file life after life."""

import asyncio
import gc
import logging
import os
import select
import signal
import struct
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from random import Random
from typing import Any, NoReturn, cast

import structlog

from bot.runtime.clock import SystemClock
from bot.services.postbacks.intake import SOURCE
from bot.services.queue.inbox_worker import InboxWorker
from bot.store.engine.database import Database, Unit
from bot.store.open import open_database
from bot.wiring import Services
from tests.invariants.broken import demand
from tests.kill.store_checker import check_copy
from tests.kill.store_worker import RAM, ProviderRecord, act, key_of, open_record, open_store_worker, template

_LIVES_OF_A_FILE = 20
_OPENED, _ACT = 0, 1 << 30
_RECORD = struct.Struct(">I")
_PATIENCE = 600.0
_AT_ONCE = 8


class EarlyAcknowledger:
    """A database that says yes before it has written: the fault that must be found, or the engine is blind."""

    def __init__(self, database: Database, group: asyncio.TaskGroup) -> None:
        self._database = database
        self._group = group

    async def write(self, unit: Unit[Any]) -> bool:
        self._group.create_task(self._database.write(unit))
        return True

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - all else is as the database has it
        return getattr(self._database, name)


@dataclass(slots=True, kw_only=True)
class WorkerProcess:
    """One life: takes letters and acts in through the product, and reports each once it is acknowledged."""

    url: str
    mail: list[bytes]
    name: str
    rng: Random
    out: int
    is_hasty: bool

    def live(self) -> NoReturn:
        code = 1
        try:
            asyncio.run(self._live())
            code = 0
        except BaseException:  # noqa: BLE001 - whatever it is, it is shown, and the child ends here
            traceback.print_exc()
        os._exit(code)

    async def _live(self) -> None:
        async with open_database(self.url) as database, asyncio.TaskGroup() as group:
            self._report(_OPENED)
            store_worker = open_store_worker(database)
            worker = InboxWorker(
                database, SystemClock(), store_worker.alerts.row_failed, {SOURCE: store_worker.postbacks}
            )
            working = group.create_task(worker.run())
            if not self.mail:  # the last life of a file: all that waits is applied
                await self._empty(database, worker)
                working.cancel()
                return
            if self.is_hasty:
                store_worker = open_store_worker(cast("Database", EarlyAcknowledger(database, group)))
            await self._take_in(store_worker, database)

    async def _take_in(self, store_worker: Services, database: Database) -> None:
        mail = cycle(enumerate(self.mail, 1))
        for number in count():
            batch = [next(mail) for _ in range(self.rng.randint(1, _AT_ONCE))]
            await asyncio.gather(*(self._receive(store_worker, *one) for one in batch), self._act(database, number))

    async def _receive(self, store_worker: Services, number: int, body: bytes) -> None:
        await store_worker.postbacks.receive(body)
        self._report(number)

    async def _act(self, database: Database, number: int) -> None:
        await act(database, f"{self.name}/{number}")
        self._report(_ACT + number)

    async def _empty(self, database: Database, worker: InboxWorker) -> None:
        while await database.fetch("SELECT 1 AS waits FROM inbox WHERE state = 'new' LIMIT 1"):
            await asyncio.sleep(0.005)
        await worker.idle()

    def _report(self, number: int) -> None:
        os.write(self.out, _RECORD.pack(number))


@dataclass(slots=True, kw_only=True)
class Store:
    """Kills its children and judges what each leaves behind. The seed decides all but real time."""

    folder: Path
    rng: Random
    is_hasty: bool = False
    kills: int = 0
    early: int = 0
    acknowledged: int = 0
    lives: int = 0
    _books: ProviderRecord = field(init=False)

    def kill(self, kills: int) -> None:
        """Kill so often. Raises Broken at the first broken invariant."""
        while self.kills < kills:
            self._begin()
            for _ in range(min(_LIVES_OF_A_FILE, kills - self.kills)):
                self._life()
                check_copy(self._path, self._books)
            self._end()

    @property
    def _path(self) -> Path:
        return self.folder / "bot.db"

    def _begin(self) -> None:
        """A new file, as the product leaves it when nobody kills it."""
        for old in self.folder.glob("bot.db*"):
            old.unlink()
        self._path.write_bytes(template())
        self._books = open_record(self._path, self.rng)

    def _life(self) -> None:
        mail = self._books.mail()
        name = f"life {self.kills}"
        pid, pipe = self._fork(mail, name)
        wanted = self.rng.randint(-1, 8)
        seen = self._read(pipe, wanted) if wanted > 0 else b""
        self._wait(self.rng.choice((0, self.rng.uniform(0, 0.02 if wanted <= 0 else 0.003))))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        demand(os.waitstatus_to_exitcode(status) == -signal.SIGKILL, "a life ended by itself:", status)
        while more := os.read(pipe, 65_536):
            seen += more
        os.close(pipe)
        self.kills += 1
        self.early += not seen
        self._note(seen, mail, name)

    def _fork(self, mail: list[bytes], name: str) -> tuple[int, int]:
        pipe, out = os.pipe()
        chance = Random(self.rng.random())
        pid = os.fork()
        if pid == 0:
            url = f"sqlite:///{self._path}"
            WorkerProcess(url=url, mail=mail, name=name, rng=chance, out=out, is_hasty=self.is_hasty).live()
        os.close(out)
        return pid, pipe

    def _read(self, pipe: int, wanted: int) -> bytes:
        """Wait for so many acknowledgements."""
        seen, end = b"", time.monotonic() + _PATIENCE
        while len(seen) < wanted * _RECORD.size:
            demand(time.monotonic() < end, f"nothing acknowledged within {_PATIENCE:.0f} s")
            if select.select([pipe], [], [], 1)[0]:
                more = os.read(pipe, 65_536)
                demand(more, "a life ended by itself")
                seen += more
        return seen

    def _wait(self, seconds: float) -> None:
        select.select([], [], [], seconds)

    def _note(self, seen: bytes, mail: list[bytes], name: str) -> None:
        whole = len(seen) - len(seen) % _RECORD.size
        for (number,) in _RECORD.iter_unpack(seen[:whole]):
            if number >= _ACT:
                self._books.acts.add(f"{name}/{number - _ACT}")
            elif number != _OPENED:
                self._books.acked.add(key_of(mail[number - 1]))
            self.acknowledged += number != _OPENED

    def _end(self) -> None:
        """A life that nobody ends: what was acknowledged is applied."""
        pid, pipe = self._fork([], "the last")
        _, status = os.waitpid(pid, 0)
        os.close(pipe)
        demand(status == 0, "the last life of a file ended with", status)
        check_copy(self._path, self._books, at_end=True)


def kill_store(kills: int, seed: int, *, is_hasty: bool = False) -> str:
    """See `Store`. In memory where there is some: what a kill leaves behind is what the system has, not the disk."""
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    template()
    gc.freeze()  # a fork then copies what it writes, and not what a collection looks at
    with tempfile.TemporaryDirectory(prefix="kill-", dir=RAM) as folder:
        store = Store(folder=Path(folder), rng=Random(seed), is_hasty=is_hasty)
        store.kill(kills)
    return f"{store.kills} kills, {store.early} of them while it opened, {store.acknowledged} acknowledgements"
