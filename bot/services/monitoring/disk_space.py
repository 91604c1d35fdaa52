"""Whether the database has room: operators hear of a disk that fills up and of a log that does not get shorter."""

from bot.domain.alert import Alert
from bot.domain.errors import Value
from bot.runtime.metrics import DISK_FREE, LOG_BYTES
from bot.services.notifications.alerts import Alerts
from bot.store import alerts
from bot.store.engine.database import Database, Transaction

_MEGABYTE = 1024 * 1024
_FULL_PERCENT, _LITTLE = 80, 2048 * _MEGABYTE
"""A disk is filling when both are passed: the last fifth of a large one is enough for years."""

_LONG_LOG = 256 * _MEGABYTE
"""It is cut to 16 MB as soon as nobody reads an old state any more."""


async def check_disk_space(
    database: Database,
    notices: Alerts,
    now: int,
    *,
    full_percent: int = _FULL_PERCENT,
    little: int = _LITTLE,
    long_log: int = _LONG_LOG,
) -> None:
    """Look, and take the reserve again where there is room for it. The disk of a server is its own."""
    disk = database.disk
    if disk is None:
        return
    room = disk.look()
    DISK_FREE.set(room.free)
    LOG_BYTES.set(room.log)
    fills = room.percent >= full_percent and room.free < little
    if not fills:
        disk.keep_reserve()
    free = room.free // _MEGABYTE
    await _say(database, notices, Alert.DISK_FILLING, now, is_so=fills, percent=room.percent, megabytes=free)
    await _say(database, notices, Alert.LOG_LONG, now, is_so=room.log >= long_log, megabytes=room.log // _MEGABYTE)


async def _say(database: Database, notices: Alerts, kind: Alert, now: int, *, is_so: bool, **values: Value) -> None:
    if is_so == await alerts.is_on(database, kind.value):
        return

    async def unit(tx: Transaction) -> None:
        if is_so:
            await notices.raise_(tx, kind, "", now, **values)
        else:
            await notices.resolve(tx, kind, "", now)

    await database.write(unit)
