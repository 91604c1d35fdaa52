"""The database server of the suite."""

from tests.databases import postgres_server

__all__ = ["postgres_server"]
