"""A Bot API server with `--local` hands out paths of its own disk."""

from pathlib import Path

from aiogram import Bot

from bot.dev.simulators.telegram import SimulatedUser, TelegramSimulator
from tests.dev.simulators.telegram.conftest import Draw


async def test_a_link_is_a_path_of_a_file_that_lies_there(
    bot: Bot, sim: TelegramSimulator, player: SimulatedUser, picture: Draw, tmp_path: Path
) -> None:
    sim.files.folder = tmp_path
    sent = await player.photo(picture())
    assert sent.media
    file = await bot.get_file(sent.media.file_id)
    assert Path(file.file_path or "").is_relative_to(tmp_path)
    assert Path(file.file_path or "").read_bytes() == sent.photo
