"""Checks the disk of a SQLite database: alerts about a filling disk and a long write-ahead log."""

from bot.domain.alert import Alert
from bot.domain.errors import Value
from bot.runtime.metrics import DISK_FREE, LOG_BYTES
from bot.services.notifications.alerts import Alerts
from bot.store import alerts as alert_rows
from bot.store.engine.database import Database, Transaction

_MEGABYTE = 1024 * 1024
_FULL_PERCENT, _LITTLE = 80, 2048 * _MEGABYTE
"""Both limits must be passed: the last fifth of a large disk is enough for years."""

_LONG_LOG = 256 * _MEGABYTE
"""The log is cut to 16 MB once no reader uses an old state."""


async def check_disk_space(
    database: Database,
    alerts: Alerts,
    now: int,
    *,
    full_percent: int = _FULL_PERCENT,
    little: int = _LITTLE,
    long_log: int = _LONG_LOG,
) -> None:
    """Measure the disk, set the alerts, and take the reserve again if there is space. Does nothing for PostgreSQL."""
    disk = database.disk
    if disk is None:
        return
    space = disk.measure()
    DISK_FREE.set(space.free)
    LOG_BYTES.set(space.log)
    is_filling = space.percent >= full_percent and space.free < little
    if not is_filling:
        disk.keep_reserve()
    free = space.free // _MEGABYTE
    await _set_alert(database, alerts, Alert.DISK_FILLING, now, is_on=is_filling, percent=space.percent, megabytes=free)
    await _set_alert(
        database, alerts, Alert.LOG_LONG, now, is_on=space.log >= long_log, megabytes=space.log // _MEGABYTE
    )


async def _set_alert(
    database: Database, alerts: Alerts, kind: Alert, now: int, *, is_on: bool, **values: Value
) -> None:
    if is_on == await alert_rows.is_on(database, kind.value):
        return

    async def in_transaction(tx: Transaction) -> None:
        if is_on:
            await alerts.raise_(tx, kind, "", now, **values)
        else:
            await alerts.resolve(tx, kind, "", now)

    await database.write(in_transaction)
