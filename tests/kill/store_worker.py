"""The store under load: claims that wait for their money, the provider's postbacks, operators' actions.

`ProviderRecord` outlives what is killed: what the provider wrote, and what was acknowledged to it.
"""

import asyncio
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from random import Random

from bot.config.settings import Settings, load_settings
from bot.dev.simulators.paykassma import JsonSpelling
from bot.dev.simulators.paykassma.payload import DepositEntry, Members, deposit_entry, signed_body, top_level
from bot.domain.deposit import DepositStatus
from bot.ocr.port import NoReceiptReader
from bot.runtime.clock import SystemClock
from bot.store import audit
from bot.store.engine.database import Database, Transaction
from bot.store.open import open_database
from bot.wiring import Services, services_of
from tests.environment import environment
from tests.fakes import ScriptedProvider
from tests.given import given_deposit, given_player
from tests.provider.vectors import KEYS

RAM = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - folders of our own are made in it
"""Where files may lie when it is not the disk that is tried."""

_PLAYERS, _DEPOSITS = 4, 8
_AT = 1_767_225_600_000
_LETTERS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A payment that the provider signs: one line in the ledger, whatever happens."""

    deposit_id: str
    label: str
    wallet: str
    order_id: str
    number: str
    amount: int

    @property
    def ref(self) -> str:
        return f"{self.wallet}/MMK/{self.number}"


@dataclass(slots=True, kw_only=True)
class ProviderRecord:
    """`letters` are the provider's bodies with their meaning; `acked` and `acts` are what was acknowledged."""

    rng: Random
    facts: dict[str, Fact]
    letters: dict[bytes, tuple[Fact, ...]] = field(default_factory=dict)
    acked: set[str] = field(default_factory=set)
    acts: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def write_letter(self) -> bytes:
        """About one payment or two of one player, in bytes that never were before."""
        number = next(self._numbers)
        first = self.rng.choice(list(self.facts.values()))
        alike = [one for one in self.facts.values() if (one.label, one.wallet) == (first.label, first.wallet)]
        told = {one.ref: one for one in (first, self.rng.choice(alike))}.values()
        top = top_level(first.wallet, first.label, "ingoing", sum(one.amount for one in told), _AT + number * 1000)
        body = signed_body(KEYS, top, [_entry(one) for one in told], spelling=self.rng.choice(list(JsonSpelling)))
        self.letters[body] = tuple(told)
        return body

    def mail(self) -> list[bytes]:
        """What the provider sends in one life: new letters among old ones."""
        old = list(self.letters)
        return [
            self.write_letter() if self.rng.random() < 0.7 or not old else self.rng.choice(old) for _ in range(_LETTERS)
        ]


def key_of(body: bytes) -> str:
    """The key under which the inbox keeps it."""
    return sha256(body).hexdigest()


def _entry(fact: Fact) -> Members:
    return deposit_entry(
        DepositEntry(
            wallet=fact.wallet,
            order_id=fact.order_id,
            transaction_id=fact.number,
            amount=str(fact.amount),
            at=_AT,
        )
    )


@cache
def settings() -> Settings:
    """Read once: a life must not pay for it."""
    values = environment({"PAYKASSMA_ACCESS_KEY": KEYS.access_key, "PAYKASSMA_POSTBACK_KEY": KEYS.private_key})
    with tempfile.NamedTemporaryFile("w", suffix=".env") as file:
        file.write("\n".join(f"{name}='{value}'" for name, value in values.items()))
        file.flush()
        return load_settings(Path(file.name))


def open_store_worker(database: Database) -> Services:
    """The product's own use cases over this database."""
    return services_of(settings(), SystemClock(), database, ScriptedProvider(), NoReceiptReader())


async def act(database: Database, subject: str) -> None:
    """Something an operator did, in the audit log."""

    async def unit(tx: Transaction) -> None:
        await audit.append(tx, actor=9001, act="note", subject=subject, before="", after="", now=_AT)

    await database.write(unit)


async def fill(database: Database) -> None:
    """The claims."""
    for _ in range(_PLAYERS):
        player = await given_player(database)
        for number in range(_DEPOSITS):
            wallet = ("kbzpay_manual", "wavepay")[number % 2]
            await given_deposit(database, DepositStatus.SUBMITTED, player=player, wallet=wallet, amount=1_000 + number)


@cache
def template() -> bytes:
    """A database file with claims in it, as the product leaves it when it is closed."""

    async def make(folder: str) -> None:
        async with open_database(f"sqlite:///{folder}/bot.db") as database:
            await fill(database)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(make(folder))
        return Path(folder, "bot.db").read_bytes()


def open_record(path: Path, rng: Random) -> ProviderRecord:
    """ProviderRecord about the claims that stand in this file."""
    columns = "id, label, wallet, order_id, transaction_number, amount"
    with closing(sqlite3.connect(path)) as file:
        rows = file.execute(f"SELECT {columns} FROM deposits ORDER BY id").fetchall()  # noqa: S608 - our own words
    facts = [
        Fact(deposit_id=row[0], label=row[1], wallet=row[2], order_id=row[3], number=row[4], amount=row[5])
        for row in rows
    ]
    return ProviderRecord(rng=rng, facts={fact.ref: fact for fact in facts})
