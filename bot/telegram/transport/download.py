"""Downloads a player's picture and sanitizes it, with its size limited before and during the download."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import structlog
from aiogram import Bot
from aiogram.types import Message

from bot.domain.errors import PictureTooLarge, PictureUnavailable
from bot.pictures.sanitize import MAX_BYTES, Receipt, clean_receipt
from bot.telegram.transport.byte_budget import ByteBudget

_TRIES = 2
_TIMEOUT = 20
_CLEANERS = ThreadPoolExecutor(2, thread_name_prefix="pictures")
"""Their own threads, so that a picture drawn for a waiting player, such as a credit's, does not wait for these."""

_IN_FLIGHT = ByteBudget(32 * 1024 * 1024)
"""For all pictures that are being downloaded or wait to be sanitized."""

_log = structlog.get_logger()


class _Bounded(BytesIO):
    """Refuses to grow beyond the limit, whatever size Telegram stated. Raises PictureTooLarge."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(data) > MAX_BYTES:
            raise PictureTooLarge
        return super().write(data)


async def fetch_receipt(bot: Bot, message: Message) -> Receipt:
    """The sanitized picture of a photo or image file. Raises PictureError."""
    sent = message.photo[-1] if message.photo else message.document
    if sent is None:
        raise PictureUnavailable
    if (sent.file_size or 0) > MAX_BYTES:
        raise PictureTooLarge
    async with _IN_FLIGHT.hold(sent.file_size or MAX_BYTES):
        data = await _download(bot, sent.file_id)
        return await asyncio.get_running_loop().run_in_executor(_CLEANERS, clean_receipt, data)


async def _download(bot: Bot, file_id: str) -> bytes:
    """The file's bytes. A link is valid for an hour and may fail, so the second try asks for a new one."""
    for _ in range(_TRIES):
        into = _Bounded()
        try:
            async with asyncio.timeout(_TIMEOUT):
                file = await bot.get_file(file_id, request_timeout=_TIMEOUT)
                await _read(bot, file.file_path or "", into)
            return into.getvalue()
        except PictureTooLarge:
            raise
        except Exception as error:  # noqa: BLE001 - only its type is logged: the text may contain the bot's token
            _log.warning("receipt.not_fetched", error=type(error).__name__)
    raise PictureUnavailable


async def _read(bot: Bot, path: str, into: BytesIO) -> None:
    """Read by HTTP, or from disk if the path is absolute: that is how a Bot API server with `--local` answers."""
    if path.startswith("/") and not bot.session.api.is_local:
        _log.error("receipt.on_other_disk", variable="BOT_API_FILES")
        raise PictureUnavailable
    await bot.download_file(path, into, timeout=_TIMEOUT)
