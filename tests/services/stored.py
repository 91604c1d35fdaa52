"""Facts for operators to look for, written straight into the books."""

from pathlib import Path

from bot.domain.deposit import Deposit
from bot.domain.entry import Entry, EntryKind, Reason
from bot.domain.player import Language, Player
from bot.domain.withdrawal import Withdrawal, WithdrawalStatus
from bot.services.operators.queries import OperatorQueries
from bot.store import inbox, ledger, players, withdrawals
from bot.store import quarantine as quarantine_rows
from bot.store.engine.database import Database, Transaction
from tests.given import NOW
from tests.services.service_fixture import ServiceFixture

PAYER = "09777666555"
ACCOUNT = "09400000001"


def operators_of(scene: ServiceFixture, database: Database | None = None) -> OperatorQueries:
    """Operators who ask the scene's database, or another that stands before it."""
    return OperatorQueries(
        database or scene.database, scene.services.policy, last_answer=lambda: (NOW, "done"), disk=Path("/")
    )


async def met(database: Database, player_id: int, label: str, username: str = "", now: int = NOW) -> Player:
    player = Player(id=player_id, label=label, language=Language.MY)
    await database.write(lambda tx: players.add(tx, player, username, now))
    return player


def entry_of(number: str, amount: int, *, order: str = "", wallet: str = "kbzpay_manual") -> Entry:
    return Entry(
        kind=EntryKind.DEPOSIT,
        wallet=wallet,
        currency="MMK",
        amount=amount,
        transaction_id=number,
        order_id=order,
        withdrawal_id="",
        withdrawal_status="null",
        account_number="",
        comment="",
        payer=PAYER,
        raw=f'{{"transaction_id":"{number}"}}',
    )


async def postback(database: Database, body: str, now: int = NOW) -> int:
    """An applied postback; answers with the id of its row."""

    async def keep(tx: Transaction) -> int:
        await inbox.add(tx, source="paykassma", key=body, lane=f"paykassma:{body}", body=body, now=now)
        row = await tx.fetchrow("SELECT id FROM inbox WHERE key = $1", body)
        assert row is not None
        await inbox.mark_done(tx, row["id"], now)
        return int(row["id"])

    return await database.write(keep)


async def book(database: Database, deposit: Deposit, amount: int, *, number: str, now: int, inbox_id: int = 1) -> None:
    """The ledger line of a credit."""
    line = entry_of(number, amount, order=deposit.order_id, wallet=deposit.wallet)
    account = ledger.account(deposit.label)
    assert await database.write(
        lambda tx: ledger.post(
            tx, line, credit=account, deposit_id=deposit.id, provenance=f"postback:{inbox_id}", now=now
        )
    )


async def quarantine(database: Database, waiting: Entry, *, inbox_id: int = 1, now: int = NOW) -> int:
    """An entry that waits for a person; answers with its id."""

    async def keep(tx: Transaction) -> int:
        fingerprint = f"{waiting.transaction_id}{now}"
        reason = Reason.ORDER_UNKNOWN
        assert await quarantine_rows.add(
            tx, waiting, reason=reason, label="", fingerprint=fingerprint, inbox_id=inbox_id, now=now
        )
        row = await tx.fetchrow("SELECT id FROM quarantine WHERE fingerprint = $1", fingerprint)
        assert row is not None
        return int(row["id"])

    return await database.write(keep)


async def proposed(
    database: Database, withdrawal_id: str, label: str, *, now: int = NOW, test: bool = False
) -> Withdrawal:
    """A proposed payout of 30,000 with its hold."""
    new = Withdrawal(
        id=withdrawal_id,
        player_id=0,
        label=label,
        wallet="kbzpay_manual",
        amount=30_000,
        account=ACCOUNT,
        is_test=test,
        status=WithdrawalStatus.PROPOSED,
        maker=12,
        created_at=now,
        expires_at=now + 3_600_000,
    )

    async def unit(tx: Transaction) -> None:
        await withdrawals.add(tx, new)
        await withdrawals.hold(tx, new, now)

    await database.write(unit)
    return new


async def paid(database: Database, withdrawal: Withdrawal, now: int) -> None:
    """Confirmed, sent and paid."""

    async def unit(tx: Transaction) -> None:
        for target in (WithdrawalStatus.SENDING, WithdrawalStatus.SENT, WithdrawalStatus.PAID):
            assert await withdrawals.move(tx, withdrawal.id, target)
        await withdrawals.book_paid(tx, withdrawal, now)

    await database.write(unit)
