"""What one operator does alone: it stops, asks or switches, at once, and leaves a line when it changed something."""

from collections.abc import Awaitable, Callable

import pytest

from bot.domain.deposit import Deposit, DepositStatus, Step, expects
from bot.domain.errors import (
    AmountTooLarge,
    AmountTooSmall,
    DepositMoved,
    LimitsCrossed,
    NotReplayable,
    PlayerHeld,
    RoleTooLow,
    TooManyCorrections,
    WalletClosed,
)
from bot.domain.operator import Operator
from bot.services.deposits.claims import Picture
from bot.services.operators.approvals import Approvals
from bot.services.queue.inbox_worker import Turn
from bot.store import inbox
from bot.store.engine.database import Transaction
from bot.store.holds import is_held
from tests.provider.postback_bodies import deposit_entry, postback, signed
from tests.services.acting import CASHIER, CHECKER, OWNER, VIEWER, facts, lines, log
from tests.services.service_fixture import ServiceFixture

NUMBER = "00123400000000000042"
OTHER_NUMBER = "00123400000000000043"
PICTURE = Picture(id="f" * 64, content=b"picture")
Alone = Callable[[Approvals, Turn, Operator], Awaitable[None]]
EVERY: list[tuple[Operator, Alone]] = [
    (CASHIER, lambda acts, turn, operator: acts.hold(turn, operator, "player-42", "why")),
    (CASHIER, lambda acts, turn, operator: acts.release(turn, operator, "player-42")),
    (VIEWER, lambda acts, turn, operator: acts.freeze(turn, operator)),
    (VIEWER, lambda acts, turn, operator: acts.reject(turn, operator, "dep-1", "why")),
    (VIEWER, lambda acts, turn, operator: acts.ask(turn, operator, "dep-1", "photo")),
    (CHECKER, lambda acts, turn, operator: acts.set_wallet(turn, operator, "wavepay", False)),
    (CHECKER, lambda acts, turn, operator: acts.set_limits(turn, operator, "wavepay", 1, 2)),
    (CHECKER, lambda acts, turn, operator: acts.replay(turn, operator, 1)),
]


@pytest.mark.parametrize(("operator", "alone"), EVERY)
async def test_a_role_too_low_does_nothing(scene: ServiceFixture, operator: Operator, alone: Alone) -> None:
    with pytest.raises(RoleTooLow):
        await alone(scene.services.acts, await scene.turn(), operator)
    assert await log(scene) == []


async def test_a_held_player_begins_nothing_until_he_is_released_but_may_claim_what_he_paid(
    scene: ServiceFixture,
) -> None:
    acts, deposits, claims = scene.services.acts, scene.services.deposits, scene.services.claims
    player = await scene.player()
    deposit = await scene.deposit(DepositStatus.EXPIRED, player=player)
    await acts.hold(await scene.turn(), CHECKER, player.label, "two chats, one wallet")
    assert await is_held(scene.database, player.label) == "two chats, one wallet"
    assert await facts(scene) == ({"held": None}, {"held": "two chats, one wallet"})
    with pytest.raises(PlayerHeld):
        await deposits.begin(await scene.turn(), player)
    with pytest.raises(PlayerHeld):
        await deposits.pick_wallet(await scene.turn(), player, "wavepay", 0)
    with pytest.raises(PlayerHeld):
        await deposits.new_number(await scene.turn(), player, deposit)
    await claims.add(await scene.turn(), deposit, number=NUMBER, picture=PICTURE)
    assert (await scene.now(deposit)).status is DepositStatus.CLAIMED
    await acts.release(await scene.turn(), CHECKER, player.label)
    await deposits.begin(await scene.turn(), player)
    assert [what for _, what, _ in await log(scene)] == ["hold", "release"]


async def test_what_is_signed_for_a_held_player_is_credited_all_the_same(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await scene.services.acts.hold(await scene.turn(), CHECKER, deposit.label, "why")
    entry = deposit_entry(plugin_custom_order_id=deposit.order_id)
    await scene.receive(signed(postback(entry, label=deposit.label)))
    await scene.apply_postbacks()
    assert (await scene.now(deposit)).status is DepositStatus.CREDITED


async def test_a_draft_gets_no_number_once_its_player_is_held_or_its_wallet_closed(scene: ServiceFixture) -> None:
    acts, deposits = scene.services.acts, scene.services.deposits
    draft = await scene.deposit(DepositStatus.DRAFT)
    await acts.hold(await scene.turn(), CHECKER, draft.label, "why")
    with pytest.raises(PlayerHeld):
        await deposits.set_amount(await scene.turn(), draft, 10_000)
    await acts.release(await scene.turn(), CHECKER, draft.label)
    await acts.set_wallet(await scene.turn(), OWNER, draft.wallet, False)
    with pytest.raises(WalletClosed):
        await deposits.set_amount(await scene.turn(), draft, 10_000)
    assert await scene.waits(draft) == []


async def test_a_closed_wallet_is_offered_no_more_and_an_open_one_again(scene: ServiceFixture) -> None:
    acts, deposits = scene.services.acts, scene.services.deposits
    player = await scene.player()
    await acts.set_wallet(await scene.turn(), OWNER, "wavepay", False)
    await acts.set_wallet(await scene.turn(), OWNER, "wavepay", False)
    assert [wallet.type for wallet in await deposits.open_wallets()] == ["kbzpay_manual"]
    assert await log(scene) == [(OWNER.id, "wallet", "wallet:wavepay")]
    with pytest.raises(WalletClosed):
        await deposits.pick_wallet(await scene.turn(), player, "wavepay", 0)
    await acts.set_wallet(await scene.turn(), OWNER, "kbzpay_manual", False)
    with pytest.raises(WalletClosed):
        await deposits.begin(await scene.turn(), player)
    await acts.set_wallet(await scene.turn(), OWNER, "wavepay", True)
    assert await facts(scene) == ({"open": False}, {"open": True})
    await deposits.begin(await scene.turn(), player)
    current = await deposits.current(player)
    assert current is not None
    assert current.wallet == "wavepay"


async def test_limits_of_a_wallet_count_at_once_and_for_that_wallet_only(scene: ServiceFixture) -> None:
    acts, deposits = scene.services.acts, scene.services.deposits
    policy = scene.services.policy
    await acts.set_limits(await scene.turn(), OWNER, "kbzpay_manual", 20_000, 30_000)
    assert await facts(scene) == ({"limits": None}, {"limits": [20_000, 30_000]})
    assert await deposits.limits("kbzpay_manual") == (20_000, 30_000)
    assert await deposits.limits("wavepay") == (policy.deposit_min, policy.deposit_max)
    draft = await scene.deposit(DepositStatus.DRAFT)
    with pytest.raises(AmountTooSmall) as small:
        await deposits.set_amount(await scene.turn(), draft, 19_999)
    with pytest.raises(AmountTooLarge) as large:
        await deposits.set_amount(await scene.turn(), draft, 30_001)
    assert (small.value.values, large.value.values) == ({"limit": 20_000}, {"limit": 30_000})
    await deposits.set_amount(await scene.turn(), draft, 20_000)


@pytest.mark.parametrize(("low", "high"), [(0, 10), (10, 9), (-5, 5)])
async def test_limits_that_nothing_can_meet_are_refused(scene: ServiceFixture, low: int, high: int) -> None:
    with pytest.raises(LimitsCrossed):
        await scene.services.acts.set_limits(await scene.turn(), OWNER, "wavepay", low, high)
    assert await log(scene) == []


@pytest.mark.parametrize("status", [DepositStatus.CLAIMED, DepositStatus.SUBMITTED])
async def test_a_rejected_claim_is_told_and_can_be_corrected(scene: ServiceFixture, status: DepositStatus) -> None:
    deposit = await scene.deposit(status, transaction_number=NUMBER, receipt_id=PICTURE.id)
    await scene.services.acts.reject(await scene.turn(), CASHIER, deposit.id, "the receipt is of another day")
    rejected = await scene.now(deposit)
    assert (rejected.status, rejected.refusal, expects(rejected)) == (DepositStatus.REJECTED, "other", Step.CORRECTION)
    assert [told["what"] for told in await scene.told(deposit.player_id, "ring")] == ["refused"]
    assert await facts(scene) == (
        {"status": status.value},
        {"status": "rejected", "reason": "the receipt is of another day"},
    )
    shown = str(await scene.told(deposit.player_id))
    assert "another day" not in shown, "the reason is for operators"


@pytest.mark.parametrize(
    "status", [DepositStatus.AWAITING_PAYMENT, DepositStatus.CREDITED, DepositStatus.EXPIRED, DepositStatus.REJECTED]
)
async def test_only_a_claim_can_be_rejected(scene: ServiceFixture, status: DepositStatus) -> None:
    deposit = await scene.deposit(status)
    with pytest.raises(DepositMoved) as moved:
        await scene.services.acts.reject(await scene.turn(), CASHIER, deposit.id, "why")
    assert moved.value.values == {"id": deposit.id, "status": status.value}
    assert await log(scene) == []


async def test_a_deposit_that_is_none_is_said_to_be_none(scene: ServiceFixture) -> None:
    for alone in (scene.services.acts.reject, scene.services.acts.ask):
        with pytest.raises(DepositMoved) as moved:
            await alone(await scene.turn(), CASHIER, "dep-none", "number")
        assert moved.value.values == {"id": "dep-none", "status": "none"}


@pytest.mark.parametrize(("what", "step"), [("number", Step.NUMBER), ("photo", Step.RECEIPT)])
@pytest.mark.parametrize("status", [DepositStatus.CLAIMED, DepositStatus.SUBMITTED, DepositStatus.REJECTED])
async def test_a_player_is_asked_for_just_the_part_that_is_wrong(
    scene: ServiceFixture, what: str, step: Step, status: DepositStatus
) -> None:
    deposit = await scene.deposit(status, transaction_number=NUMBER, receipt_id=PICTURE.id)
    await scene.services.acts.ask(await scene.turn(), CASHIER, deposit.id, what)
    asked = await scene.now(deposit)
    assert (asked.status, expects(asked)) == (DepositStatus.REJECTED, step)
    assert (asked.transaction_number == "", asked.receipt_id == "") == (what == "number", what == "photo")
    assert [told["what"] for told in await scene.told(deposit.player_id, "ring")] == ["refused"]


async def correct(scene: ServiceFixture, deposit: Deposit, number: str) -> Deposit:
    await scene.services.claims.add(await scene.turn(), await scene.now(deposit), number=number)
    return await scene.now(deposit)


async def test_who_is_asked_again_may_correct_once_more_under_an_order_of_its_own(scene: ServiceFixture) -> None:
    """The settings of the scene give two corrections."""
    acts = scene.services.acts
    deposit = await scene.deposit(DepositStatus.SUBMITTED, transaction_number=NUMBER, receipt_id=PICTURE.id)
    orders = []
    for last in range(3):
        await acts.ask(await scene.turn(), CASHIER, deposit.id, "number")
        corrected = await correct(scene, deposit, f"0012340000000000005{last}")
        assert corrected.status is DepositStatus.CLAIMED
        orders.append(corrected.order_id)
    assert orders == [f"{deposit.id}-2", f"{deposit.id}-3", f"{deposit.id}-4"]
    await acts.reject(await scene.turn(), CASHIER, deposit.id, "enough")
    assert (await correct(scene, deposit, OTHER_NUMBER)).status is DepositStatus.REJECTED
    assert {"key": TooManyCorrections.key} in [told.get("args") for told in await scene.told(deposit.player_id)]
    assert len(await scene.told(deposit.player_id, "ring")) == 4


async def stored(scene: ServiceFixture, deposit: Deposit, reason: str) -> int:
    """A postback that could not be applied, and was set aside."""
    entry = deposit_entry(plugin_custom_order_id=deposit.order_id)
    await scene.receive(signed(postback(entry, label=deposit.label)))
    (row,) = await inbox.new(scene.database, scene.database.membership.instance_id, 10)

    async def unit(tx: Transaction) -> None:
        await inbox.mark_bad(tx, row.id, reason, scene.clock.now)

    await scene.database.write(unit)
    return row.id


async def test_a_postback_set_aside_is_applied_again_and_credited_once(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    row_id = await stored(scene, deposit, "the disk was full")
    scene.clock.advance(60_000)
    for _ in range(2):
        await scene.services.acts.replay(await scene.turn(), OWNER, row_id)
        await scene.apply_postbacks()
    assert (await scene.now(deposit)).credited_amount == 10_000
    assert len(await lines(scene)) == 1
    assert await scene.count("inbox", "state = 'bad'") == 0
    assert await facts(scene) == ({"state": "done"}, {"state": "new"})
    last = await inbox.last_received(scene.database, "paykassma")
    assert last == scene.clock.now - 60_000, "a replay is no sign of life of the provider"


async def test_only_a_stored_postback_can_be_applied_again(scene: ServiceFixture) -> None:
    update = await scene.row()
    for row_id in (update.id, 0, 10_000):
        with pytest.raises(NotReplayable) as refused:
            await scene.services.acts.replay(await scene.turn(), OWNER, row_id)
        assert refused.value.values == {"id": row_id}
    assert await log(scene) == []
