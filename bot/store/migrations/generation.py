"""Which state of itself a database is, so that one that was put back is noticed."""


def generation(_dialect: str) -> list[str]:
    """One row, written by the first start; `home` is the server and `database` a name that copies share."""
    return [
        """CREATE TABLE generation (
            id BIGINT PRIMARY KEY CHECK (id = 1), database_id TEXT NOT NULL, number BIGINT NOT NULL,
            home TEXT NOT NULL, is_copy BOOLEAN NOT NULL)"""
    ]
