"""Quarantined money that two people credit: once under its key, whatever the provider sends before or after."""

import asyncio

import pytest

from bot.domain.approval import ActionType, ApprovalStatus
from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.errors import AlreadyBooked, NotClaimable, OwnerKnown
from bot.provider.phpjson import Json
from bot.store import approvals
from bot.store.queries import quarantine as quarantine_queries
from tests.provider.postback_bodies import Members, deposit_entry, postback, signed, withdrawal_entry
from tests.services.acting import CHECKER, OTHER_CHECKER, act, agree, confirm, lines, propose
from tests.services.service_fixture import ServiceFixture

NUMBER = "00123400000000000042"
KEY = f"kbzpay_manual/MMK/{NUMBER}"
HELD = ("deposit", KEY, "provider:kbzpay_manual", "unclaimed", 10_000)


async def arrive(scene: ServiceFixture, *entries: Members, label: str = "player-42", **top: Json) -> None:
    """A postback comes in and is applied."""
    await scene.receive(signed(postback(*entries, **{"label": label} | top)))
    await scene.apply_postbacks()


def paid(deposit: Deposit, **changes: Json) -> Members:
    return deposit_entry(**{"plugin_custom_order_id": deposit.order_id} | changes)


async def waiting(scene: ServiceFixture) -> list[tuple[int, str, str]]:
    rows = await scene.database.fetch("SELECT id, reason, state FROM quarantine ORDER BY id")
    return [(row["id"], row["reason"], row["state"]) for row in rows]


async def claim(scene: ServiceFixture, label: str, quarantine_id: int = 1) -> int:
    return await agree(scene, ActionType.CLAIM, {"quarantine": quarantine_id, "label": label})


async def test_unclaimed_money_gets_its_owner_once(scene: ServiceFixture) -> None:
    player = await scene.player()
    await arrive(scene, deposit_entry())
    assert await lines(scene) == [("deposit", KEY, "provider:kbzpay_manual", "unclaimed", 10_000)]
    act_id = await claim(scene, player.label)
    assert (await lines(scene))[1:] == [("assign", KEY, "unclaimed", f"player:{player.label}", 10_000)]
    assert await waiting(scene) == [(1, "order_unknown", "closed")]
    assert await scene.told(player.id) == [{"what": "added", "amount": 10_000, "of": f"act-{act_id}"}]
    assert await scene.alerts() == ["quarantine", "quarantine over"]


async def test_claimed_money_that_the_provider_sends_again_changes_nothing(scene: ServiceFixture) -> None:
    await arrive(scene, deposit_entry())
    await claim(scene, "player-42")
    await arrive(scene, deposit_entry(), created_datetime="2026-01-07 08:05:11")
    assert len(await lines(scene)) == 2
    assert await waiting(scene) == [(1, "order_unknown", "closed")]


async def test_a_label_that_differed_is_credited_to_the_deposit_and_the_right_postback_adds_nothing(
    scene: ServiceFixture,
) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit), label="somebody-else")
    assert await lines(scene) == [HELD]
    await claim(scene, deposit.label)
    credited = await scene.now(deposit)
    assert (credited.status, credited.credited_amount) == (DepositStatus.CREDITED, 10_000)
    assert [told["what"] for told in await scene.told(deposit.player_id, "ring")] == ["credited"]
    assert await scene.told(deposit.player_id, "hand_ring") == []
    await arrive(scene, paid(deposit), label=deposit.label)
    assert await lines(scene) == [HELD, ("assign", KEY, "unclaimed", f"player:{deposit.label}", 10_000)]
    assert await waiting(scene) == [(1, "label_differs", "closed")]
    assert (await scene.now(deposit)).credited_amount == 10_000


@pytest.mark.parametrize("status", [DepositStatus.SUBMITTED, DepositStatus.CREDITED, DepositStatus.REVERSED])
async def test_money_of_a_signed_order_is_claimed_for_nobody_but_its_player(
    scene: ServiceFixture, status: DepositStatus
) -> None:
    """Neither proposed nor, where it was proposed before this rule, confirmed."""
    deposit = await scene.deposit(status)
    await arrive(scene, paid(deposit), label="somebody-else")
    values: dict[str, str | int] = {"quarantine": 1, "label": "somebody-else"}
    with pytest.raises(OwnerKnown) as refused:
        await propose(scene, ActionType.CLAIM, values)
    assert refused.value.values == {"deposit": deposit.id, "player": deposit.label}
    old = await scene.database.write(
        lambda tx: approvals.add(
            tx, ActionType.CLAIM, values, maker=1, now=scene.clock.now, expires_at=scene.clock.now + 1_000
        )
    )
    with pytest.raises(OwnerKnown):
        await confirm(scene, old.id)
    assert await lines(scene) == [HELD]
    await claim(scene, deposit.label)
    assert (await lines(scene))[1:] == [("assign", KEY, "unclaimed", f"player:{deposit.label}", 10_000)]


@pytest.mark.parametrize(
    "status", [DepositStatus.SUBMITTED, DepositStatus.CREDITED, DepositStatus.REVERSED, DepositStatus.DRAFT]
)
@pytest.mark.parametrize("says", [{}, {"status": "Failed"}])
async def test_money_of_an_order_that_a_restored_database_forgot_is_its_players_all_the_same(
    scene: ServiceFixture, status: DepositStatus, says: Members
) -> None:
    """It waits for two people, since this order was never given out as far as we know; but its id says whose it is."""
    deposit = await scene.deposit(status)
    forgotten = paid(deposit, plugin_custom_order_id=f"{deposit.id}-2")
    await arrive(scene, forgotten | says, label=deposit.label)
    assert [state for _, _, state in await waiting(scene)] == ["open"]
    with pytest.raises(OwnerKnown) as refused:
        await propose(scene, ActionType.CLAIM, {"quarantine": 1, "label": "somebody-else"})
    assert refused.value.values == {"deposit": deposit.id, "player": deposit.label}
    await claim(scene, deposit.label)
    booked = await lines(scene)
    assert booked[-1][3:] == (f"player:{deposit.label}", 10_000)
    await arrive(scene, forgotten, label=deposit.label, created_datetime="2026-01-07 08:05:11")
    assert await lines(scene) == booked


async def test_a_deposit_gets_the_money_of_its_forgotten_order(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit, plugin_custom_order_id=f"{deposit.id}-2"), label=deposit.label)
    shown = await quarantine_queries.quarantined(scene.database, 1)
    assert shown is not None
    assert (shown.deposit_id, shown.owner) == (deposit.id, deposit.label)
    await claim(scene, deposit.label)
    await arrive(scene, paid(deposit, plugin_custom_order_id=f"{deposit.id}-2"), label="somebody-else")
    credited = await scene.now(deposit)
    assert (credited.status, credited.credited_amount) == (DepositStatus.CREDITED, 10_000)
    assert await waiting(scene) == [(1, "order_unknown", "closed")]


async def test_a_proposed_claim_whose_money_came_right_meanwhile_books_nothing(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit), label="somebody-else")
    act_id = await propose(scene, ActionType.CLAIM, {"quarantine": 1, "label": deposit.label})
    await arrive(scene, paid(deposit), label=deposit.label)
    with pytest.raises(NotClaimable) as refused:
        await confirm(scene, act_id)
    assert refused.value.values == {"id": 1, "reason": "closed"}
    assert [kind for kind, *_ in await lines(scene)] == ["deposit", "assign"]


async def test_money_that_is_booked_already_is_not_booked_again_and_the_row_closed(scene: ServiceFixture) -> None:
    """The same payment stood twice in a body: the second one waits, and is nobody's money."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit), paid(deposit), label=deposit.label)
    act_id = await propose(scene, ActionType.CLAIM, {"quarantine": 1, "label": deposit.label})
    with pytest.raises(AlreadyBooked) as refused:
        await confirm(scene, act_id)
    assert refused.value.values == {"ref": KEY}
    assert (await act(scene, act_id)).stage is ApprovalStatus.DECLINED
    assert await waiting(scene) == [(1, "repeated_in_body", "closed")]
    assert (await scene.now(deposit)).credited_amount == 10_000
    assert len(await lines(scene)) == 1


async def test_a_payment_with_two_orders_is_a_conflict_and_stays_with_the_first(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit), label="somebody-else")
    await arrive(scene, paid(deposit, plugin_custom_order_id="nobody"))
    assert await waiting(scene) == [(1, "label_differs", "open"), (2, "conflict", "open")]
    await claim(scene, deposit.label)
    assert [kind for kind, *_ in await lines(scene)] == ["deposit", "assign"]
    assert (await scene.now(deposit)).credited_amount == 10_000


async def test_two_claims_of_the_same_money_are_confirmed_once(scene: ServiceFixture) -> None:
    await arrive(scene, deposit_entry())
    approvals = [
        await propose(scene, ActionType.CLAIM, {"quarantine": 1, "label": label}) for label in ("one", "other")
    ]
    turns = [await scene.turn(), await scene.turn()]
    ended = await asyncio.gather(
        *(
            scene.services.acts.confirm(turn, checker, act_id)
            for turn, checker, act_id in zip(turns, [CHECKER, OTHER_CHECKER], approvals, strict=True)
        ),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in ended) == ["NoneType", "NotClaimable"]
    assert [kind for kind, *_ in await lines(scene)] == ["deposit", "assign"]


@pytest.mark.parametrize("settings", [{"DEPOSIT_AUTO_CREDIT_MAX": "9999"}])
async def test_money_above_the_automatic_limit_is_credited_by_two_people(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit), label=deposit.label)
    assert await waiting(scene) == [(1, "above_auto_credit", "open")]
    await claim(scene, deposit.label)
    assert (await scene.now(deposit)).credited_amount == 10_000
    await arrive(scene, paid(deposit), label=deposit.label, created_datetime="2026-01-07 08:05:11")
    assert await lines(scene) == [HELD, ("assign", KEY, "unclaimed", f"player:{deposit.label}", 10_000)]


@pytest.mark.parametrize(
    ("reason", "top"),
    [
        ("total_differs", {"amount": 1}),
        ("direction_differs", {"direction": "outgoing"}),
        ("currency_differs", {"currency_code": "USD"}),
        ("wallet_differs", {"wallet_type": "wavepay"}),
    ],
)
async def test_what_only_the_unsigned_part_disputes_can_be_credited(
    scene: ServiceFixture, reason: str, top: Members
) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit), label=deposit.label, **top)
    assert await waiting(scene) == [(1, reason, "open")]
    await claim(scene, deposit.label)
    assert (await scene.now(deposit)).credited_amount == 10_000


@pytest.mark.parametrize(
    "entry",
    [
        deposit_entry(amount="0"),
        deposit_entry(amount="10000.5"),
        deposit_entry(currency_code="USD"),
        deposit_entry(wallet_type="paypal"),
        deposit_entry(transaction_id="1 2"),
        deposit_entry(withdrawal_id="w-1"),
        withdrawal_entry(),
    ],
)
async def test_what_is_no_payment_in_kyat_to_a_wallet_of_ours_cannot_be_claimed(
    scene: ServiceFixture, entry: Members
) -> None:
    await arrive(scene, entry, direction="outgoing" if entry["withdrawal_status"] else "ingoing")
    with pytest.raises(NotClaimable):
        await propose(scene, ActionType.CLAIM, {"quarantine": 1, "label": "player-42"})
    assert await scene.count("acts") == 0


async def test_a_conflict_cannot_be_claimed(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit), label=deposit.label)
    await arrive(scene, paid(deposit, amount="20000"), label=deposit.label, amount=20_000)
    assert await waiting(scene) == [(1, "conflict", "open")]
    with pytest.raises(NotClaimable) as refused:
        await propose(scene, ActionType.CLAIM, {"quarantine": 1, "label": deposit.label})
    assert refused.value.values == {"id": 1, "reason": "conflict"}


@pytest.mark.parametrize("number", [0, 2])
async def test_a_number_that_is_not_in_quarantine_is_said_to_be_none(scene: ServiceFixture, number: int) -> None:
    await arrive(scene, deposit_entry())
    with pytest.raises(NotClaimable) as refused:
        await propose(scene, ActionType.CLAIM, {"quarantine": number, "label": "player-42"})
    assert refused.value.values == {"id": number, "reason": "none"}


async def test_closed_money_cannot_be_claimed_again(scene: ServiceFixture) -> None:
    await arrive(scene, deposit_entry())
    await claim(scene, "player-42")
    with pytest.raises(NotClaimable) as refused:
        await claim(scene, "player-43")
    assert refused.value.values == {"id": 1, "reason": "closed"}
    assert len(await lines(scene)) == 2


async def test_money_for_a_reversed_deposit_reaches_its_player_beside_it(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.REVERSED)
    await arrive(scene, paid(deposit), label="somebody-else")
    await claim(scene, deposit.label)
    assert (await scene.now(deposit)).status is DepositStatus.REVERSED
    assert await lines(scene) == [HELD, ("assign", KEY, "unclaimed", f"player:{deposit.label}", 10_000)]
    assert [told["what"] for told in await scene.told(deposit.player_id, "hand_ring")] == ["added"]


async def test_the_payers_account_is_remembered_with_claimed_money(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit, exchanger_identifier="09777666555"), label="somebody-else")
    await claim(scene, deposit.label)
    assert await scene.count("ledger", "payer = '09777666555' AND credit = $1", f"player:{deposit.label}") == 1
