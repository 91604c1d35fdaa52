"""Answers button presses (`answerCallbackQuery`)."""

import structlog
from aiogram import Bot

_ANSWER_TIMEOUT = 10
_log = structlog.get_logger()


async def answer_press(bot: Bot, query_id: str, text: str) -> None:
    """Answer a press, so that the button stops spinning; `text` is shown as a window. Never raises."""
    try:
        await bot.answer_callback_query(
            query_id, text=text or None, show_alert=bool(text), request_timeout=_ANSWER_TIMEOUT
        )
    except Exception as error:  # noqa: BLE001 - too late, too slow, Telegram down: the press itself was handled
        _log.info("press.unanswered", error=type(error).__name__)
