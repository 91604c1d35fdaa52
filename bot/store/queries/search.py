"""Searches by what a person remembers of a payment, and lists of open and received rows."""

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.deposit import Deposit
from bot.domain.player import Language
from bot.domain.report import FoundKind, Hit, KnownChat, Match, Received
from bot.domain.wallet import CURRENCY, WALLETS
from bot.domain.withdrawal import Withdrawal
from bot.store import deposits, quarantine, refusals, withdrawals
from bot.store.engine.database import Database, Row

WORD, NUMBER, END, LABEL, DIGEST = "word", "number", "end", "label", "digest"
"""Kinds of search key: an id, a transaction number in its normal form, at least four last digits, a label, the
beginning of a receipt's SHA-256 in small letters.
"""

_ROWS = {
    FoundKind.DEPOSIT: "SELECT id, created_at AS at, status, label, wallet,"
    " CASE WHEN credited_amount > 0 THEN credited_amount ELSE amount END AS amount"
    " FROM deposits WHERE {where} ORDER BY created_at DESC LIMIT $2",
    FoundKind.WITHDRAWAL: "SELECT id, created_at AS at, status, label, wallet, amount"
    " FROM withdrawals WHERE {where} ORDER BY created_at DESC LIMIT $2",
    FoundKind.QUARANTINE: "SELECT id, at, state AS status, label, wallet, amount"
    " FROM quarantine WHERE {where} ORDER BY id DESC LIMIT $2",
}
_ENDS = "{0} <> '' AND substr({0}, length({0}) - 3) = substr($1, length($1) - 3) AND {0} LIKE '%' || $1"
"""Uses the index over the last four characters."""

_BOOKED = ", ".join(f"'{wallet}/{CURRENCY}/' || $1" for wallet in WALLETS)

# SQLite uses a partial index only where the query repeats its condition word by word.
SEARCHES: Sequence[tuple[str, FoundKind, Match, str]] = (
    (WORD, FoundKind.DEPOSIT, Match.ID, "id = $1"),
    (WORD, FoundKind.DEPOSIT, Match.ORDER, f"id = {deposits.named_by('$1')}"),
    (WORD, FoundKind.WITHDRAWAL, Match.ID, "id = $1"),
    (WORD, FoundKind.QUARANTINE, Match.ORDER, "order_id = $1 AND order_id <> ''"),
    (WORD, FoundKind.QUARANTINE, Match.ID, "withdrawal_id = $1 AND withdrawal_id <> ''"),
    (NUMBER, FoundKind.DEPOSIT, Match.NUMBER, "ltrim(transaction_number, '0') = $1 AND transaction_number <> ''"),
    (
        NUMBER,
        FoundKind.DEPOSIT,
        Match.NUMBER,
        f"id IN (SELECT deposit_id FROM ledger WHERE payment_key IN ({_BOOKED}) AND payment_key <> '')",
    ),
    (NUMBER, FoundKind.QUARANTINE, Match.NUMBER, f"{quarantine.NUMBER} = $1 AND transaction_id <> ''"),
    (LABEL, FoundKind.DEPOSIT, Match.PLAYER, "label = $1"),
    (LABEL, FoundKind.WITHDRAWAL, Match.PLAYER, "label = $1"),
    (DIGEST, FoundKind.DEPOSIT, Match.RECEIPT, "receipt_id >= $1 AND receipt_id < $1 || 'g' AND receipt_id <> ''"),
    (END, FoundKind.DEPOSIT, Match.NUMBER_END, _ENDS.format("transaction_number")),
    (END, FoundKind.DEPOSIT, Match.WALLET_NUMBER, _ENDS.format("wallet_number")),
    (
        END,
        FoundKind.DEPOSIT,
        Match.WALLET_NUMBER,
        f"id IN (SELECT deposit_id FROM dead_numbers WHERE {_ENDS.format('number')} ORDER BY at DESC LIMIT $2)",
    ),
    (
        END,
        FoundKind.DEPOSIT,
        Match.PAYER,
        f"id IN (SELECT deposit_id FROM ledger WHERE {_ENDS.format('payer')} ORDER BY at DESC LIMIT $2)",
    ),
    (END, FoundKind.WITHDRAWAL, Match.ACCOUNT, _ENDS.format("account")),
)


def statement(found: FoundKind, where: str) -> str:
    """The SQL of one search: `$1` is the value, `$2` the maximum number of rows."""
    return _ROWS[found].format(where=where)


async def search(database: Database, keys: Mapping[str, Sequence[str]], limit: int) -> list[Hit]:
    """Run all searches that have a key. Each thing is one hit, by the first search that finds it; newest first."""
    hits: dict[tuple[FoundKind, str], Hit] = {}
    for key, found, match, where in SEARCHES:
        for value in keys.get(key, ()):
            for row in await database.fetch(statement(found, where), value, limit):
                hits.setdefault((found, str(row["id"])), _hit(found, match, row))
    return sorted(hits.values(), key=lambda hit: -hit.at)[:limit]


def _hit(found: FoundKind, match: Match, row: Row) -> Hit:
    return Hit(
        found=found,
        match=match,
        id=str(row["id"]),
        at=row["at"],
        status=row["status"],
        label=row["label"],
        wallet=row["wallet"],
        amount=row["amount"],
    )


_CHAT = "SELECT id, label, username, language, created_at, named_at, seen_at FROM players"


async def chats_named(database: Database, username: str) -> list[KnownChat]:
    """The chats seen with this @name, the latest first, since names change owners."""
    rows = await database.fetch(
        f"{_CHAT} WHERE username = $1 AND username <> '' ORDER BY seen_at DESC, created_at DESC LIMIT 20",
        username.lower(),
    )
    return [_chat(row) for row in rows]


async def chats_of(database: Database, label: str, telegram_id: int = -1) -> list[KnownChat]:
    """The chat with this Telegram id, then the chats with this label, newest first."""
    rows = await database.fetch(
        f"{_CHAT} WHERE label = $1 OR id = $2 ORDER BY CASE WHEN id = $2 THEN 0 ELSE 1 END, created_at DESC LIMIT 20",
        label,
        telegram_id,
    )
    return [_chat(row) for row in rows]


def _chat(row: Row) -> KnownChat:
    return KnownChat(
        id=row["id"],
        label=row["label"],
        username=row["username"],
        language=Language(row["language"]),
        created_at=row["created_at"],
        named_at=row["named_at"],
        seen_at=row["seen_at"],
    )


KNOWN_LABEL = (
    "SELECT label FROM players WHERE LOWER(label) = LOWER($1)"
    " UNION SELECT label FROM withdrawals WHERE LOWER(label) = LOWER($1)"
    " UNION SELECT label FROM deposits WHERE label = $1"
    " UNION SELECT $1 AS label WHERE EXISTS (SELECT 1 FROM ledger WHERE credit = 'player:' || $1)"
    " OR EXISTS (SELECT 1 FROM ledger WHERE debit = 'player:' || $1)"
)


async def spellings_of(database: Database, label: str) -> list[str]:
    """Known labels that equal this one ignoring case; the exact one first."""
    rows = await database.fetch(KNOWN_LABEL, label)
    return sorted((str(row["label"]) for row in rows), key=lambda known: (known != label, known))


_PENDING = "status IN ('draft', 'awaiting_payment', 'claimed', 'submitted') AND status <> 'draft'"
_BY_AGE = "ORDER BY CASE WHEN claimed_at > 0 THEN 0 ELSE 1 END, claimed_at, created_at LIMIT $1"
PENDING = f"SELECT id FROM deposits WHERE {_PENDING} {_BY_AGE}"
PENDING_OF = f"SELECT id FROM deposits WHERE {_PENDING} AND label = $2 {_BY_AGE}"
_UNDECIDED = "status IN ('proposed', 'sending', 'sent', 'unknown')"
WITHDRAWALS_OPEN = f"SELECT id FROM withdrawals WHERE {_UNDECIDED} ORDER BY created_at LIMIT $1"
WITHDRAWALS_OPEN_OF = f"SELECT id FROM withdrawals WHERE {_UNDECIDED} AND label = $2 ORDER BY created_at LIMIT $1"
WITHDRAWALS_LATEST = "SELECT id FROM withdrawals ORDER BY created_at DESC LIMIT $1"


async def pending(database: Database, limit: int, label: str = "") -> list[Deposit]:
    """Open deposits, perhaps of one player: claimed ones first, then unpaid ones, each oldest first."""
    rows = await (database.fetch(PENDING_OF, limit, label) if label else database.fetch(PENDING, limit))
    return [one for row in rows if (one := await deposits.find(database, row["id"])) is not None]


async def withdrawals_open(database: Database, limit: int, label: str = "") -> list[Withdrawal]:
    """Withdrawals without an outcome, perhaps of one player, oldest first."""
    rows = await (
        database.fetch(WITHDRAWALS_OPEN_OF, limit, label) if label else database.fetch(WITHDRAWALS_OPEN, limit)
    )
    return await _withdrawals(database, rows)


async def withdrawals_latest(database: Database, limit: int) -> list[Withdrawal]:
    """The latest withdrawals, newest first."""
    return await _withdrawals(database, await database.fetch(WITHDRAWALS_LATEST, limit))


async def _withdrawals(database: Database, rows: Iterable[Row]) -> list[Withdrawal]:
    return [one for row in rows if (one := await withdrawals.find(database, row["id"])) is not None]


_ROW = "id, source, state, reason, body, received_at, handled_at"
_RECEIVED = f"SELECT {_ROW} FROM inbox"
RECEIVED_FROM = f"{_RECEIVED} WHERE source = $1 ORDER BY received_at DESC LIMIT $2"
RECEIVED_BAD = f"{_RECEIVED} WHERE state = 'bad' ORDER BY id DESC LIMIT $1"
_REFUSED = (
    "SELECT id, '' AS source, 'refused' AS state, reason, body, received_at, 0 AS handled_at FROM refused_postbacks"
    " ORDER BY id DESC LIMIT $1"
)


async def received(database: Database, source: str, limit: int) -> list[Received]:
    """The latest inbox rows of one source, newest first."""
    return [_received(row) for row in await database.fetch(RECEIVED_FROM, source, limit)]


async def received_badly(database: Database, limit: int) -> list[Received]:
    """Failed inbox rows and stored refused postbacks, newest first."""
    rows = [*await database.fetch(RECEIVED_BAD, limit), *await database.fetch(_REFUSED, limit)]
    found = [*map(_received, rows), *await refusals.latest(database, limit)]
    return sorted(found, key=lambda row: -row.received_at)[:limit]


def _received(row: Row) -> Received:
    return Received(**{name: row[name] for name in _ROW.split(", ")})
