"""Measures the queries of a deposit with many deposits in the database, in comparison with few."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from bot.dev.bench.parts import Run
from bot.dev.bench.seed_data import FIRST_PLAYER, fill
from bot.dev.bench.statistics import Figure, Goal
from bot.store import alerts, deposits, inbox, ledger, outbox, overrides, players
from bot.store.engine.database import Database, Transaction
from bot.store.open import open_database
from bot.store.queries import search

_OPEN = 200
_SECONDS = 0.1
_LIMIT = 1.6
_NOW = 1_900_000_000_000
_NUMBER = 8_000_000_000
_HITS = 20
_BY_NUMBER = (search.NUMBER, search.END)
Query = Callable[["_FilledDatabase", Transaction], Awaitable[object]]


@dataclass(slots=True, kw_only=True)
class _FilledDatabase:
    """A filled database; `turn` makes each query one about another player."""

    database: Database
    credited: int
    turn: int = 0

    @property
    def deposit(self) -> int:
        return self.turn * 7_919 % self.credited

    @property
    def player(self) -> int:
        return FIRST_PLAYER + _OPEN + self.deposit % (self.credited // 10)


async def measure(run: Run) -> Sequence[Figure]:
    """Measure each query on both databases in turns."""
    few, many = (1_000, 100_000) if run.quick else (10_000, 1_000_000)
    async with AsyncExitStack() as stack:
        small, large = [await _opened(stack, run, credited) for credited in (few, many)]
        return [await _figure(run, name, query, small, large) for name, query in _QUERIES.items()]


async def _opened(stack: AsyncExitStack, run: Run, credited: int) -> _FilledDatabase:
    path = run.folder / f"{credited}.db"
    run.say(f"  filling {credited:,} deposits")
    await fill(path, credited=credited, submitted=_OPEN)
    database = await stack.enter_async_context(open_database(f"sqlite:///{path}"))
    return _FilledDatabase(database=database, credited=credited)


async def _figure(run: Run, name: str, query: Query, small: _FilledDatabase, large: _FilledDatabase) -> Figure:
    async def on_small() -> float:
        return await _microseconds(query, small)

    async def on_large() -> float:
        return await _microseconds(query, large)

    await on_large()
    rounds = await run.against(on_small, on_large)
    reference = f"at {small.credited:,}"
    return Figure(name=name, unit="µs", rounds=rounds, reference=reference, goal=Goal(at_most=_LIMIT))


async def _microseconds(query: Query, filled: _FilledDatabase) -> float:
    """The median time in µs over a tenth of a second, in one transaction, so that the disk is not measured."""

    async def unit(tx: Transaction) -> list[float]:
        taken, until = list[float](), perf_counter() + _SECONDS
        while (began := perf_counter()) < until:
            filled.turn += 1
            await query(filled, tx)
            taken.append(perf_counter() - began)
        return taken

    return 1e6 * median(await filled.database.write(unit))


async def _in_and_done(filled: _FilledDatabase, tx: Transaction) -> None:
    key = f"bench-{filled.turn}"
    await inbox.add(tx, source="bench", key=key, lane=key, body="{}", now=_NOW)
    row = await tx.fetchrow("SELECT id FROM inbox WHERE source = 'bench' AND key = $1", key)
    await inbox.mark_done(tx, row["id"] if row else 0, _NOW)


async def _out_and_sent(filled: _FilledDatabase, tx: Transaction) -> None:
    copy = filled.database.membership.instance_id
    await outbox.add(tx, lane=f"tg:{filled.player}", kind="screen", subject="", dedupe=f"bench-{filled.turn}", now=_NOW)
    for row in await outbox.take(tx, _NOW, copy, 48):
        await outbox.mark_sent(tx, row, _NOW)


async def _clock(_filled: _FilledDatabase, tx: Transaction) -> None:
    await deposits.due_to_expire(tx, _NOW, 100)
    await deposits.idle_drafts(tx, _NOW, 100)
    await deposits.slow(tx, 1, 100)


def _found(kinds: Sequence[str], text: Callable[[_FilledDatabase], str]) -> Query:
    """A query like `/find`: what an operator types, searched in all these kinds."""

    async def find(filled: _FilledDatabase, _tx: Transaction) -> None:
        if not await search.search(filled.database, {kind: [text(filled)] for kind in kinds}, _HITS):
            raise LookupError(f"nothing is found by {text(filled)}")

    return find


_QUERIES: dict[str, Query] = {
    "the player": lambda filled, _tx: players.find(filled.database, filled.player),
    "his deposit": lambda filled, tx: deposits.current(tx, filled.player),
    "his open deposit": lambda filled, tx: deposits.open_of(tx, filled.player),
    "what is switched": lambda _filled, tx: overrides.load_overrides(tx),
    "his history": lambda filled, tx: deposits.latest(tx, filled.player, 10),
    "his totals": lambda filled, tx: ledger.totals(tx, f"tg-{filled.player}"),
    "who claimed a number": lambda filled, tx: deposits.claimed_with(tx, "wavepay", str(_NUMBER + filled.deposit)),
    "deposit of an order": lambda filled, tx: deposits.find_by_order(tx, f"dep-c{filled.deposit}"),
    "ledger line": lambda filled, tx: ledger.find(tx, f"wavepay/MMK/{_NUMBER + filled.deposit}"),
    "alarm over": lambda filled, tx: alerts.end(tx, "deposit_waiting", f"dep-c{filled.deposit}"),
    "inbox, in and done": _in_and_done,
    "outbox, out and sent": _out_and_sent,
    "outbox, next due": lambda filled, _tx: outbox.next_due(filled.database, _NOW),
    "the clock's round": _clock,
    "/find a transaction": _found(_BY_NUMBER, lambda filled: str(_NUMBER + filled.deposit)),
    "/find a deposit": _found((search.WORD,), lambda filled: f"dep-c{filled.deposit}"),
    "/find a player": _found((search.LABEL,), lambda filled: f"tg-{filled.player}"),
}
