"""What is kept for how long, and that what is matched later still can be."""

from dataclasses import replace

import pytest

from bot.domain.approval import ActionType
from bot.domain.withdrawal_risk import WithdrawalRiskKind
from bot.services.postbacks.crediting import Booked
from bot.services.postbacks.quarantine import _read_signed_part
from bot.services.retention import apply_retention
from bot.store import inbox, quarantine
from bot.store.engine.database import Database
from tests.given import column
from tests.provider.postback_bodies import deposit_entry, postback, signed
from tests.services.acting import agree
from tests.services.service_fixture import ServiceFixture
from tests.services.stored import met, operators_of
from tests.services.withdrawals.withdrawal_fixture import ACCOUNT, CHECKER, POLICY, WithdrawalFixture

DAY = 24 * 3_600_000


@pytest.fixture
def setup(database: Database) -> WithdrawalFixture:
    return WithdrawalFixture(database)


async def _after(setup: WithdrawalFixture, days: int) -> None:
    setup.clock.advance(days * DAY)
    await setup.database.write(lambda tx: apply_retention(tx, setup.clock.now, POLICY.mask))


async def test_the_account_of_a_payout_is_masked_ninety_days_after_its_end(setup: WithdrawalFixture) -> None:
    payout = await setup.sent()
    await setup.signed(payout, "1")
    await _after(setup, 90)
    assert (await setup.read(payout.id)).account == ACCOUNT
    setup.clock.advance(1)
    await _after(setup, 0)
    kept = (await setup.read(payout.id)).account
    assert ACCOUNT not in kept
    assert kept.endswith(ACCOUNT[-4:])
    await _after(setup, 90)
    assert (await setup.read(payout.id)).account == kept


async def test_the_account_of_a_payout_that_has_not_ended_stays(setup: WithdrawalFixture) -> None:
    sent, proposal = await setup.sent(), await setup.propose(account="09400000002")
    await _after(setup, 400)
    assert [(await setup.read(row.id)).account for row in (sent, proposal)] == [ACCOUNT, "09400000002"]


@pytest.mark.parametrize(("status", "booked"), [("1", Booked.REPEATED), ("5", Booked.QUARANTINED)])
async def test_the_signed_word_about_a_masked_payout_is_understood(
    setup: WithdrawalFixture, status: str, booked: Booked
) -> None:
    payout = await setup.sent()
    await setup.signed(payout, "1")
    await _after(setup, 91)
    assert await setup.signed(payout, status) is booked
    reasons = await column(setup.database, "SELECT reason AS value FROM quarantine")
    assert reasons == (["conflict"] if booked is Booked.QUARANTINED else [])


async def test_a_masked_account_is_still_known_to_the_risks_and_found_by_its_end(
    scene: ServiceFixture, setup: WithdrawalFixture
) -> None:
    payout = await setup.sent()
    await setup.signed(payout, "1")
    await _after(setup, 91)
    again = await setup.propose(label="player-43")
    risks = await setup.withdrawals.risks(again)
    assert WithdrawalRiskKind.ACCOUNT_SHARED in {risk.kind for risk in risks}
    assert WithdrawalRiskKind.FIRST_PAYOUT not in {risk.kind for risk in risks}
    await setup.withdrawals.decline(await setup.turn(), CHECKER, again.id, "no")
    operators = operators_of(scene, setup.database)
    assert {hit.id for hit in await operators.find(ACCOUNT[-4:])} == {payout.id, again.id}


async def test_the_account_of_a_payout_recorded_by_hand_is_masked_too(scene: ServiceFixture) -> None:
    values: dict[str, str | int] = {"label": "player-42", "amount": 5_000, "account": ACCOUNT, "reference": "R1"}
    act_id = await agree(scene, ActionType.RECORD, values)
    for _ in range(2):
        scene.clock.advance(91 * DAY)
        await scene.database.write(lambda tx: apply_retention(tx, scene.clock.now, POLICY.mask))
    act = await scene.services.acts.find(act_id)
    assert act is not None
    assert ACCOUNT not in str(act.values)
    assert act.values | {"account": ""} == values | {"account": ""}


async def test_a_postback_is_kept_word_for_word_for_four_hundred_days_and_known_for_ever(scene: ServiceFixture) -> None:
    body = signed(postback(deposit_entry()))
    await scene.receive(body)
    await scene.receive(
        signed(postback(deposit_entry(transaction_id="1"))).replace(b'"signature":"', b'"signature":"0')
    )
    await scene.apply_postbacks()
    (entry,) = await scene.database.fetch("SELECT id FROM quarantine")
    await scene.database.write(lambda tx: quarantine.close(tx, entry["id"], scene.clock.now))
    scene.clock.advance(400 * DAY)
    await scene.database.write(lambda tx: apply_retention(tx, scene.clock.now, POLICY.mask))
    for table, text in (("inbox", "body"), ("quarantine", "raw"), ("refused_postbacks", "body")):
        assert await scene.count(table, f"{text} <> ''") == 1
    scene.clock.advance(1)
    await scene.database.write(lambda tx: apply_retention(tx, scene.clock.now, POLICY.mask))
    for table, text in (("inbox", "body"), ("quarantine", "raw"), ("refused_postbacks", "body")):
        assert await scene.count(table, f"{text} <> ''") == 0
    await scene.receive(body)
    assert await scene.count("inbox", "state = 'new'") == 0


async def test_a_postback_whose_words_are_gone_cannot_be_replayed(scene: ServiceFixture) -> None:
    await scene.receive(signed(postback(deposit_entry())))
    await scene.apply_postbacks()
    scene.clock.advance(401 * DAY)
    await scene.database.write(lambda tx: apply_retention(tx, scene.clock.now, POLICY.mask))
    (row,) = await scene.database.fetch("SELECT id FROM inbox WHERE source = 'paykassma'")
    assert await scene.database.write(lambda tx: inbox.replay(tx, "paykassma", row["id"], "1")) is None


async def test_an_entry_that_still_waits_for_a_person_keeps_what_it_is_booked_by_and_not_who_paid(
    scene: ServiceFixture,
) -> None:
    await scene.receive(signed(postback(deposit_entry(exchanger_identifier="09777777777"))))
    await scene.apply_postbacks()
    scene.clock.advance(500 * DAY)
    before = _read_signed_part(str(*await column(scene.database, "SELECT raw AS value FROM quarantine")))
    await scene.database.write(lambda tx: apply_retention(tx, scene.clock.now, POLICY.mask))
    (kept,) = await column(scene.database, "SELECT raw AS value FROM quarantine")
    after = _read_signed_part(str(kept))
    assert before.payer
    assert after == replace(before, payer="", account_number="", comment="", raw=after.raw)
    assert before.payer not in str(kept)


async def test_the_name_of_a_player_who_stays_away_for_ninety_days_goes(scene: ServiceFixture) -> None:
    for player_id, name in ((5_123, "aungaung"), (5_124, "mama")):
        await met(scene.database, player_id, f"merchant-{player_id}", name)
    now = scene.clock.now
    for player_id, seen in ((5_123, now - 90 * DAY - 1), (5_124, now - 90 * DAY)):
        sql = "UPDATE players SET seen_at = $2 WHERE id = $1"
        await scene.database.write(lambda tx, one=player_id, at=seen, sql=sql: tx.fetch(sql, one, at))  # type: ignore[misc]
    await scene.database.write(lambda tx: apply_retention(tx, now, POLICY.mask))
    assert await column(scene.database, "SELECT username AS value FROM players ORDER BY id") == ["", "mama"]
