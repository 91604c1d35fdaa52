"""Fixtures of the Telegram tests that need the services: a database of each kind, and a service fixture."""

from tests.databases import database, postgres_server, url
from tests.services.conftest import scene, settings

__all__ = ["database", "postgres_server", "scene", "settings", "url"]
