"""A database that the version before the new names left: the bot goes on with it as if nothing had happened."""

import io
import json
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.dev.simulators.merchant import MerchantSimulator
from bot.dev.simulators.paykassma import ReceivedWithdrawal
from bot.dev.simulators.telegram import SimulatedChat, serve
from bot.dev.simulators.telegram.keyboards import Button, Keyboard
from bot.dev.simulators.telegram.markup import Formatted
from bot.domain import deposit, withdrawal
from bot.domain.player import Language
from bot.store.audit import examine
from bot.store.open import open_reader
from tests.e2e.canaries import assert_nothing_seen
from tests.e2e.conftest import log
from tests.e2e.player import Player
from tests.e2e.postbacks import OK, letter_for
from tests.e2e.test_screenshot import ReadsPayment
from tests.e2e.world import World, open_world

__all__ = ["log"]
pytestmark = pytest.mark.timeout(120)
DUMP = Path(__file__).with_name("before_the_new_names.sql")
ROLES = {"viewer": 901, "cashier": 902, "checker": 903, "owner": 904}
BURMESE = {1002, 1011}
MERCHANT_KEY = "merchant-key-canary-0123456789-0123456789"
_SPEED = 200.0
KINDS = {
    "alert", "card", "claim", "event", "hand_ring", "number", "operator_answer", "operator_card", "payout",
    "payout_ring", "read", "ring", "screen", "weigh",
}  # fmt: skip


def _facts() -> Mapping[str, Any]:
    """The clock, the generation file and the messages of that moment, from the head of the dump."""
    line = next(line for line in DUMP.read_text("utf-8").splitlines() if line.startswith("-- facts: "))
    found: dict[str, Any] = json.loads(line.removeprefix("-- facts: "))
    return found


def _restore(folder: Path) -> dict[str, set[str]]:
    """Make the database as it was; what it holds, by the column that tells."""
    (folder / "bot.db-generation").write_text(f"{_facts()['generation']:<127}\n", "utf-8")
    with closing(sqlite3.connect(folder / "bot.db")) as file:
        file.executescript(DUMP.read_text("utf-8"))
        asked = {
            "deposits": "SELECT status FROM deposits",
            "withdrawals": "SELECT status FROM withdrawals",
            "acts": "SELECT stage FROM acts",
            "outbox": "SELECT kind FROM outbox WHERE state = 'waiting'",
            "inbox": "SELECT source FROM inbox WHERE state = 'new'",
        }
        return {name: {row[0] for row in file.execute(sql)} for name, sql in asked.items()}


def _put_back(world: World) -> None:
    """Let the clock and the chats stand as they stood: the bot edits messages that are there."""
    facts = _facts()
    world.clock.push(minutes=(facts["now"] - world.clock.now_ms()) / 60_000)
    world.telegram.updates.skip_ids(1_000)
    for role, person in ROLES.items():
        operator = world.telegram.person(person, first_name=role, language_code="en")
        world.operators.chat.members[person] = operator.account
    for number in range(1001, 1017):
        world.telegram.person(number, language_code="my" if number in BURMESE else "en")
    for chat_id, messages in facts["shown"].items():
        chat = world.telegram.chats[int(chat_id)]
        chat.member_status = type(chat.member_status).MEMBER
        for message in messages:
            _show(world, chat, message)
        chat.skip_ids(10)


def _show(world: World, chat: SimulatedChat, message: Mapping[str, Any]) -> None:
    buttons = [
        Button(text=text, data=data, raw={"text": text, "callback_data": data}) for text, data in message["buttons"]
    ]
    chat.skip_ids(message["id"] - 1 - chat.next_id())
    world.telegram.post(
        chat,
        world.telegram.bot,
        body=Formatted(text="as it was"),
        keyboard=Keyboard(rows=tuple((button,) for button in buttons)),
    )


@pytest.fixture
def held(tmp_path: Path) -> dict[str, set[str]]:
    return _restore(tmp_path)


@pytest.fixture
async def merchant() -> AsyncIterator[tuple[MerchantSimulator, str]]:
    simulator = MerchantSimulator(key=MERCHANT_KEY)
    async with serve(simulator.app()) as address:
        yield simulator, f"{address}/events"


@pytest.fixture
async def world(
    held: dict[str, set[str]], tmp_path: Path, log: io.StringIO, merchant: tuple[MerchantSimulator, str]
) -> AsyncIterator[World]:
    assert held["outbox"] == KINDS
    reader = ReadsPayment()
    reader.waits.set()
    async with open_world(
        tmp_path,
        log,
        speed=_SPEED,
        reader=reader,
        prepare=_put_back,
        bot_operators=",".join(f"{person}:{role}" for role, person in ROLES.items()),
        paykassma_test_withdrawals=False,
        merchant_events_url=merchant[1],
        merchant_events_key=MERCHANT_KEY,
    ) as opened:
        await opened.settled()
        await opened.until(lambda: _all_left(opened), "for all rows to leave")
        yield opened
        await assert_nothing_seen(opened)


async def _all_left(world: World) -> bool:
    return not await world.rows("SELECT 1 FROM outbox WHERE state = 'waiting'")


def _player(world: World, number: int) -> Player:
    return Player(world, number, Language.MY if number in BURMESE else Language.EN)


def test_it_holds_every_state(held: dict[str, set[str]]) -> None:
    assert held["deposits"] == {str(status) for status in deposit.DepositStatus}
    assert held["withdrawals"] == {str(status) for status in withdrawal.WithdrawalStatus}
    assert held["acts"] == {"proposed", "done", "declined", "expired"}
    assert held["inbox"] == {"telegram", "paykassma"}


async def test_every_waiting_row_leaves_and_is_drawn(world: World, merchant: tuple[MerchantSimulator, str]) -> None:
    await _player(world, 1010).reaches("awaiting_payment")  # number
    await _player(world, 1010).sees("Send exactly 10,000 Ks")  # card
    await _player(world, 1009).reaches("submitted")  # claim, weigh
    (claim,) = world.provider.claims
    assert claim.order_id == (await _player(world, 1009).deposit())["order_id"]
    assert (await _player(world, 1014).deposit())["reading"] == "burmese_digits"  # read
    (sent,) = await world.rows("SELECT id FROM withdrawals WHERE amount = 18000 AND status = 'sent'")  # payout
    assert [payout.withdrawal_id for payout in world.provider.payouts] == [sent["id"]]
    assert _player(world, 1004).times_told("16,000 Ks") == 1  # payout_ring
    assert _player(world, 1003).times_told("4,000 Ks") == 1  # hand_ring
    burmese = _player(world, 1011)
    assert burmese.times_told(burmese.t("ring-credited", credited=burmese.t.amount(10_000))) == 1  # ring
    await burmese.sees(burmese.t("card-credited", credited=burmese.t.amount(10_000)))
    await _player(world, 1016).sees("How to deposit")  # screen
    await world.operators_see("6,000 Ks")  # alert
    await world.operators_see("21,000 Ks")  # operator_card
    cashier = world.telegram.chats[ROLES["cashier"]]
    assert len([message for message in cashier.messages if message.from_bot]) == 1  # operator_answer
    rows = await world.rows("SELECT subject FROM outbox WHERE kind = 'event'")
    assert Counter(event["id"] for event in merchant[0].events) == Counter(row["subject"] for row in rows)  # event
    assert merchant[0].refused == 0


async def test_what_had_come_in_is_applied_once(world: World) -> None:
    await _player(world, 1012).reaches("credited")  # the postback
    assert [amount for who, amount in await world.ledger() if who == "player:tg-1012"].count(10_000) == 1
    assert _player(world, 1012).times_told("✅ 10,000 Ks added") == 1
    await _player(world, 1002).reaches("cancelled")
    await _player(world, 1015).reaches("cancelled")
    await _player(world, 1008).sees("Transaction ID")
    await _player(world, 1001).reaches("awaiting_payment")
    await _player(world, 1007).sees("Which wallet")
    assert any(message.photo for message in _player(world, 1004).from_bot)
    await _player(world, 1016).sees("Hello")
    assert await world.rows("SELECT 1 FROM acts WHERE id = 4 AND stage = 'done'")
    assert ("player:tg-1004", 9_000) in await world.ledger()
    assert await world.rows("SELECT 1 FROM withdrawals WHERE amount = 19000 AND status = 'declined'")
    await world.operators_see("Database")


async def test_nothing_fails_and_nothing_is_told_twice(world: World) -> None:
    assert not await world.rows("SELECT 1 FROM inbox WHERE state <> 'done'")
    (dead,) = await world.rows("SELECT kind, subject FROM outbox WHERE state = 'dead'")
    assert dead["kind"] == "payout"  # the one whose outcome is unknown was so before
    assert await world.rows("SELECT 1 FROM withdrawals WHERE id = $1 AND status = 'unknown'", dead["subject"])
    assert not await world.rows("SELECT 1 FROM outbox WHERE state = 'waiting'")
    before = _told(world)
    await world.restart()
    await world.settled()
    assert _told(world) == before
    assert set(before.values()) == {1}
    assert not await world.rows("SELECT 1 FROM audit WHERE after LIKE '%put back%'")


def _told(world: World) -> Counter[tuple[int, str]]:
    """Each text that the bot sent again, by chat."""
    events = [event for chat in world.telegram.chats.values() for event in chat.history if event.kind == "message"]
    messages = [event.message for event in events if event.message and event.message.from_bot]
    return Counter((message.chat_id, message.text) for message in messages if message.text != "as it was")


async def test_each_button_that_stood_in_a_chat_is_answered(world: World) -> None:
    for chat_id, messages in _facts()["shown"].items():
        chat = world.telegram.chats[int(chat_id)]
        person = world.telegram.person(chat.id if chat.id > 0 else ROLES["owner"], language_code="en")
        stood = {event.message.id: event.message for event in chat.history if event.message}
        for message in messages:
            for _, data in message["buttons"]:
                assert await person.send_data(data, stood[message["id"]], chat=chat, wait=True), data
                world.clock.push(minutes=0.1)  # nobody presses so fast
    await world.settled()
    assert not await world.rows("SELECT 1 FROM inbox WHERE state <> 'done'")
    assert not await world.rows("SELECT 1 FROM outbox WHERE kind = 'alert' AND payload LIKE '%update_failed%'")


async def test_each_state_makes_its_moves(world: World) -> None:
    rows = await world.rows("SELECT machine, source, target FROM edges")
    assert {tuple(row) for row in rows} == {
        (machine, str(source), str(target))
        for machine, moves in (("deposits", deposit.TRANSITIONS), ("withdrawals", withdrawal.TRANSITIONS))
        for source, targets in moves.items()
        for target in targets
    }
    since = world.clock.now_ms()
    for number in (1001, 1002, 1003, 1006, 1007, 1008, 1009):
        row = await _player(world, number).deposit()
        paid = str(1_900_000_000 + number) if row["wallet"] == "wavepay" else f"0100{number:016}"
        assert await world.post(letter_for(row, paid, 10_000).body()) == OK
        await world.until_row("SELECT 1 FROM deposits WHERE id = $1 AND status = 'credited'", row["id"])
        told = "SELECT 1 FROM outbox WHERE subject = $1 AND kind = 'ring' AND state = 'sent' AND created_at > $2"
        await world.until_row(told, row["id"], since)
    for row in await world.rows("SELECT * FROM withdrawals WHERE status IN ('sent', 'unknown') AND amount < 18000"):
        world.provider.ledger.save_payout(_asked_for(world, row))
        assert await world.provider.end_payout(withdrawal_id=row["id"]) == [200]
        await world.until_row("SELECT 1 FROM withdrawals WHERE id = $1 AND status = 'paid'", row["id"])


def _asked_for(world: World, row: Any) -> ReceivedWithdrawal:  # noqa: ANN401 - a row has columns of any type
    """The payout as the provider had got it from the older version."""
    known = world.provider.payouts[0]
    named = {"id": len(world.provider.payouts), "withdrawal_id": row["id"], "amount": row["amount"]}
    return replace(known, **named)


async def test_the_log_of_operators_acts_is_whole(world: World) -> None:
    async with open_reader(world.settings.bot_database_url) as reader:
        head, broken = await examine(reader)
    assert (head.count > 31, broken) == (True, None)
