"""The one place where money is booked: a signed entry in, a verdict out, all in the caller's transaction."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import structlog

from bot.domain.alert import Alert, End
from bot.domain.deposit import Deposit, Flag, Status
from bot.domain.entry import Entry, Kind, Reason
from bot.services import notices
from bot.services.events import UNHEARD, Events
from bot.services.notices import Notices
from bot.services.payouts import apply_outcome, mark_conflict, objection
from bot.services.rules import Rules
from bot.store import deposits, ledger, withdrawals
from bot.store.database import Transaction
from bot.store.deposits import flags_text

_log = structlog.get_logger()
_IN_TIME = frozenset({Status.AWAITING_PAYMENT, Status.CLAIMED, Status.SUBMITTED})


class Booked(StrEnum):
    """What became of an entry."""

    CREDITED = "credited"
    REPEATED = "repeated"
    UNCLAIMED = "unclaimed"
    ENDED = "ended"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an entry came from: the inbox row of its postback, the (unsigned) label in it, and when it is applied."""

    inbox_id: int
    label: str
    now: int


class Crediting:
    """Applies the rules of money to signed entries. Nothing else in the house writes a credit."""

    def __init__(self, rules: Rules, alarms: Notices, events: Events = UNHEARD) -> None:
        self._rules = rules
        self._alarms = alarms
        self._events = events

    async def apply(self, tx: Transaction, entry: Entry, source: Source) -> Booked:
        """Credit the entry, or keep it where a person will find it. Applying it again changes nothing."""
        if entry.reason is not None:
            return await self._quarantine(tx, entry, entry.reason, source)
        if entry.kind is Kind.WITHDRAWAL:
            return await self._end_payout(tx, entry, source)
        deposit = await deposits.find_by_order(tx, entry.order_id) if entry.order_id else None
        booked = await ledger.find(tx, ledger.key_of(entry))
        if booked is not None:
            return await self._repeat(tx, entry, booked, deposit, source)
        if deposit is None:
            return await self._keep_unclaimed(tx, entry, source)
        if (reason := self._objection(entry, deposit, source)) is not None:
            return await self._quarantine(tx, entry, reason, source)
        return await self._credit(tx, entry, deposit, source)

    async def _end_payout(self, tx: Transaction, entry: Entry, source: Source) -> Booked:
        """The provider's signed word about a payout; what contradicts our row moves nothing."""
        withdrawal = await withdrawals.find(tx, entry.withdrawal_id)
        if withdrawal is None:
            return await self._quarantine(tx, entry, Reason.WITHDRAWAL_UNKNOWN, source)
        await deposits.note(tx, withdrawal.id, "postback", str(source.inbox_id), source.now)
        if (reason := objection(entry, source.label, withdrawal)) is not None:
            if reason is not Reason.LABEL_DIFFERS:  # the label is unsigned: it says nothing about our row
                await mark_conflict(tx, entry, withdrawal, source.now)
            return await self._quarantine(tx, entry, reason, source)
        ended = await apply_outcome(tx, entry, withdrawal, self._alarms, source.now, self._events)
        return Booked.REPEATED if ended is None else Booked.ENDED

    def _objection(self, entry: Entry, deposit: Deposit, source: Source) -> Reason | None:
        if entry.wallet != deposit.wallet:
            return Reason.ORDER_DIFFERS
        if source.label != deposit.label:
            return Reason.LABEL_DIFFERS
        if deposit.status is Status.REVERSED:
            return Reason.CONFLICT
        if 0 < self._rules.auto_credit_max < entry.amount:
            return Reason.ABOVE_AUTO_CREDIT
        return None

    async def _repeat(
        self, tx: Transaction, entry: Entry, booked: ledger.Line, deposit: Deposit | None, source: Source
    ) -> Booked:
        """The key is in the ledger: the same fact again changes nothing, another fact under it is a conflict."""
        if booked.amount == entry.amount and booked.deposit_id == (deposit.id if deposit else ""):
            _log.info("postback.repeated", ref=booked.ref)
            return Booked.REPEATED
        return await self._quarantine(tx, entry, Reason.CONFLICT, source)

    async def _keep_unclaimed(self, tx: Transaction, entry: Entry, source: Source) -> Booked:
        """Nobody knows whose money it is: it is booked once, to nobody, and waits for operators."""
        provenance = f"postback:{source.inbox_id}"
        await ledger.book(tx, entry, credit=ledger.UNCLAIMED, deposit_id="", provenance=provenance, now=source.now)
        await self._quarantine(tx, entry, Reason.ORDER_UNKNOWN, source)
        return Booked.UNCLAIMED

    async def _credit(self, tx: Transaction, entry: Entry, deposit: Deposit, source: Source) -> Booked:
        account = ledger.account(deposit.label)
        provenance = f"postback:{source.inbox_id}"
        if not await ledger.book(
            tx, entry, credit=account, deposit_id=deposit.id, provenance=provenance, now=source.now
        ):
            # Booked since we looked, by somebody else: the inbox applies the row anew, which then sees the line.
            message = f"{ledger.key_of(entry)} was booked meanwhile"
            raise RuntimeError(message)
        await self.record(tx, entry, deposit, source.now)
        return Booked.CREDITED

    async def record(self, tx: Transaction, entry: Entry, deposit: Deposit, now: int) -> None:
        """The entry was booked to this deposit's player just now: write it on the deposit's row, and tell him."""
        ref = ledger.key_of(entry)
        credited = await self._write(tx, entry, deposit, now)
        await self.close(tx, entry, now)
        await self._events.credited(tx, deposit.label, entry, deposit.id, now)
        await notices.card(tx, credited, now)
        await notices.ring(tx, credited, "credited", now, ref=ref, amount=entry.amount)
        await self._alarms.resolve_by(tx, End.CREDITED, deposit.id, now)
        _log.info("deposit.credited", deposit_id=deposit.id, ref=ref, amount=entry.amount)

    async def close(self, tx: Transaction, entry: Entry, now: int) -> None:
        """The payment is booked to its player: nothing of it waits for a person any more."""
        for fingerprint in await ledger.close_quarantine(tx, entry, now):
            await self._alarms.resolve_by(tx, End.ENTRY_CLOSED, fingerprint, now)

    async def _write(self, tx: Transaction, entry: Entry, deposit: Deposit, now: int) -> Deposit:
        """Write the credit on the deposit's row; a second payment for the same order adds to the first."""
        flags = flags_text(deposit.flags | unusual(entry, deposit))
        total = deposit.credited_amount + entry.amount
        if deposit.status is Status.CREDITED:
            row = await deposits.edit(tx, deposit.id, Status.CREDITED, credited_amount=total, flags=flags)
            await deposits.note(tx, deposit.id, "extra", str(entry.amount), now)
        else:
            row = await deposits.move(
                tx, deposit.id, Status.CREDITED, now, credited_amount=total, flags=flags, credited_at=now
            )
        if row is None:
            # The line is booked in this very transaction: if the row will not follow, neither may stand.
            message = f"deposit {deposit.id} is {deposit.status} and cannot be credited"
            raise RuntimeError(message)
        return row

    async def _quarantine(self, tx: Transaction, entry: Entry, reason: Reason, source: Source) -> Booked:
        fingerprint = hashlib.sha256(f"{reason}\n{entry.raw}\n{source.label}".encode()).hexdigest()
        if await ledger.quarantine(
            tx,
            entry,
            reason=reason,
            label=source.label,
            fingerprint=fingerprint,
            inbox_id=source.inbox_id,
            now=source.now,
        ):
            _log.warning("entry.quarantined", reason=reason.value, inbox_id=source.inbox_id)
            await self._alarms.alarm(
                tx,
                Alert.QUARANTINE,
                fingerprint,
                source.now,
                entry=source.inbox_id,
                reason=reason.value,
                amount=entry.amount,
                wallet=entry.wallet,
                transaction=entry.transaction_id,
            )
        return Booked.QUARANTINED


def unusual(entry: Entry, deposit: Deposit) -> frozenset[Flag]:
    """What an operator, and the player, should know about this credit."""
    is_extra = deposit.status is Status.CREDITED
    marks = {
        Flag.EXTRA: is_extra,
        Flag.LATE: not is_extra and deposit.status not in _IN_TIME,
        Flag.WAS_REJECTED: deposit.status is Status.REJECTED,
        Flag.AMOUNT_DIFFERS: not is_extra and entry.amount != deposit.amount,
        Flag.NUMBER_DIFFERS: deposit.transaction_number not in {"", entry.transaction_id},
    }
    return frozenset(flag for flag, is_set in marks.items() if is_set)
