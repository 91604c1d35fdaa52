"""What is known of chats: a group's new id, the topic a player writes in, what a card shows, whose turn it is."""


def chats(_dialect: str) -> list[str]:
    """A group that became a supergroup has two ids. `put_at` is when `due_at` was set: a clock may be set back."""
    return [
        "CREATE TABLE chat_aliases (old_id BIGINT PRIMARY KEY, new_id BIGINT NOT NULL, at BIGINT NOT NULL)",
        "ALTER TABLE players ADD COLUMN thread_id BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE deposits ADD COLUMN card_hash TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE operator_cards ADD COLUMN card_hash TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE outbox ADD COLUMN put_at BIGINT NOT NULL DEFAULT 0",
        "DROP INDEX outbox_waiting",
        "CREATE INDEX outbox_waiting ON outbox (lane, priority, id) WHERE state = 'waiting'",
        "CREATE INDEX outbox_dead_of_lane ON outbox (lane) WHERE state = 'dead'",
    ]
