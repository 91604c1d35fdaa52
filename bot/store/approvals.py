"""Proposals of operators (table `acts`). Each change of their stage is one guarded UPDATE."""

import json
from collections.abc import Mapping

from bot.domain.approval import ActionType, Approval, ApprovalStatus
from bot.domain.errors import Value
from bot.domain.mask import Mask
from bot.domain.reference import folded
from bot.store.engine.database import Database, Row, Transaction

_COLUMNS = "id, kind, detail, maker, checker, stage, reason, created_at, expires_at"
Reads = Database | Transaction


def _approval(row: Row) -> Approval:
    return Approval(
        id=row["id"],
        kind=ActionType(row["kind"]),
        values=json.loads(row["detail"]),
        maker=row["maker"],
        checker=row["checker"],
        stage=ApprovalStatus(row["stage"]),
        reason=row["reason"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )


def _detail(values: Mapping[str, Value]) -> str:
    """The values as JSON with sorted keys, so that equal values give equal text."""
    return json.dumps(dict(values), sort_keys=True)


async def add(
    tx: Transaction, kind: ActionType, values: Mapping[str, Value], *, maker: int, now: int, expires_at: int
) -> Approval:
    """Insert a proposal."""
    row = await tx.fetchrow(
        "INSERT INTO acts (kind, detail, maker, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)"
        f" RETURNING {_COLUMNS}",
        kind.value,
        _detail(values),
        maker,
        now,
        expires_at,
    )
    if row is None:  # pragma: no cover - RETURNING answers with the row
        raise AssertionError
    return _approval(row)


async def find(reads: Reads, approval_id: int) -> Approval | None:
    """The proposal with this id, or None."""
    row = await reads.fetchrow(f"SELECT {_COLUMNS} FROM acts WHERE id = $1", approval_id)
    return _approval(row) if row else None


async def open_twin(reads: Reads, kind: ActionType, values: Mapping[str, Value], now: int) -> Approval | None:
    """An open proposal with the same values, ignoring case and separators; None if there is none."""
    rows = await reads.fetch(
        f"SELECT {_COLUMNS} FROM acts WHERE kind = $1 AND stage = 'proposed' AND expires_at > $2 ORDER BY id",
        kind.value,
        now,
    )
    return next((approval for approval in map(_approval, rows) if _folded(approval.values) == _folded(values)), None)


def _folded(values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: folded(value) if isinstance(value, str) else value for name, value in values.items()}


async def confirm(tx: Transaction, approval_id: int, checker: int, now: int) -> Approval | None:
    """Confirm a proposal; None if it is not open, expired, or the checker's own."""
    row = await tx.fetchrow(
        "UPDATE acts SET stage = 'done', checker = $2, closed_at = $3"
        f" WHERE id = $1 AND stage = 'proposed' AND maker <> $2 AND expires_at > $3 RETURNING {_COLUMNS}",
        approval_id,
        checker,
        now,
    )
    return _approval(row) if row else None


async def decline(tx: Transaction, approval_id: int, checker: int, reason: str, now: int) -> Approval | None:
    """Decline a proposal; None if it is not open."""
    row = await tx.fetchrow(
        "UPDATE acts SET stage = 'declined', checker = $2, reason = $4, closed_at = $3"
        f" WHERE id = $1 AND stage = 'proposed' RETURNING {_COLUMNS}",
        approval_id,
        checker,
        now,
        reason,
    )
    return _approval(row) if row else None


async def has_due(reads: Reads, now: int) -> bool:
    """Whether an open proposal has expired."""
    row = await reads.fetchrow("SELECT 1 AS due FROM acts WHERE stage = 'proposed' AND expires_at <= $1 LIMIT 1", now)
    return row is not None


async def let_expire(tx: Transaction, now: int) -> None:
    """Let all open proposals expire now; the scheduler closes them."""
    await tx.fetch("UPDATE acts SET expires_at = $1 WHERE stage = 'proposed' AND expires_at > $1", now)


async def expire(tx: Transaction, now: int) -> list[Approval]:
    """Close expired proposals and return them, in the order of their ids."""
    rows = await tx.fetch(
        "UPDATE acts SET stage = 'expired', closed_at = $1 WHERE stage = 'proposed' AND expires_at <= $1"
        f" RETURNING {_COLUMNS}",
        now,
    )
    return sorted((_approval(row) for row in rows), key=lambda approval: approval.id)


async def mask_accounts(tx: Transaction, before: int, limit: int, mask: Mask, *, of: str = "") -> int:
    """Mask accounts in recorded payouts (perhaps only `of` one player) closed before a time. Returns rows read."""
    rows = await tx.fetch(
        f"SELECT {_COLUMNS} FROM acts WHERE kind = '{ActionType.RECORD}' AND stage <> 'proposed' AND closed_at < $1"
        " AND length(replace(detail, 'hmac:', '')) >= length(detail) ORDER BY closed_at LIMIT $2",
        before,
        limit,
    )
    for approval in (one for one in map(_approval, rows) if not of or one.values["label"] == of):
        kept = _detail(approval.values | {"account": mask(str(approval.values["account"]))})
        await tx.fetch("UPDATE acts SET detail = $2 WHERE id = $1", approval.id, kept)
    return len(rows)
