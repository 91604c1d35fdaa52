"""The running bot between its simulators, with one operator of each role, their group, and a player."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.dev.simulators.telegram import Message, SimulatedUser
from tests.e2e.conftest import log
from tests.e2e.world import OPERATORS, PATIENCE, World, open_world

ROLES = {"viewer": 901, "cashier": 902, "checker": 903, "owner": 904}
PLAYER = 1001
ACCOUNT = "09444595698"
_SPEED = 200.0


class OperatorFixture:
    """Operators with their phones. Each writes in private unless the group is meant."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people: dict[str, SimulatedUser] = {}
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

    async def answer(self, role: str, text: str) -> Message:
        """Write in private and wait for the next message of the bot."""
        before = {message.id for message in self.seen(role)}
        await self.people[role].text(text)
        return await self.people[role].chat.until(
            lambda _: next((message for message in self.seen(role) if message.id not in before), None), PATIENCE
        )

    async def changed(self, role: str, message: Message, words: str) -> Message:
        """Wait until this very message says so."""
        chat = self.people[role].chat
        return await chat.until(
            lambda _: now if (now := chat.find(message.id)) and words in now.text else None, PATIENCE
        )

    async def says_in_group(self, role: str, text: str, sees: str, reply_to: Message | None = None) -> Message:
        await self.group.text(self.people[role], text, reply_to=reply_to)
        return await self.group.chat.shows(sees, PATIENCE)

    async def toast(self, role: str, label: str, message: Message, *, in_group: bool = False) -> str:
        """Press, and read what is shown over the chat."""
        chat = self.group.chat if in_group else None
        answer = await self.people[role].press(label, message, chat=chat, wait=True)
        assert answer is not None
        return answer.text

    async def toast_data(self, role: str, data: str, message: Message) -> str:
        """The same in the group, for a button that stands there no more."""
        answer = await self.people[role].send_data(data, message, chat=self.group.chat, wait=True)
        assert answer is not None
        return answer.text

    async def meet_player(self) -> None:
        """The player has used the bot."""
        await self.player.text("/start")
        await self.player.chat.shows("Hello", PATIENCE)

    async def logged(self, words: str) -> None:
        """Wait for words in the log."""

        async def look() -> bool:
            return words in self.world.log.getvalue()

        await self.world.until(look, f"for {words} in the log")


@pytest.fixture
async def world(tmp_path: Path, log: io.StringIO) -> AsyncIterator[World]:
    listed = ",".join(f"{person}:{role}" for role, person in ROLES.items())
    async with open_world(tmp_path, log, speed=_SPEED, bot_operators=listed) as opened:
        yield opened


@pytest.fixture
async def team(world: World) -> OperatorFixture:
    return OperatorFixture(world)


__all__ = ["ACCOUNT", "OPERATORS", "PATIENCE", "PLAYER", "OperatorFixture", "log"]
