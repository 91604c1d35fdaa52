"""Messages to the player and alerts to operators about parts of a claim; nothing here changes its state."""

from bot.domain.alert import Alert
from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.errors import NumberInUse, PictureError, TooManyCorrections, Value
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.store import deposits
from bot.store.engine.database import Param, Transaction

_ALBUM_MS = 4_000
NOT_READ: dict[str, Param] = {"reading": "", "read_number": "", "read_amount": 0}


async def is_known(tx: Transaction, deposit: Deposit, number: str, now: int, *, is_typed: bool) -> bool:
    """Whether the player's own claim has this number already; he is shown it. Raises NumberInUse for another's.

    With `is_typed` False the deposit's own number is allowed: only another picture came for it.
    """
    for other in await deposits.claimed_with(tx, deposit.wallet, number):
        if other.player_id != deposit.player_id:
            raise NumberInUse(number=number)
        if other.id == deposit.id and not is_typed:
            continue
        await messages.screen(tx, deposit.player_id, "number_known", now, subject=other.id)
        return True
    return False


async def ask_correction(tx: Transaction, deposit: Deposit, number: str, now: int) -> None:
    """Ask whether this number should replace the one that is being checked."""
    args: dict[str, Value] = {"number": number, "corrections": deposit.corrections}
    await messages.screen(tx, deposit.player_id, "is_correction", now, subject=deposit.id, args=args)


async def forget_read(tx: Transaction, deposit: Deposit, now: int) -> None:
    """Drop what was read off the receipt; the card asks for the number instead."""
    asked = await deposits.edit(tx, deposit.id, deposit.status, touched_at=now, **NOT_READ)
    if asked is not None:
        await messages.card(tx, asked, now)


async def end_corrections(
    alerts: Alerts, deposit: Deposit, error: TooManyCorrections, now: int, tx: Transaction
) -> None:
    """Tell the player that an operator must look, and alert operators."""
    await messages.error(tx, deposit.player_id, error, now)
    about: dict[str, Value] = {"deposit": deposit.id, "amount": deposit.amount, "wallet": deposit.wallet}
    await _raise(tx, alerts, Alert.CORRECTIONS_OVER, deposit, now, about)


async def tell_in_use(tx: Transaction, alerts: Alerts, deposit: Deposit, number: str, now: int) -> None:
    """Tell the player neutrally that the number is in use, and alert operators with both deposits."""
    if number == deposit.read_number:
        await forget_read(tx, deposit, now)
    for other in await deposits.claimed_with(tx, deposit.wallet, number):
        both: dict[str, Value] = {"number": number, "deposit": deposit.id, "other": other.id}
        await _raise(tx, alerts, Alert.NUMBER_SHARED, deposit, now, both)
    await deposits.note(tx, deposit.id, "number_in_use", number, now)
    await messages.error(tx, deposit.player_id, NumberInUse(), now)


async def _raise(  # noqa: PLR0917 - as `Alerts.raise_`
    tx: Transaction, alerts: Alerts, kind: Alert, deposit: Deposit, now: int, values: dict[str, Value]
) -> None:
    """Raise an alert unless money came meanwhile; then there is nothing to look at."""
    fresh = await deposits.find(tx, deposit.id)
    if fresh is not None and fresh.status not in {DepositStatus.CREDITED, DepositStatus.REVERSED}:
        await alerts.raise_(tx, kind, deposit.id, now, **values)


async def tell_enough(tx: Transaction, player_id: int, album: str, now: int) -> None:
    """Tell the player that no more pictures are accepted, once per album."""
    dedupe = f"enough:{player_id}:{album}" if album else ""
    await messages.screen(tx, player_id, "enough_pictures", now, dedupe=dedupe)


async def refuse_picture(tx: Transaction, deposit: Deposit, error: PictureError, album: str, now: int) -> None:
    """Say that the picture cannot be used; for an album only if none of its pictures could be used."""
    fresh = await deposits.find(tx, deposit.id)
    if album and fresh is not None and fresh.receipt_album == album:
        return
    pause = _ALBUM_MS if album else 0
    dedupe = album_key(deposit, album) if album else ""
    await messages.error(tx, deposit.player_id, error, now, due_at=now + pause, dedupe=dedupe)


def album_key(deposit: Deposit, album: str) -> str:
    """The dedupe key under which an error about an album waits."""
    return f"album:{deposit.id}:{album}"
