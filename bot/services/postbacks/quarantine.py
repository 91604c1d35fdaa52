"""What waits in quarantine, decided by two people: whose the money is, or that it is nobody's."""

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
    """What waits under this number, where it can become this player's.

    Raises NotClaimable: it is closed, contradicts the ledger, or is no payment. Raises OwnerKnown: its signed order is
    another player's.
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
    """What waits under this number. Raises NotClaimable where nothing does."""
    waiting = await quarantine.find(tx, quarantine_id)
    if waiting is None or not waiting.is_open:
        raise NotClaimable(id=quarantine_id, reason="closed" if waiting else "none")
    return waiting


async def _deposit_of_order(tx: Transaction, entry: Entry) -> Deposit | None:
    """The deposit whose order the provider signed; its player is the only one who can get the money.

    An order that a database put back has forgotten is never credited by itself, but it is nobody else's either.
    """
    return await deposits.find_named(tx, entry.order_id) if entry.order_id else None


def _read_signed_part(raw: str) -> Entry:
    """The signed entry, as it would have been read had the unsigned part agreed with it in all.

    What is wrong with it even then cannot be put right by people: it is no payment, or not in our currency. An entry
    that says no about itself is left to them: they can ask the provider what is true.
    """
    member = phpjson.parse(raw.encode()).value
    top = {name: member.get(name) for name in _COMPARED} if isinstance(member, dict) else {}
    return read_postback({**top, "direction": "ingoing", "additional_data": [member]}).entries[0]


_COMPARED = ("amount", "currency_code", "wallet_type")
"""What stands in the unsigned part as well."""


class QuarantineDecisions:
    """Books what waits, under the key that every later postback of the same payment carries as well."""

    def __init__(self, crediting: Crediting, events: MerchantEvents = NO_EVENTS) -> None:
        self._crediting = crediting
        self._events = events

    async def credit(self, tx: Transaction, approval: Approval, now: int) -> Entry | None:
        """Credit it to the act's player; the entry is given back where no deposit of his tells him of it.

        Raises AlreadyBooked, and then the row in quarantine is closed and nothing else was done.
        """
        label = str(approval.values["label"])
        waiting, entry = await claimable(tx, int(approval.values["quarantine"]), label)
        is_told = await self._credit(tx, waiting, entry, label, approval, now)
        return None if is_told else entry

    async def _credit(  # noqa: PLR0917 - what, whose, by whom
        self, tx: Transaction, waiting: Waiting, entry: Entry, label: str, approval: Approval, now: int
    ) -> bool:
        """Whether a deposit of his tells the player of it. Raises AlreadyBooked."""
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
        """Credit all entries of the act that still wait, each to the player of its order.

        Answers with those of which no deposit tells its player: his label, and the entry. Raises NotClaimable where
        none of them waits any more.
        """
        not_told, count = [], 0
        for number in entries_of(approval):
            waiting = await quarantine.find(tx, number)
            if waiting is None or not waiting.is_open:
                continue  # decided by itself meanwhile
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
        """It is nobody's: closed, and money that waited for it taken out of what is unclaimed. Raises NotClaimable."""
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
    """The entry and its player, where nothing but its size speaks against it. Raises NotClaimable."""
    entry = _read_signed_part(waiting.raw)
    deposit = await _deposit_of_order(tx, entry)
    if waiting.reason not in CEILINGS or deposit is None:
        raise NotClaimable(id=waiting.id, reason=waiting.reason.value)
    return entry, deposit.label


def entries_of(approval: Approval) -> list[int]:
    """The numbers in quarantine that an act of many entries is about."""
    return [int(number) for number in str(approval.values["entries"]).split()]


async def _assign(  # noqa: PLR0917 - as `_post`
    tx: Transaction, entry: Entry, label: str, deposit_id: str, provenance: str, now: int
) -> bool:
    """It was booked to nobody when it came; now it has an owner, once."""
    line = await ledger.find(tx, ledger.payment_key(entry))
    return line is not None and await ledger.assign(
        tx, line, entry, label=label, deposit_id=deposit_id, provenance=provenance, now=now
    )


async def _post(  # noqa: PLR0917 - a line of the ledger, in its order
    tx: Transaction, entry: Entry, label: str, deposit_id: str, provenance: str, now: int
) -> bool:
    """It was never booked: it is now, as a consistent postback of it would have been."""
    return await ledger.post(
        tx, entry, credit=ledger.account(label), deposit_id=deposit_id, provenance=provenance, now=now
    )
