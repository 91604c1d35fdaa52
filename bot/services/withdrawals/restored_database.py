"""Detects a restored database and freezes payouts: those sent after the backup are missing in it.

Each start and each payout raises the database's generation number, and the generation file outside the database
follows before the payout's first byte leaves. A database with a lower number than the file was restored; so was a
marked copy, and a database on another server than before.
"""

import secrets

import structlog

from bot.domain.alert import Alert
from bot.domain.database_generation import FileGeneration, Generation, RestoreSign, sign_of_restore
from bot.domain.errors import Value
from bot.domain.withdrawal import Withdrawal, WithdrawalStatus
from bot.runtime.clock import Clock
from bot.services.notifications import operator_cards
from bot.services.notifications.alerts import Alerts
from bot.store import alerts as alert_rows
from bot.store import approvals, attempts, audit, deposits, generation, withdrawals
from bot.store.engine.database import Database, StoreUnusable, Transaction
from bot.store.marker import NO_MARKER
from bot.store.overrides import freeze_withdrawals

_JUMP = 1_000
"""The number jumps this far after a restore, beyond what the files of other instances may hold."""

_WAS_SENDING = "the restored database shows it as being sent"
_WAS_PROPOSED = "the restored database shows it as proposed; it may have been sent since"
_log = structlog.get_logger()


async def on_start(database: Database, clock: Clock, alerts: Alerts) -> None:
    """Check and count at start. Raises StoreUnusable if the generation file cannot be read or written."""
    database.marker.read()
    await database.write(lambda tx: count_up(tx, database, alerts, clock.now_ms()))
    try:
        await write_file(database)
    except OSError as error:
        if not database.marker.is_needed:
            _log.warning("store.no_generation_file", reason=str(error))
            database.marker = NO_MARKER
            return
        raise StoreUnusable(
            f"the generation file cannot be written: {error}. Set BOT_GENERATION_FILE to a place that can be written"
        ) from error


async def check_while_running(database: Database, clock: Clock, alerts: Alerts) -> None:
    """Check between starts: a restored or promoted server may replace the old one while the bot runs."""
    if await _find_sign(database, database) is not None:
        await database.write(lambda tx: count_up(tx, database, alerts, clock.now_ms()))
        try:
            await write_file(database)  # or the next check would find a restore again
        except OSError as error:
            _log.warning("store.no_generation_file", reason=str(error))


async def count_up(tx: Transaction, database: Database, alerts: Alerts, now: int) -> bool:
    """Raise the generation number. False if the database was restored: then payouts are frozen."""
    sign, found, written = await _find_sign(tx, database), await generation.read(tx), database.marker.read()
    if sign is not None:
        await _freeze(tx, database, alerts, sign, now)
    last = max(found.number if found else 0, written.number if written else 0)
    new = Generation(
        database=found.database if found else secrets.token_hex(8),
        number=last + (1 if sign is None else _JUMP),
        home=database.home or (found.home if found else ""),
    )
    await generation.write(tx, new)
    return sign is None


async def write_file(database: Database) -> None:
    """Write the committed number to the file. No payout may leave if this raises OSError or StoreUnusable."""
    found = await generation.read(database)
    if found is not None:  # pragma: no branch - a start writes it first
        await database.marker.keep(FileGeneration(database=found.database, number=found.number))


async def _find_sign(reads: Database | Transaction, database: Database) -> RestoreSign | None:
    found = await generation.read(reads)
    has_payouts = await generation.has_payouts(reads)
    return sign_of_restore(found, database.marker.read(), database.home, has_payouts=has_payouts)


async def _freeze(tx: Transaction, database: Database, alerts: Alerts, sign: RestoreSign, now: int) -> None:
    """Freeze payouts, make unfinished ones unknown, let proposals expire, and alert operators."""
    _log.warning("store.was_restored", sign=sign.value)
    await freeze_withdrawals(tx, 0, now)
    after = f"the database was put back ({sign.value})"
    await audit.append(tx, actor=0, act="freeze", subject="payouts", before="", after=after, now=now)
    unfinished = await withdrawals.unfinished(tx)
    for withdrawal in unfinished:
        await _make_unknown(tx, alerts, withdrawal, now)
    await approvals.let_expire(tx, now)
    await generation.skip_numbers(tx, database)
    await alert_rows.end(tx, Alert.DATABASE_RESTORED, "")  # the backup may hold it from an earlier restore
    await alerts.raise_(tx, Alert.DATABASE_RESTORED, "", now, sign=sign.value, payouts=len(unfinished))


async def _make_unknown(tx: Transaction, alerts: Alerts, withdrawal: Withdrawal, now: int) -> None:
    """Record an attempt, since there may have been one, so that the payout is never sent again.

    This includes proposals: one that was confirmed and paid after the backup must not release its hold by expiring.
    """
    detail = _WAS_PROPOSED if withdrawal.status is WithdrawalStatus.PROPOSED else _WAS_SENDING
    confirmed_at = withdrawal.confirmed_at or now
    await withdrawals.move(tx, withdrawal.id, WithdrawalStatus.UNKNOWN, detail=detail, confirmed_at=confirmed_at)
    await withdrawals.leave(tx, withdrawal.id, now)
    attempt = await attempts.start(tx, withdrawal.id, withdrawal.id, now)
    await attempts.finish(tx, attempt, "unknown", detail, now)
    await deposits.note(tx, withdrawal.id, WithdrawalStatus.UNKNOWN, detail, now)
    told: dict[str, Value] = {"withdrawal": withdrawal.id, "amount": withdrawal.amount, "wallet": withdrawal.wallet}
    await alerts.raise_(tx, Alert.PAYOUT_UNKNOWN, withdrawal.id, now, **told)
    await operator_cards.redraw(tx, withdrawal.id, now)
