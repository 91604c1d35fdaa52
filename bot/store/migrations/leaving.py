"""When a withdrawal left, who took one back, and holds that are found however the label is written."""


def leaving(_dialect: str) -> list[str]:
    """Of old rows the last attempt says when they left; where none is known, they left when they were confirmed."""
    return [
        "ALTER TABLE withdrawals ADD COLUMN left_at BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE withdrawals ADD COLUMN voided_by BIGINT NOT NULL DEFAULT 0",
        """UPDATE withdrawals SET left_at =
            COALESCE((SELECT MAX(started_at) FROM attempts WHERE attempts.subject = withdrawals.id), 0)""",
        "UPDATE withdrawals SET left_at = confirmed_at WHERE left_at = 0 AND confirmed_at > 0 AND status <> 'sending'",
        "CREATE INDEX withdrawals_left ON withdrawals (left_at) WHERE left_at > 0",
        "CREATE INDEX holds_folded ON holds (LOWER(label))",
    ]
