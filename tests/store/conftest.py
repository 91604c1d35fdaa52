"""The databases that the tests of the store run on."""

from tests.databases import database, postgres_server, url

__all__ = ["database", "postgres_server", "url"]
