"""A copy of the bot among those on one PostgreSQL: its row and the lock that dies with it, its duties, its ears."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager, suppress

import asyncpg
import structlog

from bot.domain.database_generation import FileGeneration
from bot.store import generation, inbox, outbox
from bot.store.engine.database import Database, StoreUnavailable, Transaction
from bot.store.engine.membership import LeaderRole
from bot.store.postgres.connection import TRY_LATER, UNREACHABLE, connect, unreachable
from bot.store.postgres.failure_detector import FailureDetector, Heartbeat
from bot.store.takeover import remove_dead_instance

CHANNEL = "bot"
_ALIVE, _DUTIES = 7_242_631, 7_242_632
"""The two kinds of advisory locks: on a copy's id, and on a duty."""

_SIGNS = f"""SELECT c.id, c.beat, EXISTS (SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory'
    AND l.classid::bigint = {_ALIVE} AND l.objid::bigint = c.id AND l.granted
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) AS is_held
    FROM copies c WHERE c.id <> $1"""
_KNOWN = "holder NOT IN (SELECT id FROM copies UNION SELECT 0)"
_STRAY = f"""SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'new' AND {_KNOWN})
    OR EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' AND {_KNOWN})"""
_NOW = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now"
_BEAT = 1.0
_BEATS_PER_POLL = 5
_PAUSE = 0.5
_FAREWELL = 5.0
_TOPICS = {inbox.TOPIC, outbox.TOPIC}
_log = structlog.get_logger()


class _Removed(Exception):
    """The others took this copy for dead, and what it held is theirs."""


class PostgresMember:
    """See `Membership`. It has a connection of its own, which does nothing that could keep it waiting."""

    is_alone = False

    def __init__(self, url: str, database: Database, is_own: Callable[[int], bool]) -> None:
        self.copy = 0
        self._url = url
        self._database = database
        self._is_own = is_own
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._turn = asyncio.Lock()
        self._duties: set[LeaderRole] = set()
        self._vigil = FailureDetector()

    async def leads(self, duty: LeaderRole) -> bool:
        connection = self._connection
        if connection is None or connection.is_closed():
            return False
        if duty not in self._duties:
            try:
                async with self._turn:
                    is_ours = await connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", _DUTIES, int(duty))
            except TRY_LATER:
                return False
            if is_ours and connection is self._connection:
                self._duties.add(duty)
                _log.info("copy.leads", duty=duty.name.lower(), copy=self.copy)
        return duty in self._duties

    @asynccontextmanager
    async def taking_part(self) -> AsyncIterator[None]:
        try:
            await self._join()
        except UNREACHABLE as error:
            raise unreachable(error) from None
        living = self._database.attend(self._live())
        try:
            yield
        finally:
            living.cancel()
            with suppress(StoreUnavailable, TimeoutError):
                await asyncio.wait_for(self._bury([self.copy]), _FAREWELL)
            self._part()

    async def _join(self) -> None:
        connection = await connect(self._url)
        try:
            known = await connection.fetchval("SELECT id FROM copies WHERE id = $1", self.copy)
            copy = known or await connection.fetchval("INSERT INTO copies (beat) VALUES (0) RETURNING id")
            await connection.execute("SELECT pg_advisory_lock($1, $2)", _ALIVE, copy)
            await connection.add_listener(CHANNEL, self._hear)
        except BaseException:
            connection.terminate()
            raise
        self._connection, self.copy, self._vigil = connection, int(copy), FailureDetector()
        self._database.topics.wake(_TOPICS)  # what was said meanwhile was not heard

    def _part(self) -> None:
        connection, self._connection = self._connection, None
        self._duties.clear()
        if connection is not None:
            connection.terminate()

    def _hear(self, _connection: object, pid: int, _channel: str, topic: object) -> None:
        if not self._is_own(pid):  # who wrote it knows already
            self._database.topics.wake({str(topic)})

    async def _live(self) -> None:
        beats = 0
        while True:
            try:
                if self._connection is None:
                    await self._join()
                    _log.info("copy.is_back", copy=self.copy)
                await self._beat(is_poll=beats % _BEATS_PER_POLL == 0)
            except (*TRY_LATER, StoreUnavailable, _Removed) as error:
                _log.warning("copy.is_away", copy=self.copy, reason=type(error).__name__)
                self._part()
                await asyncio.sleep(_PAUSE)
            else:
                await asyncio.sleep(_BEAT)
            beats += 1

    async def _beat(self, *, is_poll: bool) -> None:
        """Give a sign, look at those of others, and now and then at what nobody was woken for."""
        connection = self._connection
        if connection is None:  # pragma: no cover - joined just now
            raise AssertionError
        async with self._turn:
            beat = await connection.fetchval(
                "UPDATE copies SET beat = beat + 1 WHERE id = $1 RETURNING beat", self.copy
            )
            if beat is None:
                raise _Removed
            rows = await connection.fetch(_SIGNS, self.copy)
            is_stray = is_poll and await connection.fetchval(_STRAY)
        signs = [Heartbeat(id=row["id"], beat=row["beat"], is_held=row["is_held"]) for row in rows]
        dead = self._vigil.dead(signs, asyncio.get_running_loop().time())
        if dead or is_stray:
            await self._bury(dead)
            _log.warning("copy.buried", copies=dead)
        if is_poll:
            self._database.topics.wake(_TOPICS)
            await self._keep_generation()

    async def _keep_generation(self) -> None:
        """What other copies sent counts here too: this one may be the first that meets a database that was put back."""
        found, mark = await generation.read(self._database), self._database.marker.read()
        if found and mark and found.database == mark.database and found.number > mark.number:
            with suppress(OSError):  # who has something to send says so
                await self._database.marker.keep(FileGeneration(database=found.database, number=found.number))

    async def _bury(self, copies: Collection[int]) -> None:
        async def unit(tx: Transaction) -> None:
            row = await tx.fetchrow(_NOW)
            await remove_dead_instance(tx, copies, row["now"] if row else 0)

        await self._database.write(unit)
