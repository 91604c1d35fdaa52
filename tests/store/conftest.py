"""The databases that the tests of the store run on."""

from tests.databases import database, empty_url, postgres_server, url

__all__ = ["database", "empty_url", "postgres_server", "url"]
