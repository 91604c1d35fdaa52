"""Payouts, holds and names of an older database: each row keeps its meaning when the newer program starts."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.withdrawal import WithdrawalStatus
from bot.store import holds, withdrawals
from bot.store.engine.database import Database
from bot.store.open import open_database
from tests.given import column
from tests.store.engine.test_upgrades import made_by_version, opened_as_it_is, run

BEFORE = 4
"""The version that did not know when a payout left."""

_PAYOUT = (
    "INSERT INTO withdrawals (id, player_id, label, wallet, amount, account, is_test, status, maker, checker,"
    " created_at, expires_at, confirmed_at)"
    " VALUES ($1, 0, 'Player-42', 'kbzpay_manual', 1000, '09123456789', FALSE, $2, 11, 22, 10, 20, $3)"
)


@pytest.fixture
async def upgraded(empty_url: str) -> AsyncIterator[Database]:
    async with opened_as_it_is(empty_url) as database:
        await made_by_version(database, BEFORE)
        for status in WithdrawalStatus:
            confirmed = (
                0 if status in {WithdrawalStatus.PROPOSED, WithdrawalStatus.EXPIRED, WithdrawalStatus.DECLINED} else 100
            )
            await run(database, [_PAYOUT], f"w-{status}", status.value, confirmed)
        for at in (200, 300):
            await run(
                database, ["INSERT INTO attempts (subject, order_id, started_at) VALUES ($1, $1, $2)"], "w-paid", at
            )
        for label in ("Player-42", "player-42"):
            await run(database, ["INSERT INTO holds (label, reason, actor, since) VALUES ($1, 'odd', 1, 1)"], label)
    async with open_database(empty_url) as database:
        yield database


async def test_a_payout_left_when_it_was_last_tried_or_else_when_it_was_confirmed(upgraded: Database) -> None:
    left = {}
    for status in WithdrawalStatus:
        found = await withdrawals.find(upgraded, f"w-{status}")
        assert found is not None
        assert found.status is status
        left[status] = found.left_at
    never = {WithdrawalStatus.PROPOSED, WithdrawalStatus.SENDING, WithdrawalStatus.EXPIRED, WithdrawalStatus.DECLINED}
    assert left == {status: 0 if status in never else 100 for status in WithdrawalStatus} | {WithdrawalStatus.PAID: 300}


async def test_a_hold_in_two_spellings_holds_and_ends_as_one(upgraded: Database) -> None:
    assert await holds.is_held(upgraded, "PLAYER-42") == "odd"
    await upgraded.write(lambda tx: holds.release(tx, "player-42"))
    assert await column(upgraded, "SELECT label AS value FROM holds") == []
