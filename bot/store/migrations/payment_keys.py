"""One key for one payment, however its number is spelled, and where the money of a quarantined entry is booked."""

from bot.store.migrations.parts import append_only

_NUMBER = {
    "sqlite": "substr(substr(ref, instr(ref, '/') + 1), instr(substr(ref, instr(ref, '/') + 1), '/') + 1)",
    "postgresql": "split_part(ref, '/', 3)",
}
_TRIGGERS = {
    "sqlite": ("DROP TRIGGER ledger_no_update", "DROP TRIGGER ledger_no_delete"),
    "postgresql": ("DROP TRIGGER ledger_append_only ON ledger",),
}


def _plain(number: str) -> str:
    return f"ltrim(lower(replace(replace({number}, '-', ''), '_', '')), '0')"


def payment_keys(dialect: str) -> list[str]:
    """A key for each payment of the past as well. Two that were booked under one key both stay; the first has it."""
    number = _NUMBER[dialect]
    automatic = "WHERE substr(provenance, 1, 9) = 'postback:' AND credit <> 'unclaimed'"
    return [
        *_TRIGGERS[dialect],
        "ALTER TABLE ledger ADD COLUMN payment_key TEXT NOT NULL DEFAULT ''",
        f"""UPDATE ledger SET payment_key = substr(ref, 1, length(ref) - length({number})) || {_plain(number)}
            WHERE kind = 'deposit'""",
        "CREATE INDEX ledger_keys ON ledger (payment_key, id) WHERE payment_key <> ''",
        """UPDATE ledger SET payment_key = '' WHERE payment_key <> '' AND EXISTS (SELECT 1 FROM ledger AS earlier
            WHERE earlier.payment_key <> '' AND earlier.payment_key = ledger.payment_key AND earlier.id < ledger.id)""",
        "DROP INDEX ledger_keys",
        "CREATE UNIQUE INDEX ledger_payment ON ledger (payment_key) WHERE payment_key <> ''",
        # What was credited without a person within a span of time, over all and to one player.
        f"CREATE INDEX ledger_automatic ON ledger (at, amount) {automatic}",
        f"CREATE INDEX ledger_automatic_player ON ledger (credit, at, amount) {automatic}",
        *append_only(dialect, "ledger"),
        # The ledger's ref of the money that waits unclaimed for this entry to be decided; empty where none does.
        "ALTER TABLE quarantine ADD COLUMN ref TEXT NOT NULL DEFAULT ''",
        """UPDATE quarantine SET ref = wallet || '/' || currency || '/' || transaction_id
            WHERE reason = 'order_unknown' AND kind = 'deposit'""",
        "CREATE INDEX quarantine_ref ON quarantine (ref) WHERE ref <> ''",
        "DROP INDEX quarantine_transaction",
        f"CREATE INDEX quarantine_number ON quarantine ({_plain('transaction_id')})",
        "DROP INDEX deposits_number",
        "CREATE INDEX deposits_number ON deposits (ltrim(transaction_number, '0')) WHERE transaction_number <> ''",
    ]
