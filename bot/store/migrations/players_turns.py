"""What a player turned to by a button, which numbers he tried, and which numbers to pay to did not work."""

from bot.store.migrations.parts import SERIAL


def players_turns(dialect: str) -> list[str]:
    return [
        "ALTER TABLE deposits ADD COLUMN asked TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX deposits_asked ON deposits (player_id) WHERE asked <> ''",
        # Each order once: the number under which it went to the provider, and what became of that.
        """CREATE TABLE tried_numbers (
            order_id TEXT PRIMARY KEY, deposit_id TEXT NOT NULL, player_id BIGINT NOT NULL, number TEXT NOT NULL,
            refused BOOLEAN NOT NULL DEFAULT FALSE, at BIGINT NOT NULL)""",
        "CREATE INDEX tried_numbers_player ON tried_numbers (player_id, at)",
        "CREATE INDEX tried_numbers_refused ON tried_numbers (at) WHERE refused",
        f"""CREATE TABLE dead_numbers (
            id {SERIAL[dialect]}, wallet TEXT NOT NULL, number TEXT NOT NULL, deposit_id TEXT NOT NULL,
            player_id BIGINT NOT NULL, at BIGINT NOT NULL)""",
        "CREATE INDEX dead_numbers_number ON dead_numbers (number, at)",
        "CREATE INDEX dead_numbers_deposit ON dead_numbers (deposit_id)",
        "CREATE INDEX dead_numbers_player ON dead_numbers (player_id, at)",
        "CREATE INDEX sightings_deposit ON sightings (deposit_id) WHERE deposit_id <> ''",
        "CREATE INDEX sightings_day ON sightings (player_id, at)",
    ]
