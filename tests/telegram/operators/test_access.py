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


async def _is_quiet(team: OperatorFixture) -> None:
    """All that came in is applied, and nothing was proposed."""
    await team.world.settled()
    assert not await team.world.rows("SELECT * FROM withdrawals")
    assert not await team.world.rows("SELECT * FROM acts")
    assert not await team.world.rows("SELECT * FROM audit")


async def test_a_players_operator_command_gets_what_nonsense_gets_and_is_logged(team: OperatorFixture) -> None:
    await team.meet_player()
    await team.player.text("/nonsense")
    nonsense = await team.player.chat.shows("Sorry")
    for name in sorted(COMMANDS.keys() - {"help"}):
        before = len(team.player.messages)
        await team.player.text(f"/{name} tg-1001 10,000 {ACCOUNT}")
        await team.player.chat.until(lambda chat, n=before: len(chat.messages) > n + 1)  # type: ignore[misc]
        assert team.player.messages[-1].text == nonsense.text, name
        assert team.player.messages[-1].labels == nonsense.labels
    assert team.world.log.getvalue().count("operator.forged") == len(COMMANDS) - 1
    await _is_quiet(team)


async def test_a_forged_button_gets_nothing_and_is_logged(team: OperatorFixture) -> None:
    await team.meet_player()
    under = team.player.messages[-1]
    for data in FORGED:
        await team.player.send_data(data, under)
    await team.logged("operator.forged")
    await _is_quiet(team)
    assert not team.player.chat.answers
    assert team.world.log.getvalue().count("operator.forged") == len(FORGED)


async def test_a_stranger_in_the_operators_group_gets_nothing(team: OperatorFixture) -> None:
    team.group.chat.members[team.player.id] = team.player.account
    for text in (MONEY, "/help", "/start", "hello"):
        await team.group.text(team.player, text)
    card = await team.says_in_group("cashier", "/pending", "No open deposits")
    await team.player.send_data(FORGED[0], card, chat=team.group.chat)
    await _is_quiet(team)
    assert [message.text for message in team.group.messages if message.from_bot] == [card.text]
    assert not team.group.chat.answers


async def test_a_command_with_a_slip_in_it_is_not_met_with_silence(team: OperatorFixture) -> None:
    """Who writes `/freez` must not believe that payouts are stopped; a word for another bot concerns nobody here."""
    answer = await team.says_in_group("owner", "/Freez", "no such command")
    assert "/freeze" in answer.text
    await team.group.text(team.people["cashier"], "/limitz kbzpay 1 2")  # not his to use: nothing to propose
    await team.group.text(team.people["owner"], "/freez@another_bot")
    card = await team.says_in_group("owner", "/pending", "No open deposits")
    assert [message.id for message in team.group.messages if message.from_bot] == [answer.id, card.id]


async def test_in_the_group_an_operator_is_no_player(team: OperatorFixture) -> None:
    for text in ("/start", "/deposit", "hello", "/nonsense"):
        await team.group.text(team.people["owner"], text)
    card = await team.says_in_group("owner", "/pending", "No open deposits")
    assert [message.id for message in team.group.messages if message.from_bot] == [card.id]


async def test_another_group_is_passed_over(team: OperatorFixture) -> None:
    other = team.world.telegram.group(-777, "Friends", list(team.people.values()))
    await other.text(team.people["owner"], MONEY)
    await other.text(team.people["owner"], "/pending")
    await team.answer("owner", "/pending")
    await _is_quiet(team)
    assert not [message for message in other.messages if message.from_bot]


async def test_in_private_an_operator_is_a_player_too(team: OperatorFixture) -> None:
    await team.says("owner", "/start", "Hello")
    await team.says("owner", "/deposit", "wallet")


async def test_a_command_in_the_group_may_name_the_bot(team: OperatorFixture) -> None:
    await team.says_in_group("viewer", "/pending@deposit_bot", "No open deposits")


def _message(team: OperatorFixture, text: str, chat: int, **changes: object) -> Json:
    sender = team.people["cashier"].account.to_json()
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
    team: OperatorFixture, how: str
) -> None:
    team.people["cashier"].raw_update(_message(team, MONEY, OPERATORS, **NOT_HIS_OWN[how]))
    alarm = await team.group.chat.shows("A command about money")
    assert "/withdraw" in alarm.text
    team.people["cashier"].raw_update(_message(team, "/pending", OPERATORS, **NOT_HIS_OWN[how]))
    await team.logged('"command": "pending"')
    await _is_quiet(team)
    assert [message.id for message in team.group.messages if message.from_bot] == [alarm.id]


async def test_a_forwarded_command_is_ignored_in_private_too(team: OperatorFixture) -> None:
    await team.answer("cashier", "/pending")
    team.people["cashier"].raw_update(_message(team, MONEY, ROLES["cashier"], forward_origin=_ORIGIN))
    await team.group.chat.shows("A command about money")
    await _is_quiet(team)
    assert len(team.seen("cashier")) == 1


async def test_an_edited_command_is_not_even_asked_for(team: OperatorFixture) -> None:
    written = await team.people["cashier"].text("/pending")
    await team.people["cashier"].chat.shows("No open deposits")
    await team.people["cashier"].edit(written, MONEY)
    await team.answer("cashier", "/health")
    await _is_quiet(team)
