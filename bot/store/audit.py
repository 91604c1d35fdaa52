"""The audit log: append-only rows of what operators did, each chained to the row before by its hash."""

from bot.domain.audit import AuditRow, Head, Link, chain, verify
from bot.store.engine.database import Reader, Row, Transaction

_COLUMNS = "id, at, actor, act, subject, before, after, previous, hash"
_PAGE = 1_000
_BEFORE_ALL = -(2**63)
_AFTER_ALL = 2**63 - 1
Reads = Reader | Transaction


def _link(row: Row) -> Link:
    kept = {name: row[name] for name in ("id", "at", "actor", "act", "subject", "before", "after")}
    return Link(row=AuditRow(**kept), previous=row["previous"], hash=row["hash"])


async def head(reads: Reads, before: int = _AFTER_ALL) -> Head:
    """The last row of the log, or the last one before a time."""
    rows = await reads.fetch("SELECT id, hash FROM audit WHERE at < $1 ORDER BY id DESC LIMIT 1", before)
    return Head(count=rows[0]["id"], hash=rows[0]["hash"]) if rows else Head()


async def append(tx: Transaction, *, actor: int, act: str, subject: str, before: str, after: str, now: int) -> None:
    """Add a row, in the transaction of the action itself."""
    last = await head(tx)
    row = AuditRow(id=last.count + 1, at=now, actor=actor, act=act, subject=subject, before=before, after=after)
    await tx.fetch(
        f"INSERT INTO audit ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        row.id,
        now,
        actor,
        act,
        subject,
        before,
        after,
        last.hash,
        chain(last.hash, row),
    )


async def page(reads: Reads, after: int, limit: int = _PAGE) -> list[Link]:
    """Up to `limit` rows with ids above `after`, oldest first."""
    rows = await reads.fetch(f"SELECT {_COLUMNS} FROM audit WHERE id > $1 ORDER BY id LIMIT $2", after, limit)
    return [_link(row) for row in rows]


async def examine(reads: Reads) -> tuple[Head, int | None]:
    """Verify the chain: the last good row, and the id of the first bad row, or None.

    A bad row was changed, moved or inserted, or the row before it was deleted.
    """
    end, after = Head(), _BEFORE_ALL
    while links := await page(reads, after):
        if (broken := verify(links, end)) is not None:
            whole = [link for link in links if link.row.id < broken]
            return (_head_of(whole[-1]) if whole else end), broken
        end, after = _head_of(links[-1]), links[-1].row.id
    return end, None


def _head_of(link: Link) -> Head:
    return Head(count=link.row.id, hash=link.hash)
