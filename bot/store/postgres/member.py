"""This instance as a member of a PostgreSQL cluster: its row, its locks, its leader roles and notifications."""

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
_INSTANCE_LOCK, _ROLE_LOCK = 7_242_631, 7_242_632
"""The classes of the advisory locks: one lock per instance id, one per leader role."""

_OTHERS = f"""SELECT c.id, c.beat, EXISTS (SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory'
    AND l.classid::bigint = {_INSTANCE_LOCK} AND l.objid::bigint = c.id AND l.granted
    AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) AS is_held
    FROM copies c WHERE c.id <> $1"""
_KNOWN = "holder NOT IN (SELECT id FROM copies UNION SELECT 0)"
_ORPHANS = f"""SELECT EXISTS (SELECT 1 FROM inbox WHERE state = 'new' AND {_KNOWN})
    OR EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' AND {_KNOWN})"""
_NOW = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now"
_HEARTBEAT_SECONDS = 1.0
_HEARTBEATS_PER_POLL = 5
_PAUSE = 0.5
_LEAVE_SECONDS = 5.0
_TOPICS = {inbox.TOPIC, outbox.TOPIC}
_log = structlog.get_logger()


class _Removed(Exception):
    """Other instances took this one for dead and reclaimed its rows."""


class PostgresMember:
    """See `ClusterMember`. It has its own connection, on which nothing runs that could block it."""

    is_single = False

    def __init__(self, url: str, database: Database, is_own: Callable[[int], bool]) -> None:
        self.instance_id = 0
        self._url = url
        self._database = database
        self._is_own = is_own
        self._connection: asyncpg.Connection[asyncpg.Record] | None = None
        self._turn = asyncio.Lock()
        self._roles: set[LeaderRole] = set()
        self._detector = FailureDetector()

    async def is_leader(self, role: LeaderRole) -> bool:
        connection = self._connection
        if connection is None or connection.is_closed():
            return False
        if role not in self._roles:
            try:
                async with self._turn:
                    is_ours = await connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", _ROLE_LOCK, int(role))
            except TRY_LATER:
                return False
            if is_ours and connection is self._connection:
                self._roles.add(role)
                _log.info("instance.is_leader", role=role.name.lower(), instance_id=self.instance_id)
        return role in self._roles

    @asynccontextmanager
    async def joined(self) -> AsyncIterator[None]:
        try:
            await self._join()
        except UNREACHABLE as error:
            raise unreachable(error) from None
        running = self._database.attend(self._run())
        try:
            yield
        finally:
            running.cancel()
            with suppress(StoreUnavailable, TimeoutError):
                await asyncio.wait_for(self._remove_dead([self.instance_id]), _LEAVE_SECONDS)
            self._leave()

    async def _join(self) -> None:
        connection = await connect(self._url)
        try:
            known = await connection.fetchval("SELECT id FROM copies WHERE id = $1", self.instance_id)
            instance_id = known or await connection.fetchval("INSERT INTO copies (beat) VALUES (0) RETURNING id")
            await connection.execute("SELECT pg_advisory_lock($1, $2)", _INSTANCE_LOCK, instance_id)
            await connection.add_listener(CHANNEL, self._on_notify)
        except BaseException:
            connection.terminate()
            raise
        self._connection, self.instance_id, self._detector = connection, int(instance_id), FailureDetector()
        self._database.topics.wake(_TOPICS)  # notifications sent meanwhile were missed

    def _leave(self) -> None:
        connection, self._connection = self._connection, None
        self._roles.clear()
        if connection is not None:
            connection.terminate()

    def _on_notify(self, _connection: object, pid: int, _channel: str, topic: object) -> None:
        if not self._is_own(pid):  # the writer of this process has woken its waiters already
            self._database.topics.wake({str(topic)})

    async def _run(self) -> None:
        count = 0
        while True:
            try:
                if self._connection is None:
                    await self._join()
                    _log.info("instance.is_back", instance_id=self.instance_id)
                await self._heartbeat(is_poll=count % _HEARTBEATS_PER_POLL == 0)
            except (*TRY_LATER, StoreUnavailable, _Removed) as error:
                _log.warning("instance.is_away", instance_id=self.instance_id, reason=type(error).__name__)
                self._leave()
                await asyncio.sleep(_PAUSE)
            else:
                await asyncio.sleep(_HEARTBEAT_SECONDS)
            count += 1

    async def _heartbeat(self, *, is_poll: bool) -> None:
        """Send a heartbeat, check the other instances, and sometimes look for orphaned rows and missed topics."""
        connection = self._connection
        if connection is None:  # pragma: no cover - joined just now
            raise AssertionError
        async with self._turn:
            beat = await connection.fetchval(
                "UPDATE copies SET beat = beat + 1 WHERE id = $1 RETURNING beat", self.instance_id
            )
            if beat is None:
                raise _Removed
            rows = await connection.fetch(_OTHERS, self.instance_id)
            has_orphans = is_poll and await connection.fetchval(_ORPHANS)
        heartbeats = [Heartbeat(id=row["id"], beat=row["beat"], is_locked=row["is_held"]) for row in rows]
        dead = self._detector.dead(heartbeats, asyncio.get_running_loop().time())
        if dead or has_orphans:
            await self._remove_dead(dead)
            _log.warning("instance.removed", instances=dead)
        if is_poll:
            self._database.topics.wake(_TOPICS)
            await self._keep_generation()

    async def _keep_generation(self) -> None:
        """Write the generation that other instances raised to this machine's file as well.

        This instance may be the first to start on a restored database.
        """
        found, written = await generation.read(self._database), self._database.marker.read()
        if found and written and found.database == written.database and found.number > written.number:
            with suppress(OSError):  # the instance that sends a payout reports it
                await self._database.marker.keep(FileGeneration(database=found.database, number=found.number))

    async def _remove_dead(self, instance_ids: Collection[int]) -> None:
        async def in_transaction(tx: Transaction) -> None:
            row = await tx.fetchrow(_NOW)
            await remove_dead_instance(tx, instance_ids, row["now"] if row else 0)

        await self._database.write(in_transaction)
