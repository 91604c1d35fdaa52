"""Two owners erase what may be erased of a player: nothing of his person stays, every line about money does."""

from dataclasses import replace

import pytest

from bot.domain.approval import ActionType, ApprovalStatus
from bot.domain.approval_errors import PlayerStillOpen
from bot.domain.deposit import DepositStatus
from bot.domain.errors import MakerMayNotConfirm, RoleTooLow
from bot.domain.guess_limit import DAY_MS
from bot.domain.mask import WITHOUT_KEY
from bot.domain.operator import Operator
from bot.domain.player import Player
from bot.services.retention import forget_player
from bot.store import dead_numbers, deposits, inbox, ledger, outbox, players, receipts, tried_numbers
from bot.store.engine.database import Database, Transaction
from tests.given import NOW, column
from tests.services.acting import CASHIER, CHECKER, OWNER, act, agree, confirm, log, propose
from tests.services.service_fixture import ServiceFixture
from tests.services.stored import entry_of, met
from tests.services.withdrawals.withdrawal_fixture import ACCOUNT

OTHER_OWNER = replace(OWNER, id=44, chat_id=44)
PAYER = "09777777777"
LABEL = "merchant-9"
_LINES = "SELECT kind || ref || debit || credit || amount AS value FROM ledger ORDER BY id"


@pytest.fixture
async def player(scene: ServiceFixture) -> Player:
    return await met(scene.database, 5_123, LABEL, "aungaung")


async def _leaves_traces(scene: ServiceFixture, player: Player) -> str:
    """A credited deposit with a picture, what he wrote, what he was answered; answers with the deposit's id."""
    deposit = await scene.deposit(DepositStatus.CREDITED, player=player, reading="read", read_number="1" * 20)
    entry = replace(entry_of("1" * 20, 1_000, order=deposit.order_id, wallet=deposit.wallet), payer=PAYER)
    credit = {"credit": ledger.account(LABEL), "deposit_id": deposit.id, "provenance": "postback:1"}
    assert await scene.database.write(lambda tx: ledger.post(tx, entry, now=NOW, **credit))

    async def unit(tx: Transaction) -> None:
        await deposits.save_receipt(tx, deposit.receipt_id, b"jpeg", NOW, "0f" * 128)
        await receipts.record_submission(tx, deposit.receipt_id, player.id, player.label, NOW, deposit.id)
        lane = f"tg:{player.id}"
        await inbox.add(tx, source="telegram", key="u1", lane=lane, body="my words", now=NOW)
        await tx.fetch("UPDATE inbox SET state = 'done' WHERE key = 'u1'")
        await outbox.add(tx, lane=lane, kind="screen", subject="x", payload="{}", now=NOW)
        await tx.fetch("UPDATE outbox SET state = 'sent' WHERE subject = 'x'")

    await scene.database.write(unit)
    return deposit.id


async def _agree(scene: ServiceFixture, label: str = LABEL) -> int:
    act_id = await propose(scene, ActionType.FORGET, {"label": label}, OWNER)
    await confirm(scene, act_id, OTHER_OWNER)
    return act_id


async def _traces(database: Database, player: Player) -> dict[str, list[object]]:
    return {
        "name": await column(database, "SELECT username AS value FROM players WHERE id = $1", player.id),
        "words": await column(database, "SELECT body AS value FROM inbox WHERE key = 'u1'"),
        "answers": await column(database, "SELECT kind AS value FROM outbox WHERE subject = 'x'"),
        "pictures": await column(database, "SELECT id AS value FROM receipts"),
        "sightings": await column(database, "SELECT id AS value FROM sightings WHERE player_id = $1", player.id),
        "read": await column(database, "SELECT reading || read_number || receipt_id AS value FROM deposits"),
    }


async def test_all_that_is_his_goes_and_all_that_is_about_money_stays(scene: ServiceFixture, player: Player) -> None:
    deposit_id = await _leaves_traces(scene, player)
    record: dict[str, str | int] = {"label": LABEL, "amount": 5_000, "account": ACCOUNT, "reference": "R1"}
    recorded = await agree(scene, ActionType.RECORD, record)
    lines = await column(scene.database, _LINES)
    act_id = await _agree(scene)
    assert await _traces(scene.database, player) == {
        "name": [""],
        "words": [""],
        "answers": [],
        "pictures": [],
        "sightings": [],
        "read": [""],
    }
    after = await column(scene.database, _LINES)
    assert after == lines
    payers = await column(scene.database, "SELECT payer AS value FROM ledger WHERE kind = 'deposit'")
    assert PAYER not in str(payers)
    assert str(payers[0]).endswith(PAYER[-4:])
    assert ACCOUNT not in str((await act(scene, recorded)).values)
    (kept,) = await column(scene.database, "SELECT transaction_number || label AS value FROM deposits")
    assert LABEL in str(kept)
    assert deposit_id in str(await column(scene.database, "SELECT id AS value FROM deposits"))
    assert (OTHER_OWNER.id, "forget.done", f"act:{act_id}") in await log(scene)
    assert (OWNER.id, "forget.proposed", f"act:{act_id}") in await log(scene)


async def test_what_another_player_sent_as_well_stays_his(scene: ServiceFixture, player: Player) -> None:
    await _leaves_traces(scene, player)
    other = await met(scene.database, 5_124, "merchant-10", "mama")
    (picture,) = await column(scene.database, "SELECT id AS value FROM receipts")
    await scene.database.write(lambda tx: receipts.record_submission(tx, str(picture), other.id, other.label, NOW))
    await _agree(scene)
    traces = await _traces(scene.database, other)
    assert (traces["name"], traces["pictures"], len(traces["sightings"])) == (["mama"], [picture], 1)


async def test_what_guards_money_stays_as_long_as_it_does(scene: ServiceFixture, player: Player) -> None:
    """A link that was used binds no other chat, a replaced number finds its deposit, and a day's tries are counted."""
    number, now = "2" * 20, scene.clock.now
    old = await scene.deposit(DepositStatus.EXPIRED, player=player, transaction_number="1" * 20, wallet_number="0911")
    new = await scene.deposit(DepositStatus.EXPIRED, player=player, transaction_number=number)

    async def unit(tx: Transaction) -> None:
        await players.bind(tx, player.id, LABEL, "used", now)
        await dead_numbers.add(tx, old, now)
        await tried_numbers.add(tx, old, old.order_id, now - DAY_MS)
        await tried_numbers.add(tx, new, new.order_id, now - DAY_MS + 1)

    await scene.database.write(unit)
    await _agree(scene)
    assert await column(scene.database, "SELECT number AS value FROM tried_numbers") == [number]
    assert await dead_numbers.of_deposit(scene.database, old.id) == ["0911"]
    other = await met(scene.database, 5_124, "tg-5124", "mama")
    assert not await scene.database.write(lambda tx: players.bind(tx, other.id, LABEL, "used", now))


@pytest.mark.parametrize("maker", [CASHIER, CHECKER])
async def test_only_an_owner_proposes_it(scene: ServiceFixture, player: Player, maker: Operator) -> None:
    with pytest.raises(RoleTooLow):
        await propose(scene, ActionType.FORGET, {"label": LABEL}, maker)
    assert await column(scene.database, "SELECT id AS value FROM acts") == []


async def test_only_another_owner_confirms_it(scene: ServiceFixture, player: Player) -> None:
    await _leaves_traces(scene, player)
    act_id = await propose(scene, ActionType.FORGET, {"label": LABEL}, OWNER)
    with pytest.raises(RoleTooLow):
        await confirm(scene, act_id, CHECKER)
    with pytest.raises(MakerMayNotConfirm):
        await confirm(scene, act_id, OWNER)
    assert (await act(scene, act_id)).stage is ApprovalStatus.PROPOSED
    assert (await _traces(scene.database, player))["name"] == ["aungaung"]


@pytest.mark.parametrize(
    "status", [DepositStatus.DRAFT, DepositStatus.AWAITING_PAYMENT, DepositStatus.CLAIMED, DepositStatus.SUBMITTED]
)
async def test_what_is_under_way_stands_against_it(
    scene: ServiceFixture, player: Player, status: DepositStatus
) -> None:
    deposit = await scene.deposit(status, player=player)
    with pytest.raises(PlayerStillOpen) as raised:
        await propose(scene, ActionType.FORGET, {"label": LABEL}, OWNER)
    assert raised.value.values == {"id": deposit.id}


async def test_so_does_what_began_since_it_was_proposed(scene: ServiceFixture, player: Player) -> None:
    act_id = await propose(scene, ActionType.FORGET, {"label": LABEL}, OWNER)
    await scene.deposit(DepositStatus.CLAIMED, player=player)
    with pytest.raises(PlayerStillOpen):
        await confirm(scene, act_id, OTHER_OWNER)
    assert (await act(scene, act_id)).stage is ApprovalStatus.PROPOSED
    assert (await _traces(scene.database, player))["name"] == ["aungaung"]


async def test_twice_changes_nothing_and_a_player_nobody_met_is_no_fault(scene: ServiceFixture, player: Player) -> None:
    await _leaves_traces(scene, player)
    for _ in range(2):
        await scene.database.write(lambda tx: forget_player(tx, LABEL, NOW, WITHOUT_KEY))
    await _agree(scene, "nobody")
    assert (await _traces(scene.database, player))["pictures"] == []
