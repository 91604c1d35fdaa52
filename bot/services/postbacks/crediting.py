"""The one place where money is booked: a signed entry in, a verdict out, all in the caller's transaction."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import structlog

from bot.domain.alert import Alert, End
from bot.domain.deposit import Deposit, DepositFlag, DepositStatus
from bot.domain.entry import CEILINGS, CURABLE, Entry, Reason
from bot.domain.transaction_number import normal_form
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.services.notifications.merchant_events import NO_EVENTS, MerchantEvents
from bot.services.policy import Policy
from bot.services.postbacks.ceilings import passed_ceiling
from bot.services.withdrawals.sending import apply_outcome, mark_conflict, objection
from bot.store import deposits, ledger, outbox, quarantine, withdrawals
from bot.store.deposits import flags_text
from bot.store.engine.database import Transaction
from bot.store.quarantine import Closed, Waiting

_log = structlog.get_logger()
_IN_TIME = frozenset({DepositStatus.AWAITING_PAYMENT, DepositStatus.CLAIMED, DepositStatus.SUBMITTED})


class Booked(StrEnum):
    """What became of an entry."""

    CREDITED = "credited"
    REPEATED = "repeated"
    UNCLAIMED = "unclaimed"
    ENDED = "ended"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySource:
    """Where an entry came from: the inbox row of its postback, the (unsigned) label in it, and when it is applied."""

    inbox_id: int
    label: str
    now: int


class Crediting:
    """Applies the rules of money to signed entries. Nothing else in the house writes a credit."""

    def __init__(self, policy: Policy, alerts: Alerts, events: MerchantEvents = NO_EVENTS) -> None:
        self._policy = policy
        self._alerts = alerts
        self._events = events

    async def apply(self, tx: Transaction, entry: Entry, source: EntrySource) -> Booked:
        """Credit the entry, or keep it where a person will find it. Applying it again changes nothing."""
        if not entry.is_payment:
            if entry.reason is not None:
                return await self._quarantine(tx, entry, entry.reason, source)
            return await self._end_withdrawal(tx, entry, source)
        deposit = await deposits.find_by_order(tx, entry.order_id) if entry.order_id else None
        booked = await ledger.find(tx, ledger.payment_key(entry))
        if booked is not None:
            return await self._repeat(tx, entry, booked, deposit, source)
        reason = entry.reason or await self._objection(tx, entry, deposit, source)
        if reason is not None or deposit is None:
            return await self._keep_unclaimed(tx, entry, reason or Reason.ORDER_UNKNOWN, source)
        return await self._credit(tx, entry, deposit, source)

    async def _end_withdrawal(self, tx: Transaction, entry: Entry, source: EntrySource) -> Booked:
        """The provider's signed word about a payout; what contradicts our row moves nothing."""
        withdrawal = await withdrawals.find(tx, entry.withdrawal_id)
        if withdrawal is None:
            return await self._quarantine(tx, entry, Reason.WITHDRAWAL_UNKNOWN, source)
        await deposits.note(tx, withdrawal.id, "postback", str(source.inbox_id), source.now)
        if (reason := objection(entry, source.label, withdrawal, self._policy.mask)) is not None:
            if reason is not Reason.LABEL_DIFFERS:  # the label is unsigned: it says nothing about our row
                await mark_conflict(tx, entry, withdrawal, source.now)
            return await self._quarantine(tx, entry, reason, source)
        ended = await apply_outcome(tx, entry, withdrawal, self._alerts, source.now, self._events)
        return Booked.REPEATED if ended is None else Booked.ENDED

    async def _objection(
        self, tx: Transaction, entry: Entry, deposit: Deposit | None, source: EntrySource
    ) -> Reason | None:
        """Why a payment must not be credited by us alone, if there is a reason."""
        if deposit is None:
            return Reason.ORDER_UNKNOWN
        if entry.wallet != deposit.wallet:
            return Reason.ORDER_DIFFERS
        if source.label != deposit.label:
            return Reason.LABEL_DIFFERS
        if deposit.status is DepositStatus.REVERSED:
            return Reason.DEPOSIT_REVERSED
        return await passed_ceiling(tx, self._policy, deposit.label, entry.amount, source.now)

    async def _repeat(
        self, tx: Transaction, entry: Entry, booked: ledger.LedgerLine, deposit: Deposit | None, source: EntrySource
    ) -> Booked:
        """The key is in the ledger: the same fact again changes nothing, another fact under it is a conflict."""
        if entry.reason is not None:
            return await self._quarantine(tx, entry, entry.reason, source)
        waiting = await quarantine.holding(tx, booked.ref) if booked.credit == ledger.UNCLAIMED else None
        known, said = await self._deposit_id(tx, booked, waiting), await _deposit_id_of_order(tx, entry.order_id)
        if booked.amount != entry.amount or known != said:
            return await self._quarantine(tx, entry, Reason.CONFLICT, source)
        if deposit is not None and waiting is not None and waiting.reason in CURABLE:
            return await self._assign_if_agreed(tx, entry, booked, deposit, waiting, source)
        _log.info("postback.repeated", ref=booked.ref)
        return Booked.REPEATED

    async def _assign_if_agreed(  # noqa: PLR0917 - as `_repeat`
        self,
        tx: Transaction,
        entry: Entry,
        booked: ledger.LedgerLine,
        deposit: Deposit,
        waiting: Waiting,
        source: EntrySource,
    ) -> Booked:
        """What had spoken against it was unsigned, and this time the provider may say it as it should be."""
        if await self._objection(tx, entry, deposit, source) is None:
            if waiting.is_open:
                return await self._assign(tx, entry, booked, deposit, source)
            if await ledger.is_booked(tx, "dismiss", booked.ref):  # two people did not know this: one of them must hear
                return await self._quarantine(tx, entry, Reason.CONFLICT, source)
        _log.info("postback.repeated", ref=booked.ref)
        return Booked.REPEATED

    async def _deposit_id(self, tx: Transaction, booked: ledger.LedgerLine, waiting: Waiting | None) -> str:
        """The deposit that the booked payment's own order named; empty where it named none of ours."""
        if waiting is None or not waiting.order_id:
            return booked.deposit_id
        return await _deposit_id_of_order(tx, waiting.order_id)

    async def _assign(
        self, tx: Transaction, entry: Entry, booked: ledger.LedgerLine, deposit: Deposit, source: EntrySource
    ) -> Booked:
        provenance = f"postback:{source.inbox_id}"
        if not await ledger.assign(
            tx, booked, entry, label=deposit.label, deposit_id=deposit.id, provenance=provenance, now=source.now
        ):  # pragma: no cover - only a hand in the database parts the two
            message = f"{booked.ref} waits in quarantine, but its money does not"
            raise RuntimeError(message)
        await self.mark_credited(tx, entry, deposit, source.now, ref=booked.ref)
        return Booked.CREDITED

    async def _keep_unclaimed(self, tx: Transaction, entry: Entry, reason: Reason, source: EntrySource) -> Booked:
        """Money came in, and it is not for us to say whose it is: it is booked once, to nobody, and waits."""
        await self._post(tx, entry, ledger.UNCLAIMED, "", source)
        await self._quarantine(tx, entry, reason, source, ref=ledger.payment_ref(entry))
        return Booked.UNCLAIMED

    async def _post(self, tx: Transaction, entry: Entry, account: str, deposit_id: str, source: EntrySource) -> None:
        provenance = f"postback:{source.inbox_id}"
        if not await ledger.post(
            tx, entry, credit=account, deposit_id=deposit_id, provenance=provenance, now=source.now
        ):
            # Booked since we looked, by somebody else: the inbox applies the row anew, which then sees the line.
            message = f"{ledger.payment_ref(entry)} was booked meanwhile"
            raise RuntimeError(message)

    async def _credit(self, tx: Transaction, entry: Entry, deposit: Deposit, source: EntrySource) -> Booked:
        await self._post(tx, entry, ledger.account(deposit.label), deposit.id, source)
        await self.mark_credited(tx, entry, deposit, source.now)
        return Booked.CREDITED

    async def mark_credited(self, tx: Transaction, entry: Entry, deposit: Deposit, now: int, *, ref: str = "") -> None:
        """The entry was booked to this deposit's player just now: write it on the deposit's row, and tell him.

        `ref` is the ledger's, where the number was spelled otherwise when it was booked.
        """
        ref = ref or ledger.payment_ref(entry)
        flags = credit_flags(entry, deposit)
        credited = await self._write(tx, entry, deposit, flags, now)
        await self.close(tx, entry, now)
        await self._events.credited(tx, deposit.label, entry, deposit.id, now)
        await messages.card(tx, credited, now, priority=outbox.MONEY)
        await messages.notify(tx, credited, "credited", now, ref=ref, amount=entry.amount)
        await self._alerts.resolve_by(tx, End.CREDITED, deposit.id, now)
        await self._announce_unusual(tx, entry, deposit, flags, now)
        _log.info("deposit.credited", deposit_id=deposit.id, ref=ref, amount=entry.amount)

    async def _announce_unusual(
        self, tx: Transaction, entry: Entry, deposit: Deposit, flags: frozenset[DepositFlag], now: int
    ) -> None:
        """Operators hear of a credit that they would not expect; that it came late is nothing to look at."""
        if told := sorted(flags - {DepositFlag.LATE}):
            await self._alerts.announce(
                tx,
                Alert.CREDIT_UNUSUAL,
                ledger.payment_ref(entry),
                now,
                deposit=deposit.id,
                amount=entry.amount,
                wallet=entry.wallet,
                marks=" ".join(told),
            )

    async def quarantine(self, tx: Transaction, entry: Entry, source: EntrySource) -> Booked:
        """The entry could not be applied: it waits for whoever puts that right, and /replay applies it again."""
        return await self._quarantine(tx, entry, Reason.NOT_HANDLED, source)

    async def close(self, tx: Transaction, entry: Entry, now: int) -> None:
        """The payment is booked to its player: nothing of it waits for a person any more."""
        for closed in await quarantine.close_payment(tx, entry, now):
            await self.entry_closed(tx, closed, now)

    async def entry_closed(self, tx: Transaction, closed: Closed, now: int) -> None:
        """An entry was closed in quarantine just now: what was told of it is over."""
        await self._alerts.resolve_by(tx, End.ENTRY_CLOSED, closed.fingerprint, now)
        if closed.reason in CEILINGS and not await quarantine.has_open(tx, closed.reason):
            await self._alerts.resolve_by(tx, End.ENTRY_CLOSED, closed.reason.value, now)

    async def _write(
        self, tx: Transaction, entry: Entry, deposit: Deposit, flags: frozenset[DepositFlag], now: int
    ) -> Deposit:
        """Write the credit on the deposit's row; a second payment for the same order adds to the first."""
        kept = flags_text(deposit.flags | flags)
        total = deposit.credited_amount + entry.amount
        if deposit.status is DepositStatus.CREDITED:
            row = await deposits.edit(tx, deposit.id, DepositStatus.CREDITED, credited_amount=total, flags=kept)
            await deposits.note(tx, deposit.id, "extra", str(entry.amount), now)
        else:
            row = await deposits.move(
                tx, deposit.id, DepositStatus.CREDITED, now, credited_amount=total, flags=kept, credited_at=now
            )
        if row is None:
            # The line is booked in this very transaction: if the row will not follow, neither may stand.
            message = f"deposit {deposit.id} is {deposit.status} and cannot be credited"
            raise RuntimeError(message)
        return row

    async def _quarantine(
        self, tx: Transaction, entry: Entry, reason: Reason, source: EntrySource, *, ref: str = ""
    ) -> Booked:
        # The label is unsigned: whoever sends an old postback anew could write another one into each.
        fingerprint = hashlib.sha256(f"{reason}\n{entry.raw}".encode()).hexdigest()
        number = await quarantine.add(
            tx,
            entry,
            reason=reason,
            label=source.label,
            fingerprint=fingerprint,
            inbox_id=source.inbox_id,
            now=source.now,
            ref=ref,
        )
        if number is not None:
            _log.warning("entry.quarantined", reason=reason.value, inbox_id=source.inbox_id, quarantine_id=number)
            await self._raise_waiting(tx, entry, reason, source, fingerprint, number)
        return Booked.QUARANTINED

    async def _raise_waiting(  # noqa: PLR0917 - as it was quarantined
        self, tx: Transaction, entry: Entry, reason: Reason, source: EntrySource, fingerprint: str, number: int
    ) -> None:
        """One word for each entry; for all that is above a ceiling one word together, until nothing of it waits."""
        if reason in CEILINGS:
            await self._alerts.raise_(tx, Alert.CREDITS_WAIT, reason.value, source.now, reason=reason.value)
            return
        await self._alerts.raise_(
            tx,
            Alert.QUARANTINE,
            fingerprint,
            source.now,
            entry=number,
            reason=reason.value,
            amount=entry.amount,
            wallet=entry.wallet,
            transaction=entry.transaction_id,
        )


async def _deposit_id_of_order(tx: Transaction, order_id: str) -> str:
    """The id of the deposit that an order names; empty where it is none of ours."""
    named = await deposits.find_named(tx, order_id) if order_id else None
    return named.id if named else ""


def credit_flags(entry: Entry, deposit: Deposit) -> frozenset[DepositFlag]:
    """What an operator, and the player, should know about this credit."""
    is_extra = deposit.status is DepositStatus.CREDITED
    claimed = normal_form(deposit.transaction_number)
    flags = {
        DepositFlag.EXTRA: is_extra,
        DepositFlag.LATE: not is_extra and deposit.status not in _IN_TIME,
        DepositFlag.WAS_REJECTED: deposit.status is DepositStatus.REJECTED,
        DepositFlag.AMOUNT_DIFFERS: not is_extra and entry.amount != deposit.amount,
        DepositFlag.NUMBER_DIFFERS: bool(deposit.transaction_number) and claimed != normal_form(entry.transaction_id),
    }
    return frozenset(flag for flag, is_set in flags.items() if is_set)
