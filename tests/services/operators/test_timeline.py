"""The time line of a payment: everything that every table knows of it, in the order in which it happened."""

import pytest

from bot.domain.deposit import DepositStatus
from bot.domain.entry import Reason
from bot.domain.report import Moment, Timeline, TimelineSource
from bot.services.notifications import messages
from bot.store import attempts, audit, deposits, ledger
from bot.store.engine.database import Transaction
from tests.given import NOW
from tests.services.service_fixture import ServiceFixture
from tests.services.stored import book, entry_of, operators_of, paid, postback, proposed, quarantine

NUMBER = "01003246080588218368"


async def _timeline(scene: ServiceFixture, subject: str) -> Timeline:
    timeline = await operators_of(scene).timeline(subject)
    assert timeline is not None
    return timeline


async def _of(scene: ServiceFixture, subject: str, source: TimelineSource) -> list[Moment]:
    return [moment for moment in (await _timeline(scene, subject)).moments if moment.source is source]


async def test_a_deposit_shows_what_every_table_knows_of_it_oldest_first(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.CLAIMED, transaction_number=NUMBER)

    async def sent(tx: Transaction) -> None:
        attempt = await attempts.start(tx, deposit.id, deposit.order_id, NOW + 10)
        await attempts.finish(tx, attempt, "done", "accepted", NOW + 20)
        await messages.notify(tx, deposit, "credited", NOW + 40)
        await audit.append(tx, actor=7, act="ask", subject=deposit.id, before="", after="photo", now=NOW + 25)

    await scene.database.write(sent)
    body = await postback(scene.database, '{"signature":"…"}', NOW + 30)
    await book(scene.database, deposit, 9_000, number=NUMBER, now=NOW + 40, inbox_id=body)
    await scene.database.write(lambda tx: deposits.move(tx, deposit.id, DepositStatus.CREDITED, NOW + 40))
    timeline = await _timeline(scene, deposit.id)
    assert timeline.subject == await scene.now(deposit)
    told = [(moment.at - NOW, moment.source, moment.what) for moment in timeline.moments if moment.at > NOW]
    assert told == [
        (10, TimelineSource.ATTEMPT, "done"),
        (25, TimelineSource.AUDIT, "ask"),
        (30, TimelineSource.POSTBACK, "done"),
        (40, TimelineSource.EVENT, "credited"),
        (40, TimelineSource.LEDGER, "deposit"),
        (40, TimelineSource.MESSAGE, "ring"),
    ]
    by_source = {moment.source: moment for moment in timeline.moments}
    assert by_source[TimelineSource.POSTBACK].detail == '{"signature":"…"}'
    assert by_source[TimelineSource.POSTBACK].ref == str(body)
    assert by_source[TimelineSource.LEDGER].amount == 9_000
    assert by_source[TimelineSource.ATTEMPT].until == NOW + 20
    assert by_source[TimelineSource.AUDIT].actor == 7


async def test_an_order_id_and_capital_letters_lead_to_the_same_deposit(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await scene.database.write(lambda tx: deposits.add_order(tx, f"{deposit.id}-2", deposit.id, NOW))
    for text in (deposit.id, f"{deposit.id}-2", f"{deposit.id}-3", deposit.id.upper(), f" {deposit.id} "):
        assert (await _timeline(scene, text)).subject == deposit


async def test_what_is_in_quarantine_for_an_order_or_number_of_the_deposit_stands_in_it(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.CLAIMED, transaction_number=NUMBER)
    await scene.database.write(lambda tx: deposits.add_order(tx, f"{deposit.id}-2", deposit.id, NOW))
    bodies = [await postback(scene.database, f"body {place}", NOW + place) for place in range(3)]
    await quarantine(scene.database, entry_of("1" * 20, 5_000, order=f"{deposit.id}-2"), inbox_id=bodies[0], now=NOW)
    await quarantine(scene.database, entry_of(NUMBER, 5_000, order="foreign"), inbox_id=bodies[1], now=NOW)
    await quarantine(scene.database, entry_of("2" * 20, 5_000, order="foreign"), inbox_id=bodies[2], now=NOW)
    kept = await _of(scene, deposit.id, TimelineSource.QUARANTINE)
    assert [moment.what for moment in kept] == [Reason.ORDER_UNKNOWN] * 2
    assert [moment.detail for moment in await _of(scene, deposit.id, TimelineSource.POSTBACK)] == ["body 0", "body 1"]


async def test_a_reversal_and_the_act_that_booked_it_stand_in_the_deposit(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.CREDITED)

    async def reversed_by_two(tx: Transaction) -> None:
        await tx.fetch(
            "INSERT INTO acts (id, kind, detail, maker, created_at, expires_at) VALUES (91, 'reverse', $1, 7, 1, 2)",
            f'{{"deposit": "{deposit.id}", "reason": "twice"}}',
        )
        await tx.fetch(
            "INSERT INTO ledger (kind, ref, debit, credit, amount, currency, provenance, at)"
            " VALUES ('reversal', $1, $2, 'house', 10000, 'MMK', 'act:91', 5)",
            deposit.id,
            ledger.account(deposit.label),
        )
        for what, actor in (("reverse.proposed", 7), ("reverse.done", 8)):
            await audit.append(tx, actor=actor, act=what, subject="act:91", before="", after="", now=actor)
        await audit.append(tx, actor=9, act="credit.proposed", subject="act:92", before="", after="", now=9)

    await scene.database.write(reversed_by_two)
    assert [(moment.what, moment.actor) for moment in await _of(scene, deposit.id, TimelineSource.AUDIT)] == [
        ("reverse.proposed", 7),
        ("reverse.done", 8),
    ]
    assert [moment.what for moment in await _of(scene, deposit.id, TimelineSource.LEDGER)] == ["reversal"]


async def test_a_withdrawal_shows_its_hold_its_end_and_what_the_player_was_told(scene: ServiceFixture) -> None:
    withdrawal = await proposed(scene.database, "w-2345", "player-42")
    await paid(scene.database, withdrawal, NOW + 5)
    booked = await _of(scene, "W-2345", TimelineSource.LEDGER)
    assert [(moment.what, moment.amount) for moment in booked] == [("payout_hold", 30_000), ("payout_end", 30_000)]
    assert (await _timeline(scene, "w-2345")).subject.id == "w-2345"


async def test_a_postback_that_was_noted_stands_there_once_with_its_body(scene: ServiceFixture) -> None:
    await proposed(scene.database, "w-2345", "player-42")
    body = await postback(scene.database, "the same once more", NOW + 9)
    await scene.database.write(lambda tx: deposits.note(tx, "w-2345", "postback", str(body), NOW + 9))
    moments = (await _timeline(scene, "w-2345")).moments
    assert [(moment.source, moment.detail) for moment in moments if moment.at == NOW + 9] == [
        (TimelineSource.POSTBACK, "the same once more")
    ]


async def test_what_operators_are_shown_of_it_is_no_part_of_its_story(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.CLAIMED)
    elsewhere = deposit.player_id + 1

    async def told(tx: Transaction) -> None:
        await messages.screen(tx, elsewhere, "card_of_operators", NOW, subject=deposit.id)
        await messages.screen(tx, deposit.player_id, "picture_kept", NOW, subject=deposit.id)

    await scene.database.write(told)
    assert ["picture_kept" in moment.detail for moment in await _of(scene, deposit.id, TimelineSource.MESSAGE)] == [
        True
    ]


@pytest.mark.parametrize("text", ["", "dep-999999", "w-", "%", "x" * 500])
async def test_nothing_has_no_time_line(scene: ServiceFixture, text: str) -> None:
    await scene.deposit(DepositStatus.CLAIMED)
    assert await operators_of(scene).timeline(text) is None
