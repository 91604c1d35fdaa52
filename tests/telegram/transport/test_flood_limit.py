"""One person is listened to without limit that a person would notice, and a flood of one costs the others nothing."""

from typing import Any

from bot.telegram.transport import flood_limit
from bot.telegram.transport.flood_limit import FloodLimit
from bot.telegram.transport.updates import UpdateIntake
from tests.clock import FakeClock
from tests.services.service_fixture import ServiceFixture

NOW = 1_767_225_600_000


def test_three_hundred_at_once_are_heard_and_one_a_second_after_that() -> None:
    heard = FloodLimit()
    assert [heard.allows(1, NOW) for _ in range(302)] == [True] * 300 + [False] * 2
    assert heard.allows(2, NOW)
    assert [heard.allows(1, NOW + 999), heard.allows(1, NOW + 1_000), heard.allows(1, NOW + 1_000)] == [
        False,
        True,
        False,
    ]
    assert [heard.allows(1, NOW + 400_000) for _ in range(301)] == [True] * 300 + [False]


def test_a_clock_that_is_set_back_leaves_nobody_unheard() -> None:
    heard = FloodLimit()
    assert heard.allows(1, NOW)
    assert heard.allows(1, NOW - 3_600_000)


def test_of_many_people_the_latest_are_remembered() -> None:
    heard = FloodLimit()
    for _ in range(300):
        assert heard.allows(0, NOW)
    for person in range(1, flood_limit._PEOPLE):
        heard.allows(person, NOW)
    assert not heard.allows(0, NOW)
    for person in range(1, flood_limit._PEOPLE + 1):
        heard.allows(person, NOW)
    assert len(heard._paid_until) == flood_limit._PEOPLE
    assert heard.allows(0, NOW)


def update(number: int, sender: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": number, "from": {"id": sender}}}


async def test_what_is_passed_over_leaves_no_row(scene: ServiceFixture) -> None:
    reception = UpdateIntake(scene.database, FakeClock())
    await reception.keep([*(update(number, 1001) for number in range(305)), update(999, 1002)])
    await reception.keep([update(1000, 1001)])
    assert await scene.count("inbox") == 301
    assert await scene.count("inbox", "lane = 'tg:1002'") == 1
