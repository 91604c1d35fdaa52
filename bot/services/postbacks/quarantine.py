"""Decisions of two operators about quarantined entries: credit, release, or dismiss."""

from bot.domain.approval import Approval
from bot.domain.deposit import Deposit, DepositStatus, sources
from bot.domain.entry import CEILINGS, Entry, Reason
from bot.domain.errors import AlreadyBooked, NotClaimable, OwnerKnown
from bot.provider import phpjson
from bot.provider.payload import read_postback
from bot.services.notifications.merchant_events import NO_EVENTS, MerchantEvents
from bot.services.postbacks.crediting import Crediting
from bot.store import deposits, ledger, quarantine
from bot.store.engine.database import Transaction
from bot.store.quarantine import Waiting

_CREDITABLE = frozenset({*sources(DepositStatus.CREDITED), DepositStatus.CREDITED})


async def claimable(tx: Transaction, quarantine_id: int, label: str) -> tuple[Waiting, Entry]:
    """The open entry with this number, if it can be credited to `label`.

    Raises NotClaimable if it is closed, contradicts the ledger or is no payment. Raises OwnerKnown if its signed order
    belongs to another player.
    """
    waiting = await open_entry(tx, quarantine_id)
    entry = _read_signed_part(waiting.raw)
    if waiting.reason is Reason.CONFLICT or entry.reason not in {None, Reason.SAYS_NO}:
        raise NotClaimable(id=quarantine_id, reason=waiting.reason.value)
    deposit = await _deposit_of_order(tx, entry)
    if deposit is not None and deposit.label != label:
        raise OwnerKnown(deposit=deposit.id, player=deposit.label)
    return waiting, entry


async def open_entry(tx: Transaction, quarantine_id: int) -> Waiting:
    """The open entry with this number. Raises NotClaimable if there is none."""
    waiting = await quarantine.find(tx, quarantine_id)
    if waiting is None or not waiting.is_open:
        raise NotClaimable(id=quarantine_id, reason="closed" if waiting else "none")
    return waiting


async def _deposit_of_order(tx: Transaction, entry: Entry) -> Deposit | None:
    """The deposit whose order the provider signed. Only its player may get the money.

    A restored database may have lost the order. It is found by the deposit id inside it, so that nobody else gets
    the money.
    """
    return await deposits.find_named(tx, entry.order_id) if entry.order_id else None


def _read_signed_part(raw: str) -> Entry:
    """The signed entry, read as if the unsigned part of its postback agreed with it.

    A reason that remains cannot be solved by operators: it is no payment, or not in our currency. Only an entry with
    an error status is left to them, because they can ask the provider.
    """
    member = phpjson.parse(raw.encode()).value
    top = {name: member.get(name) for name in _COMPARED} if isinstance(member, dict) else {}
    return read_postback({**top, "direction": "ingoing", "additional_data": [member]}).entries[0]


_COMPARED = ("amount", "currency_code", "wallet_type")
"""Members that the unsigned part repeats."""


class QuarantineDecisions:
    """Books quarantined money under its payment key, so that a later postback of the payment is a repetition."""

    def __init__(self, crediting: Crediting, events: MerchantEvents = NO_EVENTS) -> None:
        self._crediting = crediting
        self._events = events

    async def credit(self, tx: Transaction, approval: Approval, now: int) -> Entry | None:
        """Credit the entry to the approval's player.

        Returns the entry if no deposit of the player shows it, so that the caller tells him; else None. Raises
        AlreadyBooked; then the quarantine row is closed and nothing else was done.
        """
        label = str(approval.values["label"])
        waiting, entry = await claimable(tx, int(approval.values["quarantine"]), label)
        is_told = await self._credit(tx, waiting, entry, label, approval, now)
        return None if is_told else entry

    async def _credit(  # noqa: PLR0917 - what, whose, by whom
        self, tx: Transaction, waiting: Waiting, entry: Entry, label: str, approval: Approval, now: int
    ) -> bool:
        """Book it. Returns whether a deposit tells the player. Raises AlreadyBooked."""
        await self._close(tx, waiting, now)
        deposit = await _deposit_of_order(tx, entry)
        if deposit is not None and deposit.status not in _CREDITABLE:
            deposit = None
        booked = _assign if waiting.ref else _post
        if not await booked(tx, entry, label, deposit.id if deposit else "", f"act:{approval.id}", now):
            raise AlreadyBooked(ref=ledger.payment_ref(entry))
        if deposit is None:
            await self._crediting.close(tx, entry, now)
            await self._events.credited(tx, label, entry, "", now)
            return False
        await self._crediting.mark_credited(tx, entry, deposit, now)
        return True

    async def release(self, tx: Transaction, approval: Approval, now: int) -> list[tuple[str, Entry]]:
        """Credit all entries of the approval that still wait, each to the player of its order.

        Returns label and entry of each credit that no deposit shows to its player. Raises NotClaimable if none waits.
        """
        not_told, count = [], 0
        for number in entries_of(approval):
            waiting = await quarantine.find(tx, number)
            if waiting is None or not waiting.is_open:
                continue  # another approval or postback decided it meanwhile
            entry, label = await releasable(tx, waiting)
            try:
                if not await self._credit(tx, waiting, entry, label, approval, now):
                    not_told.append((label, entry))
            except AlreadyBooked:
                continue
            count += 1
        if not count:
            raise NotClaimable(id=entries_of(approval)[0], reason="closed")
        return not_told

    async def dismiss(self, tx: Transaction, approval: Approval, now: int) -> None:
        """Close the entry as nobody's and move its money out of `unclaimed`. Raises NotClaimable."""
        waiting = await open_entry(tx, int(approval.values["quarantine"]))
        await self._close(tx, waiting, now)
        line = await ledger.find_ref(tx, waiting.ref) if waiting.ref else None
        if line is not None and not await ledger.is_booked(tx, "assign", line.ref):
            await ledger.transfer(
                tx,
                kind="dismiss",
                ref=line.ref,
                debit=ledger.UNCLAIMED,
                credit=ledger.ADJUSTMENTS,
                amount=line.amount,
                provenance=f"act:{approval.id}",
                now=now,
            )

    async def _close(self, tx: Transaction, waiting: Waiting, now: int) -> None:
        if closed := await quarantine.close(tx, waiting.id, now):  # pragma: no branch - it was open just before
            await self._crediting.entry_closed(tx, closed, now)


async def releasable(tx: Transaction, waiting: Waiting) -> tuple[Entry, str]:
    """The entry and its player's label, if only a ceiling holds it. Raises NotClaimable."""
    entry = _read_signed_part(waiting.raw)
    deposit = await _deposit_of_order(tx, entry)
    if waiting.reason not in CEILINGS or deposit is None:
        raise NotClaimable(id=waiting.id, reason=waiting.reason.value)
    return entry, deposit.label


def entries_of(approval: Approval) -> list[int]:
    """The quarantine numbers in a RELEASE approval."""
    return [int(number) for number in str(approval.values["entries"]).split()]


async def _assign(  # noqa: PLR0917 - as `_post`
    tx: Transaction, entry: Entry, label: str, deposit_id: str, provenance: str, now: int
) -> bool:
    """Move money that was booked to nobody to its owner; False if that was done before."""
    line = await ledger.find(tx, ledger.payment_key(entry))
    return line is not None and await ledger.assign(
        tx, line, entry, label=label, deposit_id=deposit_id, provenance=provenance, now=now
    )


async def _post(  # noqa: PLR0917 - a line of the ledger, in its order
    tx: Transaction, entry: Entry, label: str, deposit_id: str, provenance: str, now: int
) -> bool:
    """Book money that was never booked; False if it was."""
    return await ledger.post(
        tx, entry, credit=ledger.account(label), deposit_id=deposit_id, provenance=provenance, now=now
    )
