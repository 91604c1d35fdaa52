"""A database that was put back: payouts that left since its state was kept are not in it, so nothing leaves by itself.

Each start and each payout counts the database's generation on, and the generation file outside of it follows before
the payout's first byte leaves. A database that is behind its file was put back; so was a marked copy, and one that
stands on another server than before.
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
"""So many generations further: beyond what files of other copies may have seen of what is lost."""

_WAS_SENDING = "it was being sent in a database that was put back"
_WAS_PROPOSED = "it was proposed in a database that was put back, and may have been sent since"
_log = structlog.get_logger()


async def on_start(database: Database, clock: Clock, alerts: Alerts) -> None:
    """A start. Raises StoreUnusable where the generation file cannot be read or written."""
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
            f"the generation file cannot be written: {error}. Let BOT_GENERATION_FILE name a place that can be"
        ) from error


async def check_while_running(database: Database, clock: Clock, alerts: Alerts) -> None:
    """Between starts: a server that was put back or promoted takes the place of the one before unasked."""
    if await _find_sign(database, database) is not None:
        await database.write(lambda tx: count_up(tx, database, alerts, clock.now_ms()))
        try:
            await write_file(database)  # or the next look would take it for put back once more
        except OSError as error:
            _log.warning("store.no_generation_file", reason=str(error))


async def count_up(tx: Transaction, database: Database, alerts: Alerts, now: int) -> bool:
    """Count on. False when the database turns out to have been put back, and is frozen now: nothing may leave."""
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
    """Let the file outside follow what is committed. Raises OSError or StoreUnusable: then nothing may leave."""
    found = await generation.read(database)
    if found is not None:  # pragma: no branch - a start writes it first
        await database.marker.keep(FileGeneration(database=found.database, number=found.number))


async def _find_sign(reads: Database | Transaction, database: Database) -> RestoreSign | None:
    found = await generation.read(reads)
    has_payouts = await generation.has_payouts(reads)
    return sign_of_restore(found, database.marker.read(), database.home, has_payouts=has_payouts)


async def _freeze(tx: Transaction, database: Database, alerts: Alerts, sign: RestoreSign, now: int) -> None:
    """What may have left is unknown, what was proposed to two people is over, and operators are told."""
    _log.warning("store.was_put_back", sign=sign.value)
    await freeze_withdrawals(tx, 0, now)
    after = f"the database was put back ({sign.value})"
    await audit.append(tx, actor=0, act="freeze", subject="payouts", before="", after=after, now=now)
    unfinished = await withdrawals.unfinished(tx)
    for withdrawal in unfinished:
        await _make_unknown(tx, alerts, withdrawal, now)
    await approvals.let_expire(tx, now)
    await generation.skip_numbers(tx, database)
    await alert_rows.end(tx, Alert.DATABASE_RESTORED, "")  # it may be on in the copy, from an earlier time
    await alerts.raise_(tx, Alert.DATABASE_RESTORED, "", now, sign=sign.value, payouts=len(unfinished))


async def _make_unknown(tx: Transaction, alerts: Alerts, withdrawal: Withdrawal, now: int) -> None:
    """An attempt is written down for it, since there may have been one: it is never sent, and its time counts from now.

    A proposal is among them: if it was confirmed and paid since, its hold must not go back when its hour is over.
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
