"""The messages that show a withdrawal or a proposal to operators: one per subject and chat, edited in place."""

from bot.store.engine.database import Database, Transaction

Reads = Database | Transaction


async def remember(tx: Transaction, subject: str, chat_id: int) -> None:
    """Note that this chat shows the card of `subject`; an existing card keeps its message."""
    await tx.fetch(
        "INSERT INTO operator_cards (subject, chat_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", subject, chat_id
    )


async def chats(reads: Reads, subject: str) -> list[int]:
    """The chats that show `subject`, in a stable order."""
    rows = await reads.fetch("SELECT chat_id FROM operator_cards WHERE subject = $1 ORDER BY chat_id", subject)
    return [int(row["chat_id"]) for row in rows]


async def message_in(reads: Reads, subject: str, chat_id: int) -> tuple[int, str]:
    """The message id of the card in this chat (0 if none), and the hash of what it shows."""
    row = await reads.fetchrow(
        "SELECT message_id, card_hash FROM operator_cards WHERE subject = $1 AND chat_id = $2", subject, chat_id
    )
    return (int(row["message_id"]), str(row["card_hash"])) if row else (0, "")


async def set_message(tx: Transaction, subject: str, chat_id: int, message_id: int, shown: str) -> None:
    """Store the card's message, and `shown`, the hash of what it shows (empty if unknown)."""
    await tx.fetch(
        "UPDATE operator_cards SET message_id = $3, card_hash = $4 WHERE subject = $1 AND chat_id = $2",
        subject,
        chat_id,
        message_id,
        shown,
    )


async def forget_messages(tx: Transaction, chat_id: int) -> None:
    """Drop the message ids of a chat that got another id, where they mean nothing."""
    await tx.fetch("UPDATE operator_cards SET message_id = 0, card_hash = '' WHERE chat_id = $1", chat_id)
