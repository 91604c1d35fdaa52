"""Decides about each signed entry and credits it: the only module that credits a player automatically."""

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
    """What `Crediting.apply` did with an entry."""

    CREDITED = "credited"
    REPEATED = "repeated"
    UNCLAIMED = "unclaimed"
    ENDED = "ended"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySource:
    """Where an entry came from: the postback's inbox row, its unsigned label, and when it is applied (epoch ms)."""

    inbox_id: int
    label: str
    now: int


class Crediting:
    """Applies the rules of crediting to signed entries."""

    def __init__(self, policy: Policy, alerts: Alerts, events: MerchantEvents = NO_EVENTS) -> None:
        self._policy = policy
        self._alerts = alerts
        self._events = events

    async def apply(self, tx: Transaction, entry: Entry, source: EntrySource) -> Booked:
        """Credit the entry, or quarantine it for a person. Applying it again changes nothing."""
        if not entry.is_payment:
            if entry.reason is not None:
                return await self._quarantine(tx, entry, entry.reason, source)
            return await self._end_withdrawal(tx, entry, source)
        deposit = await deposits.find_by_order(tx, entry.order_id) if entry.order_id else None
        # The ledger is asked before any rule: a payment that is booked must never be judged as a new one.
        booked = await ledger.find(tx, ledger.payment_key(entry))
        if booked is not None:
            return await self._repeat(tx, entry, booked, deposit, source)
        reason = entry.reason or await self._objection(tx, entry, deposit, source)
        if reason is not None or deposit is None:
            return await self._keep_unclaimed(tx, entry, reason or Reason.ORDER_UNKNOWN, source)
        return await self._credit(tx, entry, deposit, source)

    async def _end_withdrawal(self, tx: Transaction, entry: Entry, source: EntrySource) -> Booked:
        """Apply the signed outcome of a payout. An outcome that contradicts our row moves no money."""
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
        """Why this payment may not be credited automatically, or None."""
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
        """The payment is in the ledger: the same facts change nothing, other facts are a conflict."""
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
        """Credit a waiting payment whose unsigned part was wrong, if the postback is right this time."""
        if await self._objection(tx, entry, deposit, source) is None:
            if waiting.is_open:
                return await self._assign(tx, entry, booked, deposit, source)
            # Two operators dismissed the money before this postback named its owner: a person must look again.
            if await ledger.is_booked(tx, "dismiss", booked.ref):
                return await self._quarantine(tx, entry, Reason.CONFLICT, source)
        _log.info("postback.repeated", ref=booked.ref)
        return Booked.REPEATED

    async def _deposit_id(self, tx: Transaction, booked: ledger.LedgerLine, waiting: Waiting | None) -> str:
        """The id of the deposit that the booked payment's order named; empty if it named none of ours."""
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
        """Book the money once, to nobody, and let it wait for a person who says whose it is."""
        await self._post(tx, entry, ledger.UNCLAIMED, "", source)
        await self._quarantine(tx, entry, reason, source, ref=ledger.payment_ref(entry))
        return Booked.UNCLAIMED

    async def _post(self, tx: Transaction, entry: Entry, account: str, deposit_id: str, source: EntrySource) -> None:
        provenance = f"postback:{source.inbox_id}"
        if not await ledger.post(
            tx, entry, credit=account, deposit_id=deposit_id, provenance=provenance, now=source.now
        ):
            # Another transaction booked it since we looked. The inbox applies the row again and then sees the line.
            message = f"{ledger.payment_ref(entry)} was booked meanwhile"
            raise RuntimeError(message)

    async def _credit(self, tx: Transaction, entry: Entry, deposit: Deposit, source: EntrySource) -> Booked:
        await self._post(tx, entry, ledger.account(deposit.label), deposit.id, source)
        await self.mark_credited(tx, entry, deposit, source.now)
        return Booked.CREDITED

    async def mark_credited(self, tx: Transaction, entry: Entry, deposit: Deposit, now: int, *, ref: str = "") -> None:
        """Update the deposit of an entry that was just booked to its player, and tell the player.

        `ref` is the ledger's reference if the number was spelled differently when it was booked.
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
        """Tell operators about a credit with unusual facts. A late credit alone is not worth a message."""
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
        """Quarantine an entry that could not be applied; /replay applies its postback again."""
        return await self._quarantine(tx, entry, Reason.NOT_HANDLED, source)

    async def close(self, tx: Transaction, entry: Entry, now: int) -> None:
        """Close what waits in quarantine for a payment that is now booked to its player."""
        for closed in await quarantine.close_payment(tx, entry, now):
            await self.entry_closed(tx, closed, now)

    async def entry_closed(self, tx: Transaction, closed: Closed, now: int) -> None:
        """Resolve the alerts about an entry that was just closed in quarantine."""
        await self._alerts.resolve_by(tx, End.ENTRY_CLOSED, closed.fingerprint, now)
        if closed.reason in CEILINGS and not await quarantine.has_open(tx, closed.reason):
            await self._alerts.resolve_by(tx, End.ENTRY_CLOSED, closed.reason.value, now)

    async def _write(
        self, tx: Transaction, entry: Entry, deposit: Deposit, flags: frozenset[DepositFlag], now: int
    ) -> Deposit:
        """Write the credit to the deposit's row; a second payment for the same order is added to the first."""
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
            # The ledger line is in this transaction: if the row cannot follow, both must be rolled back.
            message = f"deposit {deposit.id} is {deposit.status} and cannot be credited"
            raise RuntimeError(message)
        return row

    async def _quarantine(
        self, tx: Transaction, entry: Entry, reason: Reason, source: EntrySource, *, ref: str = ""
    ) -> Booked:
        # The label is unsigned and stays out of the hash: a resent postback with another label is the same entry.
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
        """Raise one alert per entry, but one alert per ceiling for all entries that wait because of it."""
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
    """The id of the deposit that an order names; empty if it is none of ours."""
    named = await deposits.find_named(tx, order_id) if order_id else None
    return named.id if named else ""


def credit_flags(entry: Entry, deposit: Deposit) -> frozenset[DepositFlag]:
    """The flags that tell operators and the player what is unusual about this credit."""
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
