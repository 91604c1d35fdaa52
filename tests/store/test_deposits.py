"""Deposits: one open per player, guarded moves, and the questions the use cases ask."""

from dataclasses import replace

import pytest

from bot.domain.deposit import Deposit, DepositFlag, DepositStatus
from bot.store import attempts, deposits
from bot.store.engine.database import Database, Transaction
from tests.given import NOW, column, given_deposit, given_player, new_player, read

EVERY = list(DepositStatus)


async def test_a_player_never_has_two_open_deposits(database: Database) -> None:
    player = await given_player(database)
    first = await given_deposit(database, DepositStatus.AWAITING_PAYMENT, player=player)
    second = replace(first, id="dep-second")
    assert not await database.write(lambda tx: deposits.create(tx, second, NOW))
    assert await deposits.open_of(database, player.id) == first


@pytest.mark.parametrize("status", [status for status in EVERY if status not in {"draft", "awaiting_payment"}])
async def test_beside_a_deposit_that_is_not_open_another_may_begin(database: Database, status: DepositStatus) -> None:
    player = await given_player(database)
    await given_deposit(database, status, player=player)
    assert await deposits.open_of(database, player.id) is None
    assert (await given_deposit(database, DepositStatus.DRAFT, player=player)).status is DepositStatus.DRAFT


@pytest.mark.parametrize("status", EVERY)
async def test_a_deposit_is_read_as_it_was_written(database: Database, status: DepositStatus) -> None:
    made = await given_deposit(database, status, amount=7_000, flags="late extra", corrections=2, verdict="checking")
    assert (made.status, made.amount, made.corrections) == (status, 7_000, 2)
    assert made.flags == frozenset({DepositFlag.LATE, DepositFlag.EXTRA})
    assert await read(database, made) == made
    assert await deposits.find(database, "dep-unknown") is None


async def test_numbers_keep_their_leading_zeros(database: Database) -> None:
    made = await given_deposit(
        database, DepositStatus.CLAIMED, transaction_number="00123400000000000042", wallet_number="09400000042"
    )
    kept = await read(database, made)
    assert (kept.transaction_number, kept.wallet_number) == ("00123400000000000042", "09400000042")


async def test_a_move_from_elsewhere_changes_nothing(database: Database) -> None:
    made = await given_deposit(database, DepositStatus.CREDITED)
    for target in (
        DepositStatus.SUBMITTED,
        DepositStatus.EXPIRED,
        DepositStatus.CANCELLED,
        DepositStatus.REJECTED,
        DepositStatus.CLAIMED,
    ):
        assert await _move(database, made, target) is None
    assert await read(database, made) == made


async def _move(database: Database, deposit: Deposit, target: DepositStatus) -> Deposit | None:
    return await database.write(lambda tx: deposits.move(tx, deposit.id, target, NOW, verdict="x"))


async def test_a_move_is_a_line_of_the_time_line_and_one_that_was_none_is_not(database: Database) -> None:
    made = await given_deposit(database, DepositStatus.AWAITING_PAYMENT)
    await _move(database, made, DepositStatus.CANCELLED)
    await _move(database, made, DepositStatus.CANCELLED)
    lines = await column(database, "SELECT what AS value FROM events WHERE subject = $1 ORDER BY id", made.id)
    assert lines == ["awaiting_payment", "cancelled"]


async def test_a_move_may_be_bound_to_some_of_its_sources(database: Database) -> None:
    made = await given_deposit(database, DepositStatus.AWAITING_PAYMENT)

    async def only_a_draft(tx: Transaction) -> Deposit | None:
        return await deposits.move(tx, made.id, DepositStatus.CANCELLED, NOW, since=(DepositStatus.DRAFT,))

    assert await database.write(only_a_draft) is None


async def test_an_edit_needs_the_state_it_was_made_for(database: Database) -> None:
    made = await given_deposit(database, DepositStatus.AWAITING_PAYMENT)
    assert await database.write(lambda tx: deposits.edit(tx, made.id, DepositStatus.DRAFT, amount=1)) is None
    edited = await database.write(lambda tx: deposits.edit(tx, made.id, DepositStatus.AWAITING_PAYMENT, amount=1))
    assert edited == replace(made, amount=1)


async def test_every_order_id_leads_to_its_deposit_for_ever(database: Database) -> None:
    made = await given_deposit(database, DepositStatus.REJECTED)
    await database.write(lambda tx: deposits.add_order(tx, f"{made.id}-2", made.id, NOW))
    assert await deposits.find_by_order(database, made.id) == made
    assert await deposits.find_by_order(database, f"{made.id}-2") == made
    assert await deposits.find_by_order(database, "") is None


async def test_an_order_id_names_its_deposit_also_where_the_order_is_forgotten(database: Database) -> None:
    made = await given_deposit(database, DepositStatus.DRAFT)
    for order_id in (made.id, f"{made.id}-2", f"{made.id}-17"):
        assert await deposits.find_by_order(database, order_id) is None
        assert await deposits.find_named(database, order_id) == made
    for other in ("", "-2", f"{made.id}--2", f"{made.id}-2-3", f"{made.id}-x", f"{made.id}2x", f"x{made.id}"):
        assert await deposits.find_named(database, other) is None
    another = await given_deposit(database, DepositStatus.SUBMITTED)
    await database.write(lambda tx: deposits.add_order(tx, f"{made.id}-3", another.id, NOW))
    assert await deposits.find_named(database, f"{made.id}-3") == another


async def test_the_players_next_message_belongs_to_the_deposit_that_asked_for_it_last(database: Database) -> None:
    player = await given_player(database)
    rejected = await given_deposit(database, DepositStatus.REJECTED, player=player, now=NOW)
    await given_deposit(database, DepositStatus.CREDITED, player=player, now=NOW + 2)
    awaiting = await given_deposit(database, DepositStatus.AWAITING_PAYMENT, player=player, now=NOW + 1)
    assert await deposits.current(database, player.id) == awaiting
    await database.write(lambda tx: deposits.edit(tx, rejected.id, DepositStatus.REJECTED, touched_at=NOW + 9))
    assert await deposits.current(database, player.id) == awaiting
    turned = await database.write(lambda tx: deposits.make_current(tx, rejected, NOW + 10, "number"))
    assert await deposits.current(database, player.id) == turned
    await database.write(lambda tx: deposits.make_current(tx, awaiting, NOW + 11))
    assert await deposits.current(database, player.id) == replace(awaiting, touched_at=NOW + 11)
    assert (await read(database, rejected)).asked == ""
    assert await deposits.current(database, 1) is None


async def test_the_history_is_newest_first_and_without_drafts(database: Database) -> None:
    player = await given_player(database)
    made = [
        await given_deposit(database, status, player=player, now=NOW + number)
        for number, status in enumerate(
            [DepositStatus.CREDITED, DepositStatus.EXPIRED, DepositStatus.CANCELLED, DepositStatus.DRAFT]
        )
    ]
    assert await deposits.latest(database, player.id, 2) == [made[2], made[1]]


@pytest.mark.parametrize("status", EVERY)
async def test_a_number_is_taken_by_claims_that_are_not_refused(database: Database, status: DepositStatus) -> None:
    made = await given_deposit(database, status, transaction_number="01234567890123456789")
    taken = await deposits.claimed_with(database, "kbzpay_manual", "01234567890123456789")
    assert taken == ([made] if status in {"claimed", "submitted", "credited"} else [])
    assert await deposits.claimed_with(database, "wavepay", "01234567890123456789") == []


async def test_what_the_clock_looks_for(database: Database) -> None:
    made = {status: await given_deposit(database, status) for status in EVERY}
    reminded = await given_deposit(database, DepositStatus.CLAIMED, reminded_at=1)
    assert await deposits.due_to_expire(database, NOW + 899_999, 9) == []
    assert await deposits.due_to_expire(database, NOW + 900_000, 9) == [made[DepositStatus.AWAITING_PAYMENT].id]
    assert await deposits.idle_drafts(database, NOW - 1, 9) == []
    assert await deposits.idle_drafts(database, NOW, 9) == [made[DepositStatus.DRAFT].id]
    assert await deposits.slow(database, NOW - 1, 9) == []
    slow = await deposits.slow(database, NOW, 9)
    assert set(slow) == {made[DepositStatus.CLAIMED].id, made[DepositStatus.SUBMITTED].id}
    assert reminded.id not in slow
    assert await deposits.slow(database, NOW, 1) == slow[:1]
    assert await deposits.oldest_taken_claim(database) == NOW
    taken = made[DepositStatus.SUBMITTED]
    attempt = await database.write(lambda tx: attempts.start(tx, taken.id, taken.order_id, NOW + 5))
    await database.write(lambda tx: attempts.finish(tx, attempt, "done", "", NOW + 7))
    assert await deposits.oldest_taken_claim(database) == NOW + 7


async def test_a_claim_that_the_provider_does_not_have_yet_waits_for_no_postback(database: Database) -> None:
    await given_deposit(database, DepositStatus.CREDITED)
    await given_deposit(database, DepositStatus.CLAIMED)
    assert await deposits.oldest_taken_claim(database) == 0


async def test_the_same_picture_is_kept_once(database: Database) -> None:
    for _ in range(2):
        await database.write(lambda tx: deposits.save_receipt(tx, "hash", b"\xff\xd8\x00picture", NOW))
    assert await deposits.load_receipt(database, "hash") == b"\xff\xd8\x00picture"
    assert await deposits.load_receipt(database, "other") is None


async def test_the_card_is_remembered(database: Database) -> None:
    made = await given_deposit(database)
    await database.write(lambda tx: deposits.set_card(tx, made.id, 77, "shown"))
    now = await read(database, made)
    assert (now.card_message_id, now.card_hash) == (77, "shown")


async def test_a_deposit_needs_a_player(database: Database) -> None:
    player = await database.write(new_player)
    stranger = Deposit(id="dep-x", player_id=player.id + 10**6, label="x", wallet="wavepay", status=DepositStatus.DRAFT)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await database.write(lambda tx: deposits.create(tx, stranger, NOW))
