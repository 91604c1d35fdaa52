"""An unknown payout: two operators who looked into the provider's cabinet decide about it."""

import pytest

from bot.domain.approval import ActionType
from bot.domain.errors import (
    TooEarly,
    WithdrawalMoved,
)
from bot.domain.withdrawal import WithdrawalStatus as Payout
from bot.store import withdrawals
from bot.store.engine.database import Transaction
from tests.services.acting import (
    Values,
    agree,
    confirm,
    lines,
    propose,
)
from tests.services.service_fixture import ServiceFixture
from tests.services.stored import proposed

DAY = 24 * 3_600_000


async def unknown(scene: ServiceFixture) -> str:
    payout = await proposed(scene.database, "w-0001", "player-42", now=scene.clock.now)

    async def unit(tx: Transaction) -> None:
        await withdrawals.move(tx, payout.id, Payout.SENDING, confirmed_at=scene.clock.now)
        await withdrawals.move(tx, payout.id, Payout.UNKNOWN)

    await scene.database.write(unit)
    return payout.id


async def stands(scene: ServiceFixture, payout: str) -> str:
    found = await withdrawals.find(scene.database, payout)
    assert found is not None
    return found.status.value


async def test_two_operators_who_saw_an_unknown_payout_at_the_provider_call_it_sent(scene: ServiceFixture) -> None:
    payout = await unknown(scene)
    await agree(scene, ActionType.RESOLVE, {"withdrawal": payout, "exists": "yes", "reason": "line 17 of the cabinet"})
    assert await stands(scene, payout) == "sent"
    with pytest.raises(WithdrawalMoved):
        await propose(
            scene, ActionType.RESOLVE, {"withdrawal": payout, "exists": "yes", "reason": "line 17 of the cabinet"}
        )


async def test_an_unknown_payout_is_called_absent_only_after_a_day(scene: ServiceFixture) -> None:
    payout = await unknown(scene)
    values: Values = {"withdrawal": payout, "exists": "no", "reason": "not in the cabinet"}
    early = await propose(scene, ActionType.RESOLVE, values)
    with pytest.raises(TooEarly):
        await confirm(scene, early)
    assert await stands(scene, payout) == "unknown"
    scene.clock.advance(DAY)
    await agree(scene, ActionType.RESOLVE, values)
    assert await stands(scene, payout) == "refused"
    assert [kind for kind, *_ in await lines(scene)] == ["payout_hold", "payout_end"]
