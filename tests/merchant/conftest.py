"""Fixtures of the event tests: a platform, a database of each kind, and the services over it."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from bot.store.engine.database import Database
from tests.databases import database, postgres_server, url
from tests.merchant.receiver import KEY, Receiver, receiving
from tests.services.service_fixture import ServiceFixture, open_service_fixture

__all__ = ["database", "postgres_server", "url"]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as platform:
        yield platform


@pytest.fixture
def scene(database: Database, tmp_path: Path) -> ServiceFixture:
    """The use cases, with a platform set."""
    settings: Mapping[str, str | None] = {
        "MERCHANT_EVENTS_URL": "https://platform.example/events",
        "MERCHANT_EVENTS_KEY": KEY,
        "PAYKASSMA_WITHDRAWAL_KEY": "withdrawal-key-canary",
        "PAYKASSMA_TEST_WITHDRAWALS": "false",
    }
    return open_service_fixture(database, tmp_path, settings)
