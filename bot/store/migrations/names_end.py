"""Names of players who were not seen for long are found by an index."""


def names_end(_dialect: str) -> list[str]:
    return [
        "DROP INDEX players_named",
        "CREATE INDEX players_seen ON players (seen_at) WHERE username <> ''",
    ]
