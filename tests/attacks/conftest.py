"""The bot between its simulators, as the end-to-end tests have it: at each end nothing secret, no accident was seen."""

import pytest

from tests.attacks.wire import Wire
from tests.databases import postgres_server, url
from tests.e2e.conftest import log, open_, player, world
from tests.e2e.world import World

__all__ = ["log", "open_", "player", "postgres_server", "url", "world"]


@pytest.fixture
def wire(world: World) -> Wire:
    """Bytes to the bot's port, with no library between."""
    return Wire(world.settings.bot_port)
