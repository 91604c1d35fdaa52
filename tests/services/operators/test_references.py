"""Credits by hand are taken back by their reference, and a reference is one however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.approval import ActionType
from bot.domain.errors import AlreadyBooked
from bot.domain.reference import folded
from bot.domain.withdrawal_errors import CreditMoved
from bot.store import ledger
from tests.provider.postback_bodies import deposit_entry
from tests.services.acting import agree, confirm, lines, propose
from tests.services.operators.test_approved_claims import arrive
from tests.services.service_fixture import ServiceFixture

RECORD: dict[str, str | int] = {
    "label": "player-42",
    "amount": 5_000,
    "account": "09400000001",
    "reference": "Kbz-77/a",
}


async def test_a_credit_by_hand_is_taken_back_once_and_the_player_told(scene: ServiceFixture) -> None:
    player = await scene.player()
    await agree(scene, ActionType.CREDIT, {"label": player.label, "amount": 5_000, "reason": "promised"})
    values: dict[str, str | int] = {"credit": "act-1", "reason": "to the wrong player"}
    await agree(scene, ActionType.REVERSE, values)
    assert (await lines(scene))[-1] == ("reversal", "act:1", f"player:{player.label}", "house", 5_000)
    assert await ledger.totals(scene.database, player.label) == (0, 0)
    assert [told["what"] for told in await scene.told(player.id, "hand_ring")] == ["added", "taken_back"]
    with pytest.raises(CreditMoved) as refused:
        await propose(scene, ActionType.REVERSE, values | {"reason": "once more"})
    assert refused.value.values == {"id": "act-1", "status": "reversed"}


async def test_two_proposals_to_take_one_credit_back_take_it_back_once(scene: ServiceFixture) -> None:
    await agree(scene, ActionType.CREDIT, {"label": "player-42", "amount": 5_000, "reason": "promised"})
    first = await propose(scene, ActionType.REVERSE, {"credit": "act-1", "reason": "one reason"})
    second = await propose(scene, ActionType.REVERSE, {"credit": "act-1", "reason": "another reason"})
    await confirm(scene, first)
    with pytest.raises(CreditMoved):
        await confirm(scene, second)
    assert [kind for kind, *_ in await lines(scene)] == ["credit", "reversal"]


async def test_money_that_was_claimed_without_a_deposit_is_taken_back(scene: ServiceFixture) -> None:
    player = await scene.player()
    await arrive(scene, deposit_entry())
    act_id = await agree(scene, ActionType.CLAIM, {"quarantine": 1, "label": player.label})
    await agree(scene, ActionType.REVERSE, {"credit": f"act-{act_id}", "reason": "to the wrong player"})
    assert await ledger.totals(scene.database, player.label) == (0, 0)
    assert [kind for kind, *_ in await lines(scene)] == ["deposit", "assign", "reversal"]


@pytest.mark.parametrize("reference", ["act-1", "act-99"])
async def test_what_credited_nobody_is_not_taken_back(scene: ServiceFixture, reference: str) -> None:
    await agree(scene, ActionType.RECORD, RECORD)
    with pytest.raises(CreditMoved):
        await propose(scene, ActionType.REVERSE, {"credit": reference, "reason": "because"})


@pytest.mark.parametrize("again", ["Kbz-77/a", "kbz77a", "KBZ 77 A", "kbz_77.a", "#kbz-၇၇-a"])
async def test_a_payout_by_hand_is_recorded_once_however_its_reference_is_written(
    scene: ServiceFixture, again: str
) -> None:
    await agree(scene, ActionType.RECORD, RECORD)
    with pytest.raises(AlreadyBooked):
        await propose(scene, ActionType.RECORD, RECORD | {"reference": again})
    assert len(await lines(scene)) == 1


async def test_a_reference_recorded_before_references_were_folded_is_still_known(scene: ServiceFixture) -> None:
    await scene.database.write(
        lambda tx: ledger.transfer(
            tx,
            kind="record",
            ref="Kbz-77/A",
            debit="player:player-42",
            credit="provider:kbzpay_manual",
            amount=1,
            provenance="act:1",
            now=1,
        )
    )
    with pytest.raises(AlreadyBooked):
        await propose(scene, ActionType.RECORD, RECORD)


async def test_a_proposal_typed_again_in_other_letters_is_the_same(scene: ServiceFixture) -> None:
    credit: dict[str, str | int] = {"label": "player-42", "amount": 5_000, "reason": "Bonus R-77"}
    assert await propose(scene, ActionType.CREDIT, credit) == await propose(
        scene, ActionType.CREDIT, credit | {"reason": "bonus r77"}
    )
    assert await propose(scene, ActionType.RECORD, RECORD) == await propose(
        scene, ActionType.RECORD, RECORD | {"reference": "KBZ77A"}
    )


@given(st.text(max_size=30))
def test_a_folded_reference_stays_as_it_is(reference: str) -> None:
    assert folded(folded(reference)) == folded(reference)
