"""The storm in small: the whole one is `python -m tests.replicas --players 200`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.open import open_database
from tests.replicas.server import Server, serving
from tests.replicas.storm import Plan, storm

pytestmark = [pytest.mark.postgres, pytest.mark.process, pytest.mark.timeout(600)]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


async def test_a_copy_that_starts_after_a_crash_of_the_server_takes_a_number_that_nobody_had(server: Server) -> None:
    async with open_database(server.url) as one:
        before = one.membership.instance_id
        await server.restart()
        async with open_database(server.url) as other:
            assert other.membership.instance_id > before


async def test_every_deposit_is_credited_once_and_every_message_told_in_order_whatever_dies(
    server: Server, tmp_path: Path
) -> None:
    plan = Plan(players=20, kills=4, restarts=1)
    report = await storm(plan, server, tmp_path)
    assert report.kills >= plan.kills
    assert report.restarts == plan.restarts
    assert report.errors == {}
