"""`python -m bot check` asks Telegram about the operators' chat, and looks for the disk of a Bot API server."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.dev.simulators.telegram import Group, TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from tests.program import Program

pytestmark = pytest.mark.process
TOKEN = "123456789:AAcanary-canary_canary-canary0123456789"
CHAT = -5001


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


async def said(program: Program, tmp_path: Path, sim: TelegramSimulator, **changes: str) -> str:
    async with serve(telegram_app(sim)) as url:
        usual = {"BOT_TOKEN": TOKEN, "BOT_API_URL": url, "BOT_OPERATORS_CHAT": str(CHAT)}
        database = {"BOT_DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}"}
        ended = await program("check", changes=usual | database | {"PAYKASSMA_API_URL": url} | changes)
    assert "canary" not in ended.out + ended.err
    return ended.out


def _topics(group: Group) -> None:
    group.chat.write_in(2)


CHATS: dict[str, tuple[Callable[[Group], None], str]] = {
    "well": (lambda _group: None, "ok   operators' chat: the bot can write in it"),
    "topics": (_topics, "ok   operators' chat: the bot can write in it"),
    "muted": (Group.mute_bot, "FAIL operators' chat: the bot may not write in it"),
    "lost": (Group.lose, "FAIL operators' chat: the bot does not know it"),
}


@pytest.mark.parametrize("name", CHATS)
async def test_the_operators_chat_is_asked_for(program: Program, tmp_path: Path, name: str) -> None:
    sim = TelegramSimulator(TOKEN)
    happens, line = CHATS[name]
    happens(sim.group(CHAT, "Operators"))
    assert line in await said(program, tmp_path, sim)


async def test_a_group_that_became_a_supergroup_is_named_with_its_new_id(program: Program, tmp_path: Path) -> None:
    sim = TelegramSimulator(TOKEN)
    new = await sim.group(CHAT, "Operators").upgrade(sim.person(1))
    assert f"set BOT_OPERATORS_CHAT={new.id}" in await said(program, tmp_path, sim)


async def test_a_bot_that_was_removed_from_the_chat_is_told(program: Program, tmp_path: Path) -> None:
    sim = TelegramSimulator(TOKEN)
    await sim.group(CHAT, "Operators").kick_bot(sim.person(1))
    assert "FAIL operators' chat: Telegram refuses it: Forbidden: bot was kicked" in await said(program, tmp_path, sim)


async def test_a_server_of_our_own_is_asked_for_its_folder(program: Program, tmp_path: Path) -> None:
    sim = TelegramSimulator(TOKEN)
    sim.group(CHAT, "Operators")
    sim.person(7).chat.write_in(3)
    without = await said(program, tmp_path, sim)
    assert "note pictures: if your Bot API server runs with --local, set BOT_API_FILES" in without
    assert "private chats have topics" in without
    assert "ok   pictures: the Bot API server's files" in await said(
        program, tmp_path, sim, BOT_API_FILES=str(tmp_path)
    )
    nowhere = await said(program, tmp_path, sim, BOT_API_FILES=str(tmp_path / "nowhere"))
    assert "FAIL pictures: cannot read the folder BOT_API_FILES" in nowhere
