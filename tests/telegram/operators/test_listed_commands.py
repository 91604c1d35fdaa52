"""Which commands Telegram lists beside whose keyboard."""

import io
import json
from pathlib import Path

from bot.domain.operator import Role
from bot.telegram.operators.commands import COMMANDS, commands_of
from tests.e2e.world import World, open_world
from tests.telegram.operators.conftest import OPERATORS, ROLES, OperatorFixture

_PLAYERS = ["deposit", "history", "help", "language", "cancel"]


def _listed(world: World, scope: dict[str, object], language: str = "") -> list[str]:
    found = world.telegram.commands.get((json.dumps(scope, sort_keys=True), language), [])
    return [command["command"] for command in found]


def _chat(chat_id: int) -> dict[str, object]:
    return {"type": "chat", "chat_id": chat_id}


async def _published(world: World) -> None:
    """The operators' chat comes last."""

    async def look() -> bool:
        return bool(_listed(world, _chat(OPERATORS), "my"))

    await world.until(look, "for the operators' chat")


async def test_players_see_only_theirs_and_operators_theirs_by_role(team: OperatorFixture) -> None:
    await _published(team.world)
    for language in ("", "my"):
        assert _listed(team.world, {"type": "all_private_chats"}, language) == _PLAYERS
        for role, person in ROLES.items():
            listed = _listed(team.world, _chat(person), language)
            assert listed == commands_of(Role(role)) + [name for name in _PLAYERS if name != "help"]
        assert _listed(team.world, _chat(OPERATORS), language) == list(COMMANDS)


async def test_a_chat_that_is_not_there_yet_does_not_stop_the_start(tmp_path: Path, log: io.StringIO) -> None:
    async with open_world(tmp_path, log, bot_operators="905:owner", bot_updates="polling") as world:
        await _published(world)
        world.telegram.faults.add(method="setMyCommands", description="Bad Request: chat not found", chat_id=None)
        await world.restart()
        person = world.telegram.person(905, first_name="owner")
        await person.text("/pending")
        await person.chat.shows("No open deposits")
