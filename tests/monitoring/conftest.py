"""Fixtures of the monitoring tests: a database of each kind with the services, or the whole bot."""

from tests.databases import database, postgres_server, url
from tests.e2e.conftest import log, open_
from tests.services.conftest import scene, settings

__all__ = ["database", "log", "open_", "postgres_server", "scene", "settings", "url"]
