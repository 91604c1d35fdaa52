"""A copy of the database that is put back, and what is known to be lost with all that came after it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass

from tests.sim.store import path_of
from tests.sim.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The database as it was, and what was acknowledged by then."""

    file: sqlite3.Connection
    updates: frozenset[int]
    letters: frozenset[bytes]


def copy_of(world: World) -> Copy | None:
    """None where the database is no file."""
    path = path_of(world.simulated_bot.url)
    if path is None:
        return None
    file = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(path)) as source:
        source.backup(file)
    return Copy(
        file=file,
        updates=frozenset(update.number for update in world.updates if update.acked),
        letters=frozenset(letter.body for letter in world.box.letters if letter.acked),
    )


async def put_back(world: World, copy: Copy) -> None:
    """Restart the bot on the backup. Updates since then are lost; the provider sends postbacks again."""
    await world.simulated_bot.crash()
    with closing(sqlite3.connect(path_of(world.simulated_bot.url) or "")) as file:
        copy.file.backup(file)
    for update in world.updates:
        update.lost = update.lost or (update.acked and update.number not in copy.updates)
    for letter in world.box.letters:
        letter.acked = letter.body in copy.letters
    known = {row["id"] for row in await world.look("SELECT id FROM withdrawals WHERE confirmed_at > 0")}
    world.lost_payouts |= world.bank.payouts.keys() - known
    orders = {row["order_id"] for row in await world.look("SELECT order_id FROM orders")}
    world.lost_orders |= world.bank.claims.keys() - orders
    (last,) = await world.look("SELECT COALESCE(MAX(id), 0) AS id FROM outbox")
    world.chats.forget(last["id"])
    await world.simulated_bot.start()
