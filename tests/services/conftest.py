"""The databases that the tests of the use cases run on."""

from tests.databases import database, postgres_server, url

__all__ = ["database", "postgres_server", "url"]
