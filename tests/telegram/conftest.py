"""What the tests of the Telegram edge stand on, where they need the house: a database of each kind, and a scene."""

from tests.databases import database, postgres_server, url
from tests.services.conftest import scene, settings

__all__ = ["database", "postgres_server", "scene", "settings", "url"]
