"""The append-only list of what operators did, each row chained to the one before by its hash."""

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
    """Where the log ends now, or ended at the moment `before`."""
    rows = await reads.fetch("SELECT id, hash FROM audit WHERE at < $1 ORDER BY id DESC LIMIT 1", before)
    return Head(count=rows[0]["id"], hash=rows[0]["hash"]) if rows else Head()


async def append(tx: Transaction, *, actor: int, act: str, subject: str, before: str, after: str, now: int) -> None:
    """Write down an act, in the transaction of its effect."""
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
    """The rows that follow the one with the id `after`, oldest first."""
    rows = await reads.fetch(f"SELECT {_COLUMNS} FROM audit WHERE id > $1 ORDER BY id LIMIT $2", after, limit)
    return [_link(row) for row in rows]


async def examine(reads: Reads) -> tuple[Head, int | None]:
    """Where the part of the log ends that is whole, and the id of the row that does not follow it, if one does not.

    Such a row was changed, moved or put in, or the one before it was taken out.
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
