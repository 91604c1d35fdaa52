"""What operators name: players by a name and since when it is known, credits and payouts by their references."""

_SEPARATORS = ("-", "_", ".", "/", "#", " ")


def named(_dialect: str) -> list[str]:
    """A name from before was seen once, at the first meeting."""
    folded = "ref"
    for separator in _SEPARATORS:
        folded = f"REPLACE({folded}, '{separator}', '')"
    return [
        "ALTER TABLE players ADD COLUMN named_at BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE players ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0",
        "UPDATE players SET named_at = created_at, seen_at = created_at",
        "CREATE INDEX players_folded ON players (LOWER(label))",
        "CREATE INDEX withdrawals_folded ON withdrawals (LOWER(label))",
        f"CREATE INDEX ledger_recorded ON ledger (LOWER({folded})) WHERE kind = 'record'",
        "CREATE INDEX ledger_by_hand ON ledger (provenance) WHERE deposit_id = ''",
    ]
