"""Who is listened to: listed operators, in private or in their group, when they wrote it themselves."""

import pytest

from bot.dev.simulators.telegram.answers import Json
from bot.telegram.operators.callbacks import Decline, Move, OnCard, Show, View, Why
from bot.telegram.operators.commands import COMMANDS
from tests.telegram.operators.conftest import ACCOUNT, OPERATORS, ROLES, OperatorFixture

MONEY = f"/withdraw tg-1001 10,000 {ACCOUNT}"
FORGED = [
    Show(view=View.HEALTH).pack(),
    OnCard(move=Move.CONFIRM, subject="w-abc2345678").pack(),
    OnCard(move=Move.CONFIRM, subject="act:1").pack(),
    Decline(why=Why.TWICE, subject="act:1").pack(),
    "o|nonsense",
    "oc|",
]


async def _is_quiet(office: OperatorFixture) -> None:
    """All that came in is applied, and nothing was proposed."""
    await office.world.settled()
    assert not await office.world.rows("SELECT * FROM withdrawals")
    assert not await office.world.rows("SELECT * FROM acts")
    assert not await office.world.rows("SELECT * FROM audit")


async def test_a_players_operator_command_gets_what_nonsense_gets_and_is_logged(office: OperatorFixture) -> None:
    await office.meet_player()
    await office.player.text("/nonsense")
    nonsense = await office.player.chat.shows("Sorry")
    for name in sorted(COMMANDS.keys() - {"help"}):
        before = len(office.player.messages)
        await office.player.text(f"/{name} tg-1001 10,000 {ACCOUNT}")
        await office.player.chat.until(lambda chat, n=before: len(chat.messages) > n + 1)  # type: ignore[misc]
        assert office.player.messages[-1].text == nonsense.text, name
        assert office.player.messages[-1].labels == nonsense.labels
    assert office.world.log.getvalue().count("operator.forged") == len(COMMANDS) - 1
    await _is_quiet(office)


async def test_a_forged_button_gets_nothing_and_is_logged(office: OperatorFixture) -> None:
    await office.meet_player()
    under = office.player.messages[-1]
    for data in FORGED:
        await office.player.send_data(data, under)
    await office.logged("operator.forged")
    await _is_quiet(office)
    assert not office.player.chat.answers
    assert office.world.log.getvalue().count("operator.forged") == len(FORGED)


async def test_a_stranger_in_the_operators_group_gets_nothing(office: OperatorFixture) -> None:
    office.group.chat.members[office.player.id] = office.player.account
    for text in (MONEY, "/help", "/start", "hello"):
        await office.group.text(office.player, text)
    card = await office.says_in_group("cashier", "/pending", "No open deposits")
    await office.player.send_data(FORGED[0], card, chat=office.group.chat)
    await _is_quiet(office)
    assert [message.text for message in office.group.messages if message.from_bot] == [card.text]
    assert not office.group.chat.answers


async def test_a_command_with_a_slip_in_it_is_not_met_with_silence(office: OperatorFixture) -> None:
    """Who writes `/freez` must not believe that payouts are stopped; a word for another bot concerns nobody here."""
    answer = await office.says_in_group("owner", "/Freez", "no such command")
    assert "/freeze" in answer.text
    await office.group.text(office.people["cashier"], "/limitz kbzpay 1 2")  # not his to use: nothing to propose
    await office.group.text(office.people["owner"], "/freez@another_bot")
    card = await office.says_in_group("owner", "/pending", "No open deposits")
    assert [message.id for message in office.group.messages if message.from_bot] == [answer.id, card.id]


async def test_in_the_group_an_operator_is_no_player(office: OperatorFixture) -> None:
    for text in ("/start", "/deposit", "hello", "/nonsense"):
        await office.group.text(office.people["owner"], text)
    card = await office.says_in_group("owner", "/pending", "No open deposits")
    assert [message.id for message in office.group.messages if message.from_bot] == [card.id]


async def test_another_group_is_passed_over(office: OperatorFixture) -> None:
    other = office.world.telegram.group(-777, "Friends", list(office.people.values()))
    await other.text(office.people["owner"], MONEY)
    await other.text(office.people["owner"], "/pending")
    await office.answer("owner", "/pending")
    await _is_quiet(office)
    assert not [message for message in other.messages if message.from_bot]


async def test_in_private_an_operator_is_a_player_too(office: OperatorFixture) -> None:
    await office.says("owner", "/start", "Hello")
    await office.says("owner", "/deposit", "wallet")


async def test_a_command_in_the_group_may_name_the_bot(office: OperatorFixture) -> None:
    await office.says_in_group("viewer", "/pending@deposit_bot", "No open deposits")


def _message(office: OperatorFixture, text: str, chat: int, **changes: object) -> Json:
    sender = office.people["cashier"].account.to_json()
    private = {"id": ROLES["cashier"], "type": "private", "first_name": "cashier"}
    where = private if chat > 0 else {"id": chat, "type": "group", "title": "Operators"}
    return {
        "message": {
            "message_id": 4_000 + len(text),
            "date": 1_767_225_600,
            "chat": where,
            "from": sender,
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}],
        }
        | changes
    }


_ORIGIN = {"type": "hidden_user", "sender_user_name": "boss", "date": 1_767_225_000}
_BOT = {"id": 77, "is_bot": True, "first_name": "helper", "username": "helper_bot"}
_ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_GROUP = {"id": OPERATORS, "type": "group", "title": "Operators"}
NOT_HIS_OWN: dict[str, dict[str, object]] = {
    "forwarded": {"forward_origin": _ORIGIN},
    "through a bot": {"via_bot": _BOT},
    "in the name of the group": {"from": _ANONYMOUS, "sender_chat": _GROUP},
    "in the name of a channel": {"sender_chat": {"id": -1001, "type": "channel", "title": "News"}},
}


@pytest.mark.parametrize("how", NOT_HIS_OWN)
async def test_a_command_about_money_that_is_not_his_own_words_is_ignored_with_an_alarm(
    office: OperatorFixture, how: str
) -> None:
    office.people["cashier"].raw_update(_message(office, MONEY, OPERATORS, **NOT_HIS_OWN[how]))
    alarm = await office.group.chat.shows("A command about money")
    assert "/withdraw" in alarm.text
    office.people["cashier"].raw_update(_message(office, "/pending", OPERATORS, **NOT_HIS_OWN[how]))
    await office.logged('"command": "pending"')
    await _is_quiet(office)
    assert [message.id for message in office.group.messages if message.from_bot] == [alarm.id]


async def test_a_forwarded_command_is_ignored_in_private_too(office: OperatorFixture) -> None:
    await office.answer("cashier", "/pending")
    office.people["cashier"].raw_update(_message(office, MONEY, ROLES["cashier"], forward_origin=_ORIGIN))
    await office.group.chat.shows("A command about money")
    await _is_quiet(office)
    assert len(office.seen("cashier")) == 1


async def test_an_edited_command_is_not_even_asked_for(office: OperatorFixture) -> None:
    written = await office.people["cashier"].text("/pending")
    await office.people["cashier"].chat.shows("No open deposits")
    await office.people["cashier"].edit(written, MONEY)
    await office.answer("cashier", "/health")
    await _is_quiet(office)
