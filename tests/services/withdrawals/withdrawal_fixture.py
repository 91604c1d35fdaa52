"""The use cases of payouts on one database, with a clock and a provider of the test's own."""

from dataclasses import replace
from itertools import count

from bot.domain.entry import Entry, EntryKind
from bot.domain.operator import Operator, Role
from bot.domain.player import Recipient
from bot.domain.withdrawal import Withdrawal
from bot.services.notifications.alerts import Alerts
from bot.services.notifications.merchant_events import NO_EVENTS
from bot.services.policy import Policy
from bot.services.postbacks.crediting import Booked, Crediting, EntrySource
from bot.services.queue.delivery import DeadLetter, Delivered, Retry
from bot.services.queue.inbox_worker import Turn
from bot.services.queue.outbox_worker import OutboxWorker
from bot.services.withdrawals.approval import Withdrawals
from bot.services.withdrawals.sending import WithdrawalSender, apply_outcome
from bot.store import inbox, outbox
from bot.store.engine.database import Database
from tests.clock import FakeClock
from tests.fakes import ScriptedProvider
from tests.given import column
from tests.services.policy import policy_for_tests

CASHIER = Operator(id=11, role=Role.CASHIER, chat_id=11)
CHECKER = Operator(id=22, role=Role.CHECKER, chat_id=22)
OTHER_CHECKER = Operator(id=33, role=Role.CHECKER, chat_id=33)
ACCOUNT = "09400000001"
ROLES = {operator.id: operator.role for operator in (CASHIER, CHECKER, OTHER_CHECKER)}
POLICY = replace(policy_for_tests(), test_withdrawals=False, operators_chat=-500, operators=ROLES)
_keys = count(1)


class WithdrawalFixture:
    """The use cases of payouts on one database, with a clock and a provider of the test's own."""

    def __init__(self, database: Database, policy: Policy = POLICY) -> None:
        ids = count(1)
        self.database = database
        self.clock = FakeClock()
        self.provider = ScriptedProvider()
        self.alerts = Alerts(-500)
        self.withdrawals = Withdrawals(database, self.clock, policy, self.alerts, lambda: f"w-{next(ids):04}")
        self.channel = WithdrawalSender(database, self.clock, self.provider, policy, self.alerts)
        self.crediting = Crediting(policy, self.alerts)

    def restarted_with(self, policy: Policy) -> "WithdrawalFixture":
        """The same database after a restart with other settings."""
        again = WithdrawalFixture(self.database, policy)
        again.clock, again.provider = self.clock, self.provider
        for part in (again.channel, again.withdrawals):
            part._clock = self.clock
        again.channel._provider = self.provider
        again.withdrawals._new_id = self.withdrawals._new_id
        return again

    async def turn(self) -> Turn:
        key = str(next(_keys))
        await self.database.write(
            lambda tx: inbox.add(tx, source="telegram", key=key, lane="tg:1", body="{}", now=self.clock.now)
        )
        (row,) = [row for row in await inbox.new(self.database, 0, 1000) if row.id][-1:]
        return Turn(self.database, self.clock, row)

    async def propose(self, amount: int = 30_000, by: Operator = CASHIER, **changes: str) -> Withdrawal:
        label = changes.get("label", "player-42")
        recipient = Recipient(label=label, player_id=0)
        account, wallet = changes.get("account", ACCOUNT), changes.get("wallet", "kbzpay_manual")
        await self.withdrawals.propose(await self.turn(), by, recipient, amount, account, wallet)
        (newest,) = await self.database.fetch("SELECT id FROM withdrawals ORDER BY created_at DESC, id DESC LIMIT 1")
        return await self.read(newest["id"])

    async def confirm(self, withdrawal: Withdrawal, by: Operator = CHECKER) -> None:
        await self.withdrawals.confirm(await self.turn(), by, withdrawal.id)

    async def read(self, withdrawal_id: str) -> Withdrawal:
        found = await self.withdrawals.find(withdrawal_id)
        assert found is not None
        return found

    async def deliver(self) -> Delivered | Retry | DeadLetter:
        """Carry out the one payout row that is due, and write down how it went, as the deliverer does."""
        deliverer = OutboxWorker(self.database, self.clock, {"po": self.channel})
        rows = await self.database.write(lambda tx: outbox.take(tx, self.clock.now, self.clock.now + 1, 100))
        (row,) = [row for row in rows if row.kind == "payout"]
        delivery = await self.channel.deliver(row)
        await deliverer._record(row, delivery)
        return delivery

    async def sent(self, amount: int = 30_000) -> Withdrawal:
        proposal = await self.propose(amount)
        await self.confirm(proposal)
        await self.deliver()
        return await self.read(proposal.id)

    async def signed(self, withdrawal: Withdrawal, status: str, **changes: object) -> Booked:
        label = str(changes.pop("label", withdrawal.label))
        entry = replace(self._entry(withdrawal, status, str(changes)), **changes)  # type: ignore[arg-type]
        source = EntrySource(inbox_id=1, label=label, now=self.clock.now)
        return await self.database.write(lambda tx: self.crediting.apply(tx, entry, source))

    async def signed_about(self, withdrawal: Withdrawal, status: str) -> None:
        """The signed word, applied to what was read of the row before."""
        entry, now = self._entry(withdrawal, status), self.clock.now
        await self.database.write(lambda tx: apply_outcome(tx, entry, withdrawal, self.alerts, now, NO_EVENTS))

    def _entry(self, withdrawal: Withdrawal, status: str, mark: str = "") -> Entry:
        return Entry(
            kind=EntryKind.WITHDRAWAL,
            wallet=withdrawal.wallet,
            currency="MMK",
            amount=withdrawal.amount,
            transaction_id="",
            order_id="",
            withdrawal_id=withdrawal.id,
            withdrawal_status=status,
            account_number=withdrawal.account,
            comment="",
            payer="",
            raw=f"{status}{mark}",
        )

    async def lines(self) -> list[object]:
        return await column(
            self.database, "SELECT kind || ' ' || debit || ' ' || credit AS value FROM ledger ORDER BY id"
        )


HOLD = "payout_hold player:player-42 held:player-42"
PAID = "payout_end held:player-42 provider:kbzpay_manual"
BACK = "payout_end held:player-42 player:player-42"
