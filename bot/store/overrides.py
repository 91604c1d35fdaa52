"""Operator overrides (table `switches`): payouts frozen, wallets closed, limits changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.store.engine.database import Database, Transaction

_FREEZE, _CLOSED, _LIMITS = "freeze", "closed:", "limits:"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorOverrides:
    """`closed`: wallets without new deposits; `limits`: lowest and highest deposit by wallet, in whole kyat."""

    frozen: bool
    closed: frozenset[str] = frozenset()
    limits: Mapping[str, tuple[int, int]] = field(default_factory=dict)


async def load_overrides(reads: Database | Transaction) -> OperatorOverrides:
    """The overrides that are set now."""
    rows = await reads.fetch("SELECT name, value FROM switches")
    found: dict[str, str] = {row["name"]: row["value"] for row in rows}
    return OperatorOverrides(
        frozen=_FREEZE in found,
        closed=frozenset(name.removeprefix(_CLOSED) for name in found if name.startswith(_CLOSED)),
        limits={name.removeprefix(_LIMITS): _span(value) for name, value in found.items() if name.startswith(_LIMITS)},
    )


def _span(value: str) -> tuple[int, int]:
    low, _, high = value.partition("-")
    return int(low), int(high)


async def freeze_withdrawals(tx: Transaction, actor: int, now: int) -> None:
    """Let no payout leave; `actor` 0 is the bot itself."""
    await _set(tx, _FREEZE, "on", actor, now)


async def unfreeze_withdrawals(tx: Transaction) -> None:
    """Let payouts leave again."""
    await _clear(tx, _FREEZE)


async def close_wallet(tx: Transaction, wallet: str, actor: int, now: int) -> None:
    """Let no new deposit use this wallet."""
    await _set(tx, _CLOSED + wallet, "on", actor, now)


async def open_wallet(tx: Transaction, wallet: str) -> None:
    """Let new deposits use this wallet again, if the provider offers it."""
    await _clear(tx, _CLOSED + wallet)


async def set_limits(tx: Transaction, wallet: str, limits: tuple[int, int], actor: int, now: int) -> None:
    """Set the lowest and highest deposit of this wallet, in whole kyat."""
    low, high = limits
    await _set(tx, _LIMITS + wallet, f"{low}-{high}", actor, now)


async def _set(tx: Transaction, name: str, value: str, actor: int, now: int) -> None:
    await tx.fetch(
        "INSERT INTO switches (name, value, actor, at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value, actor = excluded.actor, at = excluded.at",
        name,
        value,
        actor,
        now,
    )


async def _clear(tx: Transaction, name: str) -> None:
    await tx.fetch("DELETE FROM switches WHERE name = $1", name)
