"""The running bot between its simulators, with one operator of each role, their group, and a player."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.telegram import Message, Person
from tests.e2e.world import OPERATORS, PATIENCE, World, open_world

ROLES = {"viewer": 901, "cashier": 902, "checker": 903, "owner": 904}
PLAYER = 1001
ACCOUNT = "09444595698"
_SPEED = 200.0


class Office:
    """Operators with their phones. Each writes in private unless the group is meant."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people: dict[str, Person] = {}
        for role, person_id in ROLES.items():
            self.people[role] = world.telegram.person(person_id, first_name=role, username=f"the_{role}")
            world.operators.chat.members[person_id] = self.people[role].account
        self.player = world.telegram.person(PLAYER, first_name="Aye", username="aye")
        self.group = world.operators

    def seen(self, role: str) -> list[Message]:
        """What the bot wrote to this one, in private."""
        return [message for message in self.people[role].messages if message.from_bot]

    async def says(self, role: str, text: str, sees: str) -> Message:
        """Write in private and wait for words in the answer."""
        await self.people[role].text(text)
        return await self.people[role].chat.shows(sees, PATIENCE)

    async def says_in_group(self, role: str, text: str, sees: str, reply_to: Message | None = None) -> Message:
        await self.group.text(self.people[role], text, reply_to=reply_to)
        return await self.group.chat.shows(sees, PATIENCE)

    async def toast(self, role: str, label: str, message: Message, *, in_group: bool = False) -> str:
        """Press, and read what is shown over the chat."""
        chat = self.group.chat if in_group else None
        answer = await self.people[role].press(label, message, chat=chat, wait=True)
        assert answer is not None
        return answer.text

    async def meet_player(self) -> None:
        """The player has used the bot."""
        await self.player.text("/start")
        await self.player.chat.shows("Hello", PATIENCE)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    listed = ",".join(f"{person}:{role}" for role, person in ROLES.items())
    async with open_world(tmp_path, io.StringIO(), speed=_SPEED, bot_operators=listed) as opened:
        yield opened


@pytest.fixture
async def office(world: World) -> Office:
    return Office(world)


__all__ = ["ACCOUNT", "OPERATORS", "PATIENCE", "PLAYER", "Office"]
