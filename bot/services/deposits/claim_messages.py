"""What a player is told about what he sent for a claim, and operators about it; nothing of it moves the claim."""

from bot.domain.alert import Alert
from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.errors import NumberInUse, PictureError, TooManyCorrections, Value
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.store import deposits
from bot.store.engine.database import Param, Transaction

_ALBUM_MS = 4_000
UNREAD: dict[str, Param] = {"reading": "", "read_number": "", "read_amount": 0}


async def is_known(tx: Transaction, deposit: Deposit, number: str, now: int, *, is_typed: bool) -> bool:
    """Show the player his own claim of this number; raises NumberInUse when it is another player's.

    A claim that is being checked has its number already, and may get another picture without naming it again.
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
    """Ask whether this number is meant instead of the one that is being checked."""
    args: dict[str, Value] = {"number": number, "corrections": deposit.corrections}
    await messages.screen(tx, deposit.player_id, "is_correction", now, subject=deposit.id, args=args)


async def forget_read(tx: Transaction, deposit: Deposit, now: int) -> None:
    """What was read off the receipt is no question any more: the card asks for the number."""
    asked = await deposits.edit(tx, deposit.id, deposit.status, touched_at=now, **UNREAD)
    if asked is not None:
        await messages.card(tx, asked, now)


async def end_corrections(
    alerts: Alerts, deposit: Deposit, error: TooManyCorrections, now: int, tx: Transaction
) -> None:
    """From here on an operator must look: say so to the player, and to operators."""
    await messages.error(tx, deposit.player_id, error, now)
    about: dict[str, Value] = {"deposit": deposit.id, "amount": deposit.amount, "wallet": deposit.wallet}
    await _raise(tx, alerts, Alert.CORRECTIONS_OVER, deposit, now, about)


async def tell_in_use(tx: Transaction, alerts: Alerts, deposit: Deposit, number: str, now: int) -> None:
    """The number is another player's claim: a neutral word to this one, both ids to the operators."""
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
    """Money may have come since the transaction that was refused: then there is nothing left to look at."""
    fresh = await deposits.find(tx, deposit.id)
    if fresh is not None and fresh.status not in {DepositStatus.CREDITED, DepositStatus.REVERSED}:
        await alerts.raise_(tx, kind, deposit.id, now, **values)


async def tell_enough(tx: Transaction, player_id: int, album: str, now: int) -> None:
    """No more pictures are taken; of an album that is said once."""
    dedupe = f"enough:{player_id}:{album}" if album else ""
    await messages.screen(tx, player_id, "enough_pictures", now, dedupe=dedupe)


async def refuse_picture(tx: Transaction, deposit: Deposit, error: PictureError, album: str, now: int) -> None:
    """The picture cannot be used. For one of an album that is said only if no other of it could be used."""
    fresh = await deposits.find(tx, deposit.id)
    if album and fresh is not None and fresh.receipt_album == album:
        return
    pause = _ALBUM_MS if album else 0
    dedupe = album_key(deposit, album) if album else ""
    await messages.error(tx, deposit.player_id, error, now, due_at=now + pause, dedupe=dedupe)


def album_key(deposit: Deposit, album: str) -> str:
    """Under which a complaint about an album waits."""
    return f"album:{deposit.id}:{album}"
