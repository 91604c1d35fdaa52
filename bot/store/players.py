"""The tables of players and of used deep links."""

from bot.domain.player import Language, Player
from bot.store.engine.database import Database, Row, Transaction

_COLUMNS = "id, label, language, last_wallet, thread_id"


def _player(row: Row) -> Player:
    return Player(
        id=row["id"],
        label=row["label"],
        language=Language(row["language"]),
        last_wallet=row["last_wallet"],
        thread_id=row["thread_id"],
    )


async def find(database: Database, player_id: int) -> Player | None:
    """The player with this Telegram id."""
    row = await database.fetchrow(f"SELECT {_COLUMNS} FROM players WHERE id = $1", player_id)
    return _player(row) if row else None


async def find_seen(database: Database, player_id: int) -> tuple[Player, str, int] | None:
    """The player with this Telegram id, his last @name in small letters, and when he was last seen (epoch ms)."""
    row = await database.fetchrow(f"SELECT {_COLUMNS}, username, seen_at FROM players WHERE id = $1", player_id)
    return (_player(row), str(row["username"]), int(row["seen_at"])) if row else None


async def update_seen(tx: Transaction, player_id: int, username: str, now: int) -> None:
    """Store the player's current @name (empty if none) and time, and take the name from its former owner."""
    name = username.lower()
    await tx.fetch(
        "UPDATE players SET username = '' WHERE username = $2 AND username <> '' AND id <> $1", player_id, name
    )
    await tx.fetch(
        "UPDATE players SET seen_at = $3, named_at = CASE WHEN username = $2 THEN named_at ELSE $3 END, username = $2"
        " WHERE id = $1",
        player_id,
        name,
        now,
    )


async def forget_names(tx: Transaction, before: int, limit: int) -> int:
    """Erase the @names of players last seen before a time. Returns how many."""
    rows = await tx.fetch(
        "UPDATE players SET username = '' WHERE id IN (SELECT id FROM players WHERE seen_at < $1 AND username <> ''"
        " ORDER BY seen_at LIMIT $2) RETURNING id",
        before,
        limit,
    )
    return len(rows)


async def add(tx: Transaction, player: Player, username: str, now: int) -> None:
    """Insert a player; an existing one is not changed."""
    await tx.fetch(
        "INSERT INTO players (id, label, language, username, created_at, named_at, seen_at)"
        " VALUES ($1, $2, $3, $4, $5, $5, $5) ON CONFLICT (id) DO NOTHING",
        player.id,
        player.label,
        player.language.value,
        username.lower(),
        now,
    )


async def set_language(tx: Transaction, player_id: int, language: Language) -> None:
    """Store the player's language."""
    await tx.fetch("UPDATE players SET language = $2 WHERE id = $1", player_id, language.value)


async def set_last_wallet(tx: Transaction, player_id: int, wallet: str) -> None:
    """Store the wallet that the player used last; it is offered first."""
    await tx.fetch("UPDATE players SET last_wallet = $2 WHERE id = $1", player_id, wallet)


async def set_thread(tx: Transaction, player_id: int, thread_id: int) -> None:
    """Store the topic in which he wrote last (0 if none); he is answered there."""
    await tx.fetch("UPDATE players SET thread_id = $2 WHERE id = $1", player_id, thread_id)


async def bind(tx: Transaction, player_id: int, label: str, token: str, now: int) -> bool:
    """Set a player's label by a signed link; False if another chat used this link before."""
    row = await tx.fetchrow("SELECT player_id FROM links WHERE token = $1", token)
    if row is not None and row["player_id"] != player_id:
        return False
    if row is None:
        await tx.fetch("INSERT INTO links (token, player_id, used_at) VALUES ($1, $2, $3)", token, player_id, now)
    await tx.fetch("UPDATE players SET label = $2 WHERE id = $1", player_id, label)
    return True


async def with_label(tx: Transaction, label: str) -> list[int]:
    """The chats with this label: usually one, none if its player never used the bot."""
    rows = await tx.fetch("SELECT id FROM players WHERE label = $1 ORDER BY id", label)
    return [int(row["id"]) for row in rows]
