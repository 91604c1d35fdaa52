"""What the queries of the flow cost with many deposits in the books, beside the same with few."""

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
    """A filled database; `turn` makes each question one about another player."""

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
    """Every query by itself, on both databases in turns."""
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


async def _microseconds(query: Query, books: _FilledDatabase) -> float:
    """The median of as many calls as fill a tenth of a second, in one transaction: the disk is not what is asked."""

    async def unit(tx: Transaction) -> list[float]:
        taken, until = list[float](), perf_counter() + _SECONDS
        while (began := perf_counter()) < until:
            books.turn += 1
            await query(books, tx)
            taken.append(perf_counter() - began)
        return taken

    return 1e6 * median(await books.database.write(unit))


async def _in_and_done(books: _FilledDatabase, tx: Transaction) -> None:
    key = f"bench-{books.turn}"
    await inbox.add(tx, source="bench", key=key, lane=key, body="{}", now=_NOW)
    row = await tx.fetchrow("SELECT id FROM inbox WHERE source = 'bench' AND key = $1", key)
    await inbox.mark_done(tx, row["id"] if row else 0, _NOW)


async def _out_and_sent(books: _FilledDatabase, tx: Transaction) -> None:
    copy = books.database.membership.copy
    await outbox.add(tx, lane=f"tg:{books.player}", kind="screen", subject="", dedupe=f"bench-{books.turn}", now=_NOW)
    for row in await outbox.take(tx, _NOW, copy, 48):
        await outbox.mark_sent(tx, row, _NOW)


async def _clock(_books: _FilledDatabase, tx: Transaction) -> None:
    await deposits.due_to_expire(tx, _NOW, 100)
    await deposits.idle_drafts(tx, _NOW, 100)
    await deposits.slow(tx, 1, 100)


def _found(kinds: Sequence[str], text: Callable[[_FilledDatabase], str]) -> Query:
    """`/find` of what an operator types, searched for in each way in which it can be meant."""

    async def find(books: _FilledDatabase, _tx: Transaction) -> None:
        if not await search.search(books.database, {kind: [text(books)] for kind in kinds}, _HITS):
            raise LookupError(f"nothing is found by {text(books)}")

    return find


_QUERIES: dict[str, Query] = {
    "the player": lambda books, _tx: players.find(books.database, books.player),
    "his deposit": lambda books, tx: deposits.current(tx, books.player),
    "his open deposit": lambda books, tx: deposits.open_of(tx, books.player),
    "what is switched": lambda _books, tx: overrides.load_overrides(tx),
    "his history": lambda books, tx: deposits.latest(tx, books.player, 10),
    "his totals": lambda books, tx: ledger.totals(tx, f"tg-{books.player}"),
    "who claimed a number": lambda books, tx: deposits.claimed_with(tx, "wavepay", str(_NUMBER + books.deposit)),
    "deposit of an order": lambda books, tx: deposits.find_by_order(tx, f"dep-c{books.deposit}"),
    "ledger line": lambda books, tx: ledger.find(tx, f"wavepay/MMK/{_NUMBER + books.deposit}"),
    "alarm over": lambda books, tx: alerts.end(tx, "deposit_waiting", f"dep-c{books.deposit}"),
    "inbox, in and done": _in_and_done,
    "outbox, out and sent": _out_and_sent,
    "outbox, next due": lambda books, _tx: outbox.next_due(books.database, _NOW),
    "the clock's round": _clock,
    "/find a transaction": _found(_BY_NUMBER, lambda books: str(_NUMBER + books.deposit)),
    "/find a deposit": _found((search.WORD,), lambda books: f"dep-c{books.deposit}"),
    "/find a player": _found((search.LABEL,), lambda books: f"tg-{books.player}"),
}
