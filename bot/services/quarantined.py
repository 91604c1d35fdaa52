"""Quarantined money that two people credit to a player: they say whose it is, the signed entry says how much."""

from bot.domain.act import ProposedAct
from bot.domain.alert import End
from bot.domain.deposit import Deposit, Status, sources
from bot.domain.entry import Entry, Reason
from bot.domain.errors import AlreadyBooked, NotClaimable
from bot.provider import phpjson
from bot.provider.payload import read_postback
from bot.services.crediting import Crediting
from bot.services.events import UNHEARD, Events
from bot.services.notices import Notices
from bot.store import deposits, ledger, quarantine
from bot.store.database import Transaction
from bot.store.quarantine import Waiting

_CREDITABLE = frozenset({*sources(Status.CREDITED), Status.CREDITED})


async def claimable(tx: Transaction, quarantine_id: int) -> tuple[Waiting, Entry]:
    """What waits under this number. Raises NotClaimable: it is closed, contradicts the ledger, or is no payment."""
    waiting = await quarantine.find(tx, quarantine_id)
    if waiting is None or not waiting.is_open:
        raise NotClaimable(id=quarantine_id, reason="closed" if waiting else "none")
    entry = _as_agreed(waiting.raw)
    if waiting.reason is Reason.CONFLICT or entry.reason is not None:
        raise NotClaimable(id=quarantine_id, reason=waiting.reason.value)
    return waiting, entry


def _as_agreed(raw: str) -> Entry:
    """The signed entry, as it would have been read had the unsigned part agreed with it in all.

    What is wrong with it even then cannot be put right by people: it is no payment, or not in our currency.
    """
    member = phpjson.parse(raw.encode()).value
    top = member if isinstance(member, dict) else {}
    return read_postback({**top, "direction": "ingoing", "additional_data": [member]}).entries[0]


class Quarantined:
    """Books what waits, under the key that every later postback of the same payment carries as well."""

    def __init__(self, crediting: Crediting, alarms: Notices, events: Events = UNHEARD) -> None:
        self._crediting = crediting
        self._alarms = alarms
        self._events = events

    async def credit(self, tx: Transaction, act: ProposedAct, now: int) -> Entry | None:
        """Credit it to the act's player; the entry is given back where no deposit of his tells him of it.

        Raises AlreadyBooked, and then the row in quarantine is closed and nothing else was done.
        """
        waiting, entry = await claimable(tx, int(act.values["quarantine"]))
        label = str(act.values["label"])
        if fingerprint := await quarantine.close(tx, waiting.id, now):
            await self._alarms.resolve_by(tx, End.ENTRY_CLOSED, fingerprint, now)
        deposit = await _deposit_of(tx, entry, label)
        booked = _assign if waiting.reason is Reason.ORDER_UNKNOWN else _book
        if not await booked(tx, entry, deposit, act, now):
            raise AlreadyBooked(ref=ledger.key_of(entry))
        if deposit is None:
            await self._crediting.close(tx, entry, now)
            await self._events.credited(tx, label, entry, "", now)
            return entry
        await self._crediting.record(tx, entry, deposit, now)
        return None


async def _deposit_of(tx: Transaction, entry: Entry, label: str) -> Deposit | None:
    """The deposit that the entry's order belongs to, if it is this player's and can take a credit."""
    deposit = await deposits.find_by_order(tx, entry.order_id) if entry.order_id else None
    if deposit is None or deposit.label != label or deposit.status not in _CREDITABLE:
        return None
    return deposit


async def _assign(tx: Transaction, entry: Entry, deposit: Deposit | None, act: ProposedAct, now: int) -> bool:
    """It was booked to nobody when it came; now it has an owner, once."""
    ref = ledger.key_of(entry)
    line = await ledger.find(tx, ref)
    if line is None or line.credit != ledger.UNCLAIMED:
        return False
    return await ledger.transfer(
        tx,
        kind="assign",
        ref=ref,
        debit=ledger.UNCLAIMED,
        credit=ledger.account(str(act.values["label"])),
        amount=line.amount,
        provenance=f"act:{act.id}",
        now=now,
        deposit_id=deposit.id if deposit else "",
    )


async def _book(tx: Transaction, entry: Entry, deposit: Deposit | None, act: ProposedAct, now: int) -> bool:
    """It was never booked: it is now, as a consistent postback of it would have been."""
    return await ledger.book(
        tx,
        entry,
        credit=ledger.account(str(act.values["label"])),
        deposit_id=deposit.id if deposit else "",
        provenance=f"act:{act.id}",
        now=now,
    )
