"""Operators find a payment by whatever a person remembers of it, and a player by whatever he is called."""

import pytest

from bot.domain.deposit import DepositStatus
from bot.domain.digits import myanmar_digits
from bot.domain.errors import PlayerAmbiguous, PlayerUnknown
from bot.domain.player import Recipient
from bot.domain.report import FoundKind, Match
from bot.domain.withdrawal_errors import NameOld, NumberUnclear
from bot.store import dead_numbers, deposits, ledger
from bot.store.queries import search
from tests.given import NOW
from tests.services.service_fixture import ServiceFixture
from tests.services.stored import ACCOUNT, PAYER, book, entry_of, met, operators_of, proposed, quarantine

DAY = 24 * 3_600_000
NUMBER = "01003246080588218368"
RECEIPT = "3fa9" + "0" * 60


async def _found(scene: ServiceFixture, text: str) -> list[tuple[FoundKind, Match, str]]:
    return [(hit.found, hit.match, hit.id) for hit in await operators_of(scene).find(text)]


@pytest.mark.parametrize(
    ("text", "match"),
    [
        (NUMBER, Match.NUMBER),
        ("0100 3246 0805 8821 8368", Match.NUMBER),
        ("0100-3246-0805-8821-8368", Match.NUMBER),
        (myanmar_digits(NUMBER), Match.NUMBER),
        ("8368", Match.NUMBER_END),
        ("218368", Match.NUMBER_END),
        ("09 400 000 042", Match.WALLET_NUMBER),
        ("+95 9 400 000 042", Match.WALLET_NUMBER),
        ("959400000042", Match.WALLET_NUMBER),
        ("0042", Match.WALLET_NUMBER),
        (PAYER[-5:], Match.PAYER),
        (RECEIPT, Match.RECEIPT),
        ("3FA90000", Match.RECEIPT),
    ],
)
async def test_a_deposit_is_found_by(scene: ServiceFixture, text: str, match: Match) -> None:
    deposit = await scene.deposit(DepositStatus.CREDITED, transaction_number=NUMBER, receipt_id=RECEIPT)
    await scene.deposit(DepositStatus.CREDITED, transaction_number=NUMBER[::-1], wallet_number="09123456789")
    await book(scene.database, deposit, 10_000, number=NUMBER, now=NOW)
    assert await _found(scene, text) == [(FoundKind.DEPOSIT, match, deposit.id)]


async def test_a_deposit_is_found_by_a_number_to_pay_to_that_was_replaced(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=await scene.player())
    await scene.database.write(lambda tx: dead_numbers.add(tx, deposit, NOW))
    await scene.database.write(lambda tx: deposits.edit(tx, deposit.id, deposit.status, wallet_number="09123456789"))
    assert await _found(scene, "09 400 000 042") == [(FoundKind.DEPOSIT, Match.WALLET_NUMBER, deposit.id)]
    assert await _found(scene, "0042") == [(FoundKind.DEPOSIT, Match.WALLET_NUMBER, deposit.id)]


@pytest.mark.parametrize("shout", [False, True])
async def test_a_deposit_is_found_by_its_id_and_by_any_order_id(scene: ServiceFixture, shout: bool) -> None:
    deposit = await scene.deposit(DepositStatus.CLAIMED)
    older = f"{deposit.id}-2"
    await scene.database.write(
        lambda tx: tx.fetch(
            "INSERT INTO orders (order_id, deposit_id, created_at) VALUES ($1, $2, 1)", older, deposit.id
        )
    )
    forgotten = f"{deposit.id}-3"
    for text, match in ((deposit.id, Match.ID), (older, Match.ORDER), (forgotten, Match.ORDER)):
        assert await _found(scene, text.upper() if shout else text) == [(FoundKind.DEPOSIT, match, deposit.id)]


async def test_a_deposit_is_found_by_the_number_it_was_credited_with_though_another_was_claimed(
    scene: ServiceFixture,
) -> None:
    deposit = await scene.deposit(DepositStatus.CREDITED, transaction_number="0" * 19 + "1")
    await book(scene.database, deposit, 10_000, number=NUMBER, now=NOW)
    assert await _found(scene, NUMBER) == [(FoundKind.DEPOSIT, Match.NUMBER, deposit.id)]


@pytest.mark.parametrize(
    ("text", "match"), [("w-2345", Match.ID), ("W-2345", Match.ID), (ACCOUNT, Match.ACCOUNT), ("0001", Match.ACCOUNT)]
)
async def test_a_withdrawal_is_found_by(scene: ServiceFixture, text: str, match: Match) -> None:
    await proposed(scene.database, "w-2345", "player-42")
    assert await _found(scene, text) == [(FoundKind.WITHDRAWAL, match, "w-2345")]


async def test_money_that_waits_in_quarantine_is_found_by_its_number_and_its_order(scene: ServiceFixture) -> None:
    waiting = await quarantine(scene.database, entry_of(NUMBER, 5_000, order="foreign-7"))
    assert await _found(scene, NUMBER) == [(FoundKind.QUARANTINE, Match.NUMBER, str(waiting))]
    assert await _found(scene, "foreign-7") == [(FoundKind.QUARANTINE, Match.ORDER, str(waiting))]


async def test_a_player_is_found_with_all_that_is_his_the_newest_first(scene: ServiceFixture) -> None:
    player = await met(scene.database, 5_123, "merchant-9", "aungaung")
    first = await scene.deposit(DepositStatus.CREDITED, player=player)
    scene.clock.advance(1)
    second = await scene.deposit(DepositStatus.CLAIMED, player=player)
    await proposed(scene.database, "w-9", "merchant-9", now=NOW + 2)
    await scene.deposit(DepositStatus.CLAIMED)
    expected = [
        (FoundKind.PLAYER, Match.PLAYER, "5123"),
        (FoundKind.WITHDRAWAL, Match.PLAYER, "w-9"),
        (FoundKind.DEPOSIT, Match.PLAYER, second.id),
        (FoundKind.DEPOSIT, Match.PLAYER, first.id),
    ]
    for text in ("merchant-9", "5123", myanmar_digits("5123"), "@AungAung", " @aungaung\n"):
        assert await _found(scene, text) == expected


async def test_at_most_twenty_hits_come_back_and_the_player_is_among_them(scene: ServiceFixture) -> None:
    player = await met(scene.database, 5_123, "merchant-9")
    for _ in range(25):
        scene.clock.advance(1)
        await scene.deposit(DepositStatus.CREDITED, player=player)
    hits = await operators_of(scene).find("merchant-9")
    assert len(hits) == 20
    assert hits[0].found is FoundKind.PLAYER
    assert [hit.at for hit in hits[1:]] == sorted((hit.at for hit in hits[1:]), reverse=True)


@pytest.mark.parametrize(
    "text", ["", " ", "042", "%", "%%%%", "____", "' OR 1=1--", "@", "@nobody", "x" * 5_000, "0" * 99]
)
async def test_nonsense_and_fewer_than_four_digits_find_nothing(scene: ServiceFixture, text: str) -> None:
    deposit = await scene.deposit(DepositStatus.CREDITED, transaction_number=NUMBER, receipt_id=RECEIPT)
    await book(scene.database, deposit, 10_000, number=NUMBER, now=NOW)
    await proposed(scene.database, "w-2345", "player-42")
    assert await _found(scene, text) == []


async def test_a_recipient_is_known_by_label_telegram_id_and_name(scene: ServiceFixture) -> None:
    await met(scene.database, 5_123, "merchant-9", "aungaung")
    operators = operators_of(scene)
    for text in ("merchant-9", "Merchant-9", "id:5123", f"ID:{myanmar_digits('5123')}", "@aungaung", "@AungAung "):
        assert await operators.recipient(text, NOW) == Recipient(label="merchant-9", player_id=5_123)


async def test_a_label_that_was_never_seen_is_a_recipient_whom_nobody_can_tell(scene: ServiceFixture) -> None:
    assert await operators_of(scene).recipient("never-seen_1", NOW) == Recipient(label="never-seen_1", player_id=0)


@pytest.mark.parametrize("text", ["", "@", "@nobody", "two words", "a:b", "ကိုအောင်", "x" * 37, "<b>", "@two words"])
async def test_nonsense_is_no_recipient(scene: ServiceFixture, text: str) -> None:
    await met(scene.database, 5_123, "merchant-9", "")
    with pytest.raises(PlayerUnknown):
        await operators_of(scene).recipient(text, NOW)


async def test_a_bare_number_is_a_label_that_is_known_and_nothing_else(scene: ServiceFixture) -> None:
    """The Telegram id of somebody else is never taken for it."""
    await met(scene.database, 777, "merchant-1")
    await met(scene.database, 888, "555")
    await proposed(scene.database, "w-2345", "666")
    operators = operators_of(scene)
    assert await operators.recipient("555", NOW) == Recipient(label="555", player_id=888)
    assert await operators.recipient("666", NOW) == Recipient(label="666", player_id=0)
    for text, known in (("777", "merchant-1"), ("၇၇၇", "merchant-1"), ("999", "–")):
        with pytest.raises(NumberUnclear) as refusal:
            await operators.recipient(text, NOW)
        assert refusal.value.values["known"] == known
    assert await operators.recipient("label:777", NOW) == Recipient(label="777", player_id=0)
    assert await operators.recipient("id:777", NOW) == Recipient(label="merchant-1", player_id=777)
    for text in ("id:999", "id:x", "id:", "label:", "label:two words"):
        with pytest.raises(PlayerUnknown):
            await operators.recipient(text, NOW)


async def test_a_number_with_a_line_in_the_ledger_is_a_label(scene: ServiceFixture) -> None:
    await scene.database.write(
        lambda tx: ledger.transfer(
            tx, kind="credit", ref="1", debit="house", credit="player:4711", amount=1, provenance="act:1", now=NOW
        )
    )
    assert await operators_of(scene).recipient("4711", NOW) == Recipient(label="4711", player_id=0)


async def test_of_two_labels_that_differ_in_capitals_the_one_that_was_typed_is_meant(scene: ServiceFixture) -> None:
    await met(scene.database, 777, "Merchant-1")
    await met(scene.database, 888, "merchant-1")
    operators = operators_of(scene)
    assert (await operators.recipient("Merchant-1", NOW)).player_id == 777
    assert (await operators.recipient("merchant-1", NOW)).player_id == 888
    with pytest.raises(PlayerAmbiguous):
        await operators.recipient("MERCHANT-1", NOW)


async def test_a_name_that_changed_hands_means_its_present_owner(scene: ServiceFixture) -> None:
    players, operators = scene.services.players, operators_of(scene)
    await players.find_or_add(777, "my", "Aye")
    scene.clock.advance(DAY)
    await players.find_or_add(888, "my", "aye")
    assert (await operators.recipient("@aye", scene.clock.now)).player_id == 888
    await players.find_or_add(888, "my", "other")
    with pytest.raises(PlayerUnknown):
        await operators.recipient("@aye", scene.clock.now)
    await players.find_or_add(777, "my", "AYE")
    assert (await operators.recipient("@aye", scene.clock.now)).player_id == 777


async def test_of_two_who_had_a_name_before_names_were_kept_fresh_the_later_one_has_it(scene: ServiceFixture) -> None:
    await met(scene.database, 777, "merchant-1", "samename", now=NOW)
    await met(scene.database, 888, "merchant-2", "samename", now=NOW + 1)
    assert (await operators_of(scene).recipient("@samename", NOW)).player_id == 888


async def test_a_name_unseen_for_thirty_days_is_refused_until_he_writes_again(scene: ServiceFixture) -> None:
    players, operators = scene.services.players, operators_of(scene)
    await players.find_or_add(777, "my", "aye")
    scene.clock.advance(30 * DAY)
    assert (await operators.recipient("@aye", scene.clock.now)).player_id == 777
    scene.clock.advance(1)
    with pytest.raises(NameOld):
        await operators.recipient("@aye", scene.clock.now)
    assert (await operators.recipient("id:777", scene.clock.now)).player_id == 777
    await players.find_or_add(777, "my", "aye")
    assert (await operators.recipient("@aye", scene.clock.now)).player_id == 777
    (chat,) = await search.chats_named(scene.database, "aye")
    assert (chat.named_at, chat.seen_at) == (chat.created_at, scene.clock.now)


async def test_of_two_chats_with_one_label_the_newer_is_told_and_the_one_named_by_its_id_before_it(
    scene: ServiceFixture,
) -> None:
    await met(scene.database, 777, "merchant-1", now=NOW)
    await met(scene.database, 888, "merchant-1", now=NOW + 1)
    operators = operators_of(scene)
    assert (await operators.recipient("merchant-1", NOW)).player_id == 888
    assert (await operators.recipient("id:777", NOW)).player_id == 777
