"""The services as the bot wires them, over a real database, a clock that stands still and a scripted provider."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bot.config.settings import load_settings
from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.player import Player
from bot.ocr.port import NoReceiptReader, ReceiptReader
from bot.services.deposits.provider_jobs import ProviderJobs
from bot.services.postbacks.intake import SOURCE, Intake
from bot.services.queue.inbox_worker import Turn
from bot.store import inbox
from bot.store.engine.database import Database, Param
from bot.store.inbox import InboxRow
from bot.wiring import Services, services_of
from tests.clock import FakeClock
from tests.environment import environment
from tests.fakes import ScriptedProvider
from tests.given import given_deposit, given_player, read
from tests.outbox import deliver_due, handlers_of
from tests.provider.vectors import KEYS

OPERATORS = -1001
_TEAM = "11:viewer,12:cashier,13:checker,14:owner,23:checker"
"""As `acting` has them."""

_NO_READER = NoReceiptReader()
_keys = count(1)


@dataclass(slots=True, kw_only=True)
class ServiceFixture:
    """What a test of the use cases acts on, and what it looks at afterwards."""

    database: Database
    services: Services
    clock: FakeClock
    provider: ScriptedProvider

    async def player(self) -> Player:
        return await given_player(self.database)

    async def deposit(self, status: DepositStatus = DepositStatus.DRAFT, **changes: Any) -> Deposit:  # noqa: ANN401 - see new_deposit
        return await given_deposit(self.database, status, now=self.clock.now, **changes)

    async def now(self, deposit: Deposit) -> Deposit:
        """The deposit as it now stands."""
        return await read(self.database, deposit)

    async def row(self, *, lane: str = "tg:1", source: str = "telegram", body: str = "") -> InboxRow:
        """Something that came in."""
        key = f"scene-{next(_keys)}"
        await self.database.write(
            lambda tx: inbox.add(tx, source=source, key=key, lane=lane, body=body, now=self.clock.now)
        )
        kept = await self.database.fetchrow("SELECT id FROM inbox WHERE key = $1", key)
        assert kept is not None
        return InboxRow(id=kept["id"], source=source, lane=lane, body=body)

    async def turn(self) -> Turn:
        """A turn for an update that just came in."""
        return Turn(self.database, self.clock, await self.row())

    async def receive(self, body: bytes) -> Intake:
        return await self.services.postbacks.receive(body)

    async def apply_postbacks(self) -> None:
        """Apply what was received, as the inbox worker does."""
        for row in await inbox.new(self.database, self.database.membership.instance_id, 10_000):
            if row.source == SOURCE:
                await self.services.postbacks.apply(Turn(self.database, self.clock, row))

    async def told(self, chat_id: int, kind: str = "") -> list[dict[str, Any]]:
        """The payloads put out for a chat so far, perhaps of one kind only, each with its subject."""
        rows = await self.database.fetch(
            "SELECT kind, subject, payload FROM outbox WHERE lane = $1 ORDER BY id", f"tg:{chat_id}"
        )
        return [json.loads(row["payload"]) | {"of": row["subject"]} for row in rows if kind in {"", row["kind"]}]

    async def screens(self, player: Player) -> list[str]:
        return [str(told["name"]) for told in await self.told(player.id, "screen")]

    async def alerts(self) -> list[str]:
        """What operators were told: the kind of each alarm, and its end."""
        told = await self.told(OPERATORS, "alert")
        return [alert["kind"] + (" over" if alert.get("over") else "") for alert in told]

    async def events(self, deposit: Deposit) -> list[str]:
        rows = await self.database.fetch("SELECT what FROM events WHERE subject = $1 ORDER BY id", deposit.id)
        return [row["what"] for row in rows]

    async def count(self, table: str, where: str = "1 = 1", *args: Param) -> int:
        row = await self.database.fetchrow(f"SELECT COUNT(*) AS count FROM {table} WHERE {where}", *args)  # noqa: S608
        return int(row["count"]) if row else 0

    def channel(self) -> ProviderJobs:
        """The channel of a process that has just started."""
        jobs = handlers_of(self.services, self.clock)["pk"]
        assert isinstance(jobs, ProviderJobs)
        return jobs

    async def leave(self, deposit: Deposit) -> None:
        """Let leave what is due for the provider about this deposit, as the deliverer of a new process would."""
        await deliver_due(self.services, self.clock, leaves=lambda row: row.lane == f"pk:{deposit.id}")

    async def waits(self, deposit: Deposit) -> list[tuple[str, str, int]]:
        """What is out for the provider about this deposit: kind, state, and milliseconds until it is due."""
        rows = await self.database.fetch(
            "SELECT kind, state, due_at FROM outbox WHERE lane = $1 ORDER BY id", f"pk:{deposit.id}"
        )
        return [(row["kind"], row["state"], row["due_at"] - self.clock.now) for row in rows]


def open_service_fixture(
    database: Database,
    folder: Path,
    changes: Mapping[str, str | None] | None = None,
    reader: ReceiptReader = _NO_READER,
) -> ServiceFixture:
    """A scene with the settings a test needs, and `changes` of them."""
    keys = {"PAYKASSMA_ACCESS_KEY": KEYS.access_key, "PAYKASSMA_POSTBACK_KEY": KEYS.private_key}
    spans = {"DEPOSIT_VALID_MINUTES": "30", "DEPOSIT_SLOW_MINUTES": "15"}
    keys["PAYKASSMA_WITHDRAWAL_KEY"] = "withdrawal-key"
    merchant = {"BOT_OPERATORS_CHAT": str(OPERATORS), "BOT_OPERATORS": _TEAM, "DEPOSIT_CORRECTIONS_MAX": "2"}
    values = environment(keys | spans | merchant | dict(changes or {}))
    env_file = folder / "scene.env"
    env_file.write_text("\n".join(f"{name}='{value}'" for name, value in values.items()), encoding="utf-8")
    clock, provider = FakeClock(), ScriptedProvider()
    services = services_of(load_settings(env_file), clock, database, provider, reader)
    return ServiceFixture(database=database, services=services, clock=clock, provider=provider)
