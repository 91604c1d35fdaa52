"""Indexes that answer what every message asks."""


def answered_by_indexes(_dialect: str) -> list[str]:
    """What every message asks is answered without rows of the past, each of which is a page to fetch in large books."""
    indexes = {
        "deposits_player": "deposits (player_id, touched_at, created_at, status)",
        "ledger_credit": "ledger (credit, kind, amount)",
        "ledger_debit": "ledger (debit, kind, amount, credit)",
    }
    return [
        statement
        for name, on in indexes.items()
        for statement in (f"DROP INDEX {name}", f"CREATE INDEX {name} ON {on}")
    ]
