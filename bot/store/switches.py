"""What operators switched: payouts frozen, wallets closed, limits of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.store.database import Database, Transaction

_FREEZE = "freeze"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """`limits` are lowest and highest in whole kyat by wallet."""

    frozen: bool
    closed: frozenset[str] = frozenset()
    limits: Mapping[str, tuple[int, int]] = field(default_factory=dict)


async def switches(reads: Database | Transaction) -> Switches:
    """What is switched now."""
    rows = await reads.fetch("SELECT name, value FROM switches")
    found = {row["name"]: row["value"] for row in rows}
    return Switches(frozen=_FREEZE in found)


async def freeze(tx: Transaction, actor: int, now: int) -> None:
    """No payout leaves any more; `actor` 0 is the house itself."""
    await tx.fetch(
        "INSERT INTO switches (name, value, actor, at) VALUES ($1, 'on', $2, $3) ON CONFLICT (name) DO NOTHING",
        _FREEZE,
        actor,
        now,
    )
