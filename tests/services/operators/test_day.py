"""The lists, a player's sums, the day in Yangon and the health of the bot, as operators see them."""

import pytest

from bot.domain.alert import Alert
from bot.domain.deposit import DepositStatus
from bot.domain.player import Recipient
from bot.domain.report import Queue, Sum, Totals, WalletDay
from bot.store import inbox, outbox
from bot.store import quarantine as quarantine_rows
from bot.store.engine.database import Transaction
from bot.store.outbox import OutboxRow
from tests.given import NOW
from tests.services.service_fixture import ServiceFixture
from tests.services.stored import book, entry_of, met, operators_of, paid, postback, proposed, quarantine

HOUR = 3_600_000
MIDNIGHT = NOW - 6 * HOUR - HOUR // 2
"""Of the day in Yangon that the clock begins in."""


async def _line(
    scene: ServiceFixture, kind: str, ref: str, debit: str, credit: str, *, at: int = NOW, amount: int = 7_000
) -> None:
    await scene.database.write(
        lambda tx: tx.fetch(
            "INSERT INTO ledger (kind, ref, debit, credit, amount, currency, provenance, at)"
            " VALUES ($1, $2, $3, $4, $5, 'MMK', 'act:1', $6)",
            kind,
            ref,
            debit,
            credit,
            amount,
            at,
        )
    )


async def test_pending_shows_claims_before_numbers_and_each_the_oldest_first(scene: ServiceFixture) -> None:
    unpaid = [await scene.deposit(DepositStatus.AWAITING_PAYMENT, claimed_at=0) for _ in range(2)]
    for status in (
        DepositStatus.DRAFT,
        DepositStatus.CREDITED,
        DepositStatus.REJECTED,
        DepositStatus.EXPIRED,
        DepositStatus.CANCELLED,
    ):
        await scene.deposit(status)
    late = await scene.deposit(DepositStatus.SUBMITTED, claimed_at=NOW + 2)
    early = await scene.deposit(DepositStatus.CLAIMED, claimed_at=NOW + 1)
    shown = [deposit.id for deposit in await operators_of(scene).pending(10)]
    assert shown[:2] == [early.id, late.id]
    assert set(shown[2:]) == {deposit.id for deposit in unpaid}
    assert [deposit.id for deposit in await operators_of(scene).pending(1)] == [early.id]


async def test_open_withdrawals_come_the_oldest_first_and_all_the_newest_first(scene: ServiceFixture) -> None:
    done = await proposed(scene.database, "w-1", "player-1", now=NOW)
    await paid(scene.database, done, NOW)
    for place in (2, 3):
        await proposed(scene.database, f"w-{place}", "player-1", now=NOW + place)
    operators = operators_of(scene)
    assert [each.id for each in await operators.withdrawals(only_open=True, limit=10)] == ["w-2", "w-3"]
    assert [each.id for each in await operators.withdrawals(only_open=False, limit=10)] == ["w-3", "w-2", "w-1"]
    assert [each.id for each in await operators.withdrawals(only_open=False, limit=1)] == ["w-3"]


async def test_a_player_shows_what_came_what_went_what_is_held_and_what_is_open(scene: ServiceFixture) -> None:
    player = await met(scene.database, 5_123, "merchant-9", "aungaung")
    credited = await scene.deposit(DepositStatus.CREDITED, player=player)
    waiting = await scene.deposit(DepositStatus.CLAIMED, player=player)
    await book(scene.database, credited, 50_000, number="1" * 20, now=NOW)
    await paid(scene.database, await proposed(scene.database, "w-1", "merchant-9"), NOW)
    held = await proposed(scene.database, "w-2", "merchant-9")
    await proposed(scene.database, "w-3", "merchant-9", test=True)
    await scene.database.write(
        lambda tx: tx.fetch("INSERT INTO holds (label, reason, actor, since) VALUES ('merchant-9', 'fraud', 7, 1)")
    )
    report = await operators_of(scene).player(Recipient(label="merchant-9", player_id=5_123))
    assert report.totals == Totals(deposited=50_000, paid_out=30_000, reserved=30_000)
    assert [deposit.id for deposit in report.deposits] == [waiting.id]
    assert {withdrawal.id for withdrawal in report.withdrawals} == {held.id, "w-3"}
    assert report.hold == "fraud"
    assert [(chat.id, chat.username) for chat in report.chats] == [(5_123, "aungaung")]


async def test_a_label_that_was_never_seen_has_an_empty_report(scene: ServiceFixture) -> None:
    report = await operators_of(scene).player(Recipient(label="nobody", player_id=0))
    assert report.totals == Totals(deposited=0, paid_out=0, reserved=0)
    assert (report.chats, report.deposits, report.withdrawals, report.hold) == ((), (), (), None)


async def test_what_waits_in_quarantine_is_listed_until_it_is_closed(scene: ServiceFixture) -> None:
    waiting = entry_of("1" * 20, 5_000)
    first = await quarantine(scene.database, waiting)
    second = await quarantine(scene.database, entry_of("2" * 20, 0))
    operators = operators_of(scene)
    page = await operators.unclaimed()
    assert [each.id for each in page.entries] == [first, second]
    assert (page.count, page.money) == (2, 1)
    await scene.database.write(lambda tx: quarantine_rows.close_payment(tx, waiting, NOW + 1))
    assert [each.id for each in (await operators.unclaimed()).entries] == [second]
    closed = await operators.quarantined(first)
    assert closed is not None
    assert (closed.is_open, closed.closed_at, closed.amount) == (False, NOW + 1, 5_000)
    assert await operators.quarantined(999) is None


async def test_a_day_counts_what_was_credited_between_midnights_in_yangon(scene: ServiceFixture) -> None:
    for place, at in enumerate((MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + HOUR - 1, MIDNIGHT + 5 * HOUR)):
        deposit = await scene.deposit(DepositStatus.CREDITED, claimed_at=at - 60_000 * (place + 1))
        await book(scene.database, deposit, 1_000, number=str(place) * 20, now=at)
    wave = await scene.deposit(DepositStatus.CREDITED, wallet="wavepay", claimed_at=0)
    await book(scene.database, wave, 500, number="1234567890", now=MIDNIGHT + HOUR)
    today = await operators_of(scene).today(NOW)
    assert today.start == MIDNIGHT
    assert today.wallets == (
        WalletDay(wallet="kbzpay_manual", credited=Sum(count=3, amount=3_000), hours=(2, *[0] * 4, 1, *[0] * 18)),
        WalletDay(wallet="wavepay", credited=Sum(count=1, amount=500), hours=(0, 1, *[0] * 22)),
    )
    assert today.credited == Sum(count=4, amount=3_500)
    assert today.median_ms == 180_000
    assert today.begun == {"credited": 5}


async def test_a_day_without_money_shows_each_wallet_with_nothing(scene: ServiceFixture) -> None:
    today = await operators_of(scene).today(NOW)
    assert [(day.wallet, day.credited, sum(day.hours)) for day in today.wallets] == [
        ("kbzpay_manual", Sum(), 0),
        ("wavepay", Sum(), 0),
    ]
    assert (today.median_ms, today.waiting, today.oldest_claim, dict(today.begun)) == (None, 0, 0, {})


async def test_a_day_tells_apart_what_people_booked_and_what_the_provider_did(scene: ServiceFixture) -> None:
    number = "kbzpay_manual/MMK/" + "7" * 20
    await _line(scene, "deposit", number, "provider:kbzpay_manual", "unclaimed", at=MIDNIGHT - 1)
    await _line(scene, "assign", number, "unclaimed", "player:a")
    await _line(scene, "deposit", number + "7", "provider:kbzpay_manual", "unclaimed")
    await _line(scene, "credit", "act:1", "house", "player:a", amount=200)
    await _line(scene, "reversal", "dep-1", "player:a", "house", amount=300)
    await _line(scene, "record", "C-1", "player:a", "provider:kbzpay_manual", amount=400)
    await _line(scene, "payout_end", "w-released", "held:a", "player:a", amount=500)
    await paid(scene.database, await proposed(scene.database, "w-1", "a"), NOW)
    await paid(scene.database, await proposed(scene.database, "w-2", "a", test=True), NOW)
    today = await operators_of(scene).today(NOW)
    assert today.credited == Sum(count=1, amount=7_000)
    assert today.by_hand == Sum(count=1, amount=200)
    assert today.reversed == Sum(count=1, amount=300)
    assert today.paid_out == Sum(count=2, amount=30_400)


async def test_the_oldest_claim_counts_though_it_is_of_another_day(scene: ServiceFixture) -> None:
    await scene.deposit(DepositStatus.SUBMITTED, claimed_at=MIDNIGHT - 9 * HOUR)
    await scene.deposit(DepositStatus.CLAIMED, claimed_at=NOW)
    await scene.deposit(DepositStatus.CREDITED, claimed_at=MIDNIGHT - 20 * HOUR)
    today = await operators_of(scene).today(NOW)
    assert (today.waiting, today.oldest_claim) == (2, MIDNIGHT - 9 * HOUR)


async def test_the_inbox_shows_postbacks_and_on_demand_only_what_went_wrong(scene: ServiceFixture) -> None:
    for place in range(3):
        await postback(scene.database, f"body {place}", NOW + place)
    await scene.row(body="an update of a player")

    async def spoiled(tx: Transaction) -> None:
        await inbox.add(tx, source="paykassma", key="bad", lane="paykassma:bad", body="bad", now=NOW + 7)
        row = await tx.fetchrow("SELECT id FROM inbox WHERE key = 'bad'")
        assert row is not None
        await inbox.mark_bad(tx, row["id"], "ValueError", NOW + 8)
        await inbox.keep_refused(tx, "forged", "signature", NOW + 9, at_most=5)

    await scene.database.write(spoiled)
    operators = operators_of(scene)
    assert [each.body for each in await operators.inbox(bad=False, limit=3)] == ["bad", "body 2", "body 1"]
    bad = await operators.inbox(bad=True, limit=10)
    assert [(each.body, each.state, each.reason) for each in bad] == [
        ("forged", "refused", "signature"),
        ("bad", "bad", "ValueError"),
    ]


async def test_health_tells_what_came_last_what_waits_what_failed_and_how_much_room_there_is(
    scene: ServiceFixture,
) -> None:
    await postback(scene.database, "body", NOW - 5)
    row = await scene.row()

    async def troubled(tx: Transaction) -> None:
        for lane in ("tg:1", "tg:2"):
            await outbox.add(tx, lane=lane, kind="screen", subject="", now=NOW - 3)
        dead = await tx.fetchrow("SELECT id FROM outbox WHERE lane = 'tg:2'")
        assert dead is not None
        await outbox.mark_dead(tx, _taken(dead["id"]), "blocked", NOW)
        await scene.services.alerts.raise_(tx, Alert.POSTBACKS_SILENT, "", NOW - 1, minutes=60)

    await scene.database.write(troubled)
    health = await operators_of(scene).health(NOW)
    assert (health.last_postback, health.last_update) == (NOW - 5, NOW)
    assert health.inbox == Queue(waiting=1, since=NOW)
    assert health.outbox.since == NOW - 3
    assert (health.bad, health.dead) == (0, 1)
    assert [(alarm.kind, alarm.since) for alarm in health.alerts] == [("postbacks_silent", NOW - 1)]
    assert health.last_answer == (NOW, "done")
    assert health.database_bytes > 4096
    assert health.free_bytes > 0
    assert row.source == "telegram"


def _taken(row_id: int) -> OutboxRow:
    return OutboxRow(
        id=row_id, lane="tg:2", kind="screen", subject="", payload="{}", version=1, attempts=1, created_at=NOW
    )


@pytest.mark.parametrize("at", [MIDNIGHT, MIDNIGHT + 24 * HOUR - 1])
async def test_a_day_lasts_from_its_first_to_its_last_millisecond(scene: ServiceFixture, at: int) -> None:
    assert (await operators_of(scene).today(at)).start == MIDNIGHT
