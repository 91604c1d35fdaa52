"""What was sent away at the provider's door, and what it looked like."""

from bot.store.migrations.parts import SERIAL


def postback_refusals(dialect: str) -> list[str]:
    """A bounded sample: never a value of what was sent."""
    return [
        f"""CREATE TABLE postback_refusals (
            id {SERIAL[dialect]}, reason TEXT NOT NULL, count BIGINT NOT NULL, size BIGINT NOT NULL,
            content_type TEXT NOT NULL, members TEXT NOT NULL, received_at BIGINT NOT NULL)""",
        "CREATE INDEX postback_refusals_reason ON postback_refusals (reason, id)",
    ]
