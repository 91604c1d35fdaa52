"""Withdrawals, acts of operators and the audit log."""

from bot.store.migrations.parts import SERIAL, append_only, edge_guard, edges

_MOVES = {
    "proposed": ("declined", "expired", "sending"),
    "sending": ("failed", "paid", "refused", "sent", "unknown"),
    "sent": ("failed", "paid"),
    "unknown": ("failed", "paid", "refused", "sent"),
    "paid": (),
    "failed": (),
    "refused": (),
    "declined": (),
    "expired": (),
}


def payouts(dialect: str) -> list[str]:
    serial = SERIAL[dialect]
    return [
        # The id is the provider's withdrawal_id, our idempotency key.
        """CREATE TABLE withdrawals (
            id TEXT PRIMARY KEY, player_id BIGINT NOT NULL, label TEXT NOT NULL, wallet TEXT NOT NULL,
            amount BIGINT NOT NULL CHECK (amount > 0), account TEXT NOT NULL, is_test BOOLEAN NOT NULL,
            status TEXT NOT NULL, maker BIGINT NOT NULL, checker BIGINT NOT NULL DEFAULT 0,
            reason TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '', flags TEXT NOT NULL DEFAULT '',
            created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, confirmed_at BIGINT NOT NULL DEFAULT 0,
            sent_at BIGINT NOT NULL DEFAULT 0, done_at BIGINT NOT NULL DEFAULT 0)""",
        """CREATE INDEX withdrawals_open ON withdrawals (created_at)
            WHERE status IN ('proposed', 'sending', 'sent', 'unknown')""",
        "CREATE INDEX withdrawals_label ON withdrawals (label, created_at)",
        "CREATE INDEX withdrawals_account ON withdrawals (account)",
        f"""CREATE TABLE acts (
            id {serial}, kind TEXT NOT NULL, detail TEXT NOT NULL, maker BIGINT NOT NULL,
            checker BIGINT NOT NULL DEFAULT 0, stage TEXT NOT NULL DEFAULT 'proposed', reason TEXT NOT NULL DEFAULT '',
            created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, closed_at BIGINT NOT NULL DEFAULT 0)""",
        # The messages in which operators see a withdrawal or an act; each edits itself.
        """CREATE TABLE operator_cards (
            subject TEXT NOT NULL, chat_id BIGINT NOT NULL, message_id BIGINT NOT NULL DEFAULT 0,
            PRIMARY KEY (subject, chat_id))""",
        f"""CREATE TABLE audit (
            id {serial}, at BIGINT NOT NULL, actor BIGINT NOT NULL, act TEXT NOT NULL, subject TEXT NOT NULL,
            before TEXT NOT NULL, after TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE)""",
        "CREATE INDEX audit_subject ON audit (subject)",
        """CREATE TABLE holds (
            label TEXT PRIMARY KEY, reason TEXT NOT NULL, actor BIGINT NOT NULL, since BIGINT NOT NULL)""",
        # What operators switched: frozen payouts, closed wallets, limits of their own.
        "CREATE TABLE switches (name TEXT PRIMARY KEY, value TEXT NOT NULL, actor BIGINT NOT NULL, at BIGINT NOT NULL)",
        *edges("withdrawals", _MOVES),
        *edge_guard(dialect, "withdrawals"),
        *append_only(dialect, "audit"),
        *_lookups(),
    ]


def _lookups() -> list[str]:
    """What operators look things up by. Of a long number people remember the end: its last four characters."""
    ends = (
        ("deposits", "transaction_number", "created_at"),
        ("deposits", "wallet_number", "created_at"),
        ("ledger", "payer", "at"),
        ("withdrawals", "account", "created_at"),
    )
    return [
        "CREATE INDEX deposits_label ON deposits (label, created_at)",
        "CREATE INDEX deposits_created ON deposits (created_at)",
        "CREATE INDEX deposits_receipt ON deposits (receipt_id) WHERE receipt_id <> ''",
        "CREATE INDEX withdrawals_created ON withdrawals (created_at)",
        "CREATE INDEX ledger_at ON ledger (at)",
        "CREATE INDEX quarantine_order ON quarantine (order_id) WHERE order_id <> ''",
        "CREATE INDEX quarantine_withdrawal ON quarantine (withdrawal_id) WHERE withdrawal_id <> ''",
        "CREATE INDEX inbox_bad ON inbox (id) WHERE state = 'bad'",
        "CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead'",
        "CREATE INDEX outbox_subject ON outbox (subject) WHERE subject <> ''",
        *(
            f"CREATE INDEX {table}_{column}_end ON {table} (substr({column}, length({column}) - 3), {time})"
            f" WHERE {column} <> ''"
            for table, column, time in ends
        ),
    ]
