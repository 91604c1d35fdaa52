"""Who holds what came in and what leaves."""

from bot.store.migrations.parts import SERIAL


def copies(dialect: str) -> list[str]:
    """Who holds what came in and what leaves: a row of `copies` per running copy, and its id on the rows in its hands.

    A lease by the clock ended while its holder lived, wherever a clock jumped or two clocks differed.
    """
    return [
        f"CREATE TABLE copies (id {SERIAL[dialect]}, beat BIGINT NOT NULL DEFAULT 0)",
        "ALTER TABLE inbox ADD COLUMN holder BIGINT NOT NULL DEFAULT 0",
        "CREATE INDEX inbox_lane ON inbox (lane, id) WHERE state = 'new'",
        "ALTER TABLE outbox ADD COLUMN holder BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE outbox DROP COLUMN lease_until",
        "CREATE INDEX attempts_open ON attempts (id) WHERE outcome = 'open'",
        # When the next message may leave, by chat, and under 0 over all chats, where copies have to share that.
        "CREATE TABLE pace (chat_id BIGINT PRIMARY KEY, free_at BIGINT NOT NULL)",
    ]
