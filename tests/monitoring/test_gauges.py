"""The gauges agree with the tables, cost little, and a process says when it cannot be relied upon."""

import pytest
from prometheus_client import Metric

from bot.domain.alert import Alert
from bot.domain.approval import ActionType
from bot.domain.deposit import DepositStatus
from bot.runtime.metrics import REGISTRY
from bot.services.monitoring.gauges import Gauges
from bot.store import outbox
from bot.store.engine.database import Database, StoreUnavailable, Transaction
from tests.services.acting import propose
from tests.services.operators.test_plans import Overheard, _scans
from tests.services.service_fixture import ServiceFixture
from tests.services.stored import proposed

MINUTE = 60_000


def value(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels)


async def read(scene: ServiceFixture) -> None:
    """As a process that has just started, so that nothing was read before."""
    await Gauges(scene.database, scene.clock).refresh()


async def put(tx: Transaction, kind: str, lane: str, at: int) -> None:
    await outbox.add(tx, lane=lane, kind=kind, subject="x", now=at)


async def test_what_is_open_is_counted_by_state(scene: ServiceFixture) -> None:
    for status in (DepositStatus.SUBMITTED, DepositStatus.SUBMITTED, DepositStatus.CLAIMED, DepositStatus.CREDITED):
        await scene.deposit(status)
    await proposed(scene.database, "w-1", "player-42", now=scene.clock.now)
    await read(scene)
    assert value("bot_deposits_open", state="submitted") == 2
    assert value("bot_deposits_open", state="claimed") == 1
    assert value("bot_deposits_open", state="credited") is None
    assert value("bot_deposits_begun_24h", state="credited") == 1
    assert value("bot_withdrawals_open", state="proposed") == 1
    assert value("bot_database_up") == 1


async def test_a_state_that_is_empty_again_is_shown_no_longer(scene: ServiceFixture) -> None:
    await scene.deposit(DepositStatus.CLAIMED)
    await read(scene)
    await scene.database.write(lambda tx: tx.fetch("UPDATE deposits SET status = 'submitted'"))
    await read(scene)
    assert value("bot_deposits_open", state="claimed") is None
    assert value("bot_deposits_open", state="submitted") == 1


async def test_queues_have_a_length_and_an_age(scene: ServiceFixture) -> None:
    await scene.row()
    for lane in ("ev:a", "ev:b"):
        await scene.database.write(lambda tx, one=lane: put(tx, "event", one, scene.clock.now))  # type: ignore[misc]
    scene.clock.advance(MINUTE)
    await read(scene)
    assert (value("bot_inbox_waiting"), value("bot_inbox_oldest_seconds")) == (1, 60)
    assert value("bot_outbox_waiting", kind="event") == 2
    assert value("bot_outbox_oldest_seconds", kind="event") == 60


async def test_alarms_that_are_on_are_shown(scene: ServiceFixture) -> None:
    alerts = scene.services.alerts
    await scene.database.write(lambda tx: alerts.raise_(tx, Alert.BAD_SIGNATURE, "", scene.clock.now))
    await read(scene)
    assert value("bot_alarms_on", kind="bad_signature") == 1


async def test_who_asks_all_the_time_asks_the_database_once_in_five_seconds(scene: ServiceFixture) -> None:
    database = Overheard(scene.database)
    gauges = Gauges(database, scene.clock)
    await gauges.refresh()
    asked = len(database.heard)
    assert asked > 5
    database.heard.clear()
    await gauges.refresh()
    assert database.heard == {}
    scene.clock.advance(5_000)
    await gauges.refresh()
    assert len(database.heard) == asked


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_no_gauge_and_no_question_of_readiness_reads_a_large_table_from_end_to_end(scene: ServiceFixture) -> None:
    database = Overheard(scene.database)
    gauges = Gauges(database, scene.clock)
    await gauges.refresh()
    await gauges.readiness_problems()
    assert [plan for sql, args in database.heard.items() for plan in await _scans(scene.database, sql, args)] == []


class Gone(Database):
    """A database that does not answer."""

    def __init__(self, asked: Database) -> None:
        super().__init__(asked._session, asked._reader, dialect=asked.dialect)

    async def fetch(self, sql: str, *args: object) -> list[object]:  # type: ignore[override]
        raise StoreUnavailable("the connection was lost")

    async def fetchrow(self, sql: str, *args: object) -> None:
        raise StoreUnavailable("the connection was lost")


async def test_without_a_database_figures_go_on_and_say_so(scene: ServiceFixture) -> None:
    gauges = Gauges(Gone(scene.database), scene.clock)
    await gauges.refresh()
    assert value("bot_database_up") == 0
    assert await gauges.readiness_problems() == ["database: the connection was lost"]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_what_came_in_and_is_not_applied_for_two_minutes_is_a_reason(scene: ServiceFixture) -> None:
    gauges = Gauges(scene.database, scene.clock)
    await scene.row()
    scene.clock.advance(MINUTE)
    assert await gauges.readiness_problems() == []
    scene.clock.advance(MINUTE)
    (reason,) = await gauges.readiness_problems()
    assert reason.startswith("inbox: what came in 120 seconds ago")


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.postgres
async def test_a_queue_that_copies_share_makes_none_of_them_unready(scene: ServiceFixture) -> None:
    """Or a load balancer would take all of them away at once, and nothing could come in any more."""
    await scene.row()
    scene.clock.advance(60 * MINUTE)
    assert await Gauges(scene.database, scene.clock).readiness_problems() == []


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_an_outbox_from_which_nothing_leaves_is_a_reason_and_a_long_queue_is_none(scene: ServiceFixture) -> None:
    gauges = Gauges(scene.database, scene.clock)
    for lane in ("tg:1", "tg:2"):
        await scene.database.write(lambda tx, one=lane: put(tx, "card", one, scene.clock.now))  # type: ignore[misc]
    scene.clock.advance(2 * MINUTE)
    (reason,) = await gauges.readiness_problems()
    assert reason.startswith("outbox: nothing leaves")
    (first, _) = await scene.database.write(lambda tx: outbox.take(tx, scene.clock.now, scene.clock.now, 2))
    await scene.database.write(lambda tx: outbox.mark_sent(tx, first, scene.clock.now))
    assert await gauges.readiness_problems() == []


async def test_what_was_put_off_is_no_reason(scene: ServiceFixture) -> None:
    gauges = Gauges(scene.database, scene.clock)
    await scene.database.write(lambda tx: put(tx, "event", "ev:a", scene.clock.now))
    scene.clock.advance(2 * MINUTE)
    (row,) = await scene.database.write(lambda tx: outbox.take(tx, scene.clock.now, scene.clock.now, 1))
    await scene.database.write(lambda tx: outbox.mark_later(tx, row, scene.clock.now + 1, "HTTP 500", scene.clock.now))
    assert await gauges.readiness_problems() == []


async def test_no_figure_names_a_person(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await propose(scene, ActionType.CREDIT, {"label": deposit.label, "amount": 5_000, "reason": "goodwill"})
    await read(scene)
    shown = {text for metric in REGISTRY.collect() for text in _labels(metric)}
    assert not {
        text for text in shown if deposit.label in text or deposit.id in text or (text.isdecimal() and len(text) > 3)
    }


def _labels(metric: Metric) -> set[str]:
    return {text for sample in metric.samples for name, text in sample.labels.items() if name != "le"}
