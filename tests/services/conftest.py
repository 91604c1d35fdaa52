"""Fixtures of the service tests: a database of each kind, and the services over it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.store.engine.database import Database
from tests.databases import database, postgres_server, url
from tests.services.service_fixture import ServiceFixture, open_service_fixture

__all__ = ["database", "postgres_server", "url"]


@pytest.fixture
def settings() -> Mapping[str, str | None]:
    """What a module of tests, or a test, sets otherwise."""
    return {}


@pytest.fixture
def scene(database: Database, tmp_path: Path, settings: Mapping[str, str | None]) -> ServiceFixture:
    return open_service_fixture(database, tmp_path, settings)
