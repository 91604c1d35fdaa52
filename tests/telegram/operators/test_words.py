"""What a command is answered with when its words are wrong, or the role of who typed it is too low."""

from bot.domain.operator import Role
from bot.domain.player import Language
from bot.i18n import Translator
from bot.telegram.message import Screen
from bot.telegram.operators.commands import COMMANDS
from tests.telegram.operators.conftest import OperatorFixture
from tests.telegram.rendered import seen

EN = Translator(Language.EN, strict=True)
WRONG = {
    "withdraw": "tg-1 50.000 09444595698",
    "approve": "w-a b",
    "decline": "w-abc2345678",
    "void": "w:abc",
    "withdrawals": "shut",
    "pending": "now",
    "find": "",
    "tx": "",
    "player": "two words",
    "unclaimed": "all",
    "claim": "tg-1 7",
    "dismiss": "7 no",
    "credit": "tg-1 10000",
    "reverse": "dep-a",
    "record": "tg-1 10000 09444595698",
    "resolve": "w-a perhaps",
    "reject": "dep-a",
    "ask": "dep-a video",
    "send": "two words",
    "hold": "tg-1",
    "release": "",
    "freeze": "please",
    "unfreeze": "please",
    "wallet": "kbzpay off",
    "limits": "kbzpay 5000 1000",
    "forget": "two words",
    "today": "yesterday",
    "replay": "seven",
    "inbox": "good",
    "health": "please",
    "help": None,
}


async def test_wrong_words_are_answered_with_how_they_are_meant_and_an_example(team: OperatorFixture) -> None:
    assert set(WRONG) == set(COMMANDS)
    for name, words in WRONG.items():
        if words is None:
            continue
        answer = await team.answer("owner", f"/{name} {words}")
        usage = seen(Screen(text=EN(f"usage-{name}")))
        assert answer.text.endswith(usage), name
        assert f"/{name}" in usage


async def test_a_role_too_low_is_told_which_one_it_takes(team: OperatorFixture) -> None:
    below = dict(zip(list(Role)[1:], list(Role)[:-1], strict=True))
    for name, command in COMMANDS.items():
        if command.role is Role.VIEWER:
            continue
        answer = await team.answer(below[command.role].value, f"/{name} tg-1 10000 09444595698")
        higher = "" if command.role is Role.OWNER else " or higher"
        assert answer.text.startswith(f"This needs the role {command.role}{higher}."), name


async def test_each_role_is_shown_its_own_commands_and_then_a_players_help(team: OperatorFixture) -> None:
    for role in Role:
        shown = (await team.answer(role.value, "/help")).text
        for name, command in COMMANDS.items():
            assert (f"/{name} –" in shown) == role.covers(command.role), (role, name)
        assert "How to deposit" in shown


async def test_a_player_nobody_knows_is_refused_by_name(team: OperatorFixture) -> None:
    assert "@nobody" in (await team.answer("cashier", "/withdraw @nobody 10000 09444595698")).text
    assert "@nobody" in (await team.answer("checker", "/hold @nobody because of me")).text


async def test_an_answer_speaks_the_language_of_who_asked(team: OperatorFixture) -> None:
    await team.people["viewer"].text("/language")
    await team.people["viewer"].chat.shows("Which language")
    await team.people["viewer"].press("မြန်မာ")
    await team.people["viewer"].chat.shows("မြန်မာလို")
    assert (await team.answer("viewer", "/pending")).text == Translator(Language.MY).plain("op-pending-none")
