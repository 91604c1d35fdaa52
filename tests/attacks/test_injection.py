"""Words of strangers with markup, line breaks, terminal codes and turned letters: they are shown as words."""

import json
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.dev.simulators.paykassma.payload import WithdrawalEntry, signed_body, top_level, withdrawal_entry
from bot.dev.simulators.paykassma.script import fail
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.postbacks import AT, OK, letter_for
from tests.e2e.world import KEYS, PATIENCE, World
from tests.pictures import samples

pytestmark = pytest.mark.timeout(300)

EVIL = '<u>evil</u>&</b><a href="tg://user?id=1">\n{"event": "forged"}\r\n\x1b[31m\u202eneg\u2066\x07\x9b\u2028end'
NUL = "evil\x00 letters"
OWNER, CHECKER, ACCOUNT = 901, 902, "09444595698"
DIRECTIONS = {"RLE", "LRE", "RLO", "LRO", "PDF", "RLI", "LRI", "FSI", "PDI"}
Told = Callable[[World, Player, str], Awaitable[None]]


@pytest.fixture
async def world(open_: OpenWorld) -> World:
    return await opened(open_)


async def opened(open_: OpenWorld, **changes: str) -> World:
    """A world with two operators in their chat."""
    roles = f"{OWNER}:owner,{CHECKER}:checker"
    world = await open_(bot_operators=roles, paykassma_test_withdrawals=False, **changes)
    for one in (OWNER, CHECKER):
        person = world.telegram.person(one, first_name=str(one))
        world.operators.chat.members[person.id] = person.account
    return world


async def asks(world: World, words: str, sees: str) -> None:
    """An operator's command, and what the chat of operators shows then."""
    await world.operators.text(world.telegram.person(OWNER), words)
    await world.operators_see(sees)


async def in_his_names(world: World, player: Player, evil: str) -> None:
    player.person.account = replace(player.person.account, first_name=evil, username=evil)
    await player.says("hello", sees="I do not need anything from you right now.")
    await asks(world, "/player tg-1001", "@")


async def in_a_caption(world: World, player: Player, evil: str) -> None:
    await player.begins("kbzpay_manual")
    await player.person.document(samples.png(), evil, evil, evil)
    await player.sees("Still needed: Transaction No.")
    await asks(world, f"/tx {(await player.deposit())['id']}", "KBZPay")


async def in_a_number(world: World, player: Player, evil: str) -> None:
    await player.begins()
    await player.says(evil, sees="A transaction number has digits only.")
    await player.says(f"/start {evil}", sees="This link is not valid.")
    await player.says(f"/{evil}", sees="Sorry, I cannot use that.")


async def in_a_refusal(world: World, player: Player, evil: str) -> None:
    world.provider.script.claims.append(fail({evil: [evil]}))
    await player.begins()
    await player.says("1999999999")
    await player.is_told("could not be confirmed")
    await asks(world, f"/tx {(await player.deposit())['id']}", "evil")


async def in_a_postback(world: World, player: Player, evil: str) -> None:
    row, _ = await player.claimed()
    letter = letter_for(row)
    odd = [
        replace(letter, label=evil, unsigned={"label": evil}),
        replace(letter, order_id=evil, transaction_id="1000000001"),
        replace(letter, signed={"exchanger_identifier": evil, "comment": evil, evil: evil}, transaction_id=evil),
        replace(letter, wallet=evil, transaction_id="1000000002"),
    ]
    for one in odd:
        assert await world.post(one.body()) == OK
    await world.until_row("SELECT 1 FROM quarantine")
    await world.settled()
    await world.operators.text(world.telegram.person(OWNER), "/unclaimed")


async def in_the_comment_of_a_payout(world: World, player: Player, evil: str) -> None:
    await player.says("/start", sees="Hello")
    await world.operators.text(world.telegram.person(OWNER), f"/withdraw tg-1001 5000 {ACCOUNT}")
    card = await world.operators.chat.until(
        lambda chat: next((one for one in chat.messages if "✅ Confirm" in one.labels), None), PATIENCE
    )
    await world.operators.press(world.telegram.person(CHECKER), "✅ Confirm", card)
    row = await world.until_row("SELECT id, wallet FROM withdrawals WHERE status = 'sent'")
    failed = WithdrawalEntry(
        wallet=row["wallet"], withdrawal_id=row["id"], account=ACCOUNT, amount="5000", status=5, comment=evil
    )
    top = top_level(row["wallet"], "tg-1001", "outgoing", 5000, AT)
    assert await world.post(signed_body(KEYS, top, [withdrawal_entry(failed)])) == OK
    await world.operators_see("evil")
    await asks(world, f"/tx {row['id']}", "evil")


async def in_a_reason(world: World, player: Player, evil: str) -> None:
    await player.says("/start", sees="Hello")
    await asks(world, f"/hold tg-1001 {evil}", "evil")
    await asks(world, "/player tg-1001", "evil")
    for words in (f"/find {evil}", f"/player {evil}", f"/tx {evil}", f"/withdraw {evil} 5000 {ACCOUNT}"):
        await world.operators.text(world.telegram.person(OWNER), words)


PLACES: list[Told] = [
    in_his_names,
    in_a_caption,
    in_a_number,
    in_a_refusal,
    in_a_postback,
    in_the_comment_of_a_payout,
    in_a_reason,
]


def _is_odd(char: str) -> bool:
    category = unicodedata.category(char)
    return (category in {"Cc", "Cs"} and char != "\n") or unicodedata.bidirectional(char) in DIRECTIONS


def assert_only_words(world: World) -> None:
    """Nothing a stranger wrote is markup, a line of its own, or turns the words about it."""
    shown = [event.message for event in world.telegram.event_log if event.message and event.message.from_bot]
    assert shown
    for one in shown:
        assert "<u>" not in one.html
        assert "<a " not in one.html
        assert not any(map(_is_odd, one.text)), one.text
        assert not any(line.startswith('{"event"') for line in one.text.splitlines()), one.text
    assert "telegram.markup_refused" not in world.log.getvalue()


def assert_each_line_is_a_record(world: World) -> None:
    for line in world.log.getvalue().splitlines():
        assert json.loads(line)["event"] != "forged"
        assert line.isprintable()


@pytest.mark.parametrize("place", PLACES, ids=[place.__name__ for place in PLACES])
async def test_words_of_strangers_stay_words(world: World, player: Player, place: Told) -> None:
    await place(world, player, EVIL)
    await world.settled()
    assert_only_words(world)
    assert_each_line_is_a_record(world)


async def test_a_letter_that_not_every_database_keeps_stops_nothing(url: str, open_: OpenWorld) -> None:
    """PostgreSQL has no text with a NUL in it."""
    world = await opened(open_, bot_database_url=url)
    player = Player(world, 1001)
    await in_his_names(world, player, NUL)
    await in_a_refusal(world, player, NUL)
    await in_a_reason(world, player, NUL)
    await world.settled()
    assert not await world.rows("SELECT 1 FROM inbox WHERE state = 'bad'")
    (row,) = await world.rows("SELECT username FROM players WHERE id = 1001")
    assert row["username"] == "evil letters"
