"""Classifies Telegram's refusals and decides what happens to the message. Pure.

Telegram changes its wording, so only the code and the stable part of the description count.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

_TRIES = 3


class Meaning(StrEnum):
    """What a refusal of Telegram means."""

    LATER = "later"
    """not about this message: a broken server or connection, a wrong address"""
    SLOWER = "slower"
    """too many messages: wait as long as it says"""
    TOKEN = "token"  # noqa: S105 - no secret
    """the bot's token is refused"""
    MOVED = "moved"
    """the group became a supergroup and has another id"""
    CLOSED = "closed"
    """the chat accepts no messages of the bot: it is blocked, removed or muted, or the chat does not exist"""
    THREAD = "thread"
    """the topic is closed or deleted: the chat itself may accept the message"""
    REPLY = "reply"
    """the message replied to is deleted"""
    MARKUP = "markup"
    """the formatting cannot be read"""
    BUTTONS = "buttons"
    """a button is refused"""
    PICTURE = "picture"
    """the picture is refused"""
    LENGTH = "length"
    """the text is too long"""
    UNCHANGED = "unchanged"
    """the message shows this already"""
    NO_CARD = "no_card"
    """the message cannot be edited to this: it is deleted, too old, or of another kind"""
    MESSAGE = "message"
    """the message is refused for an unknown reason"""


class RefusalAction(StrEnum):
    """What happens to a message after a refusal."""

    RETRY = "again"
    """try again soon"""
    WAIT = "waits"
    """wait until the chat accepts messages again"""
    DEAD_LETTER = "dead"


_BAD_REQUESTS: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.MOVED: ("upgraded to a supergroup",),
    Meaning.UNCHANGED: ("message is not modified",),
    Meaning.NO_CARD: (
        "message to edit not found",
        "message can't be edited",
        "there is no (text|caption|media) in the message",
        "MESSAGE_ID_INVALID",
        "MESSAGE_EDIT_TIME_EXPIRED",
        "message identifier is not specified",
    ),
    Meaning.THREAD: ("message thread not found", "TOPIC_(CLOSED|DELETED|ID_INVALID)", "topic (closed|deleted)"),
    Meaning.REPLY: ("message to (be replied|reply) not found", "replied message not found", "REPLY_MESSAGE_ID_INVALID"),
    Meaning.LENGTH: ("message is too long", "MESSAGE_TOO_LONG", "caption is too long", "CAPTION_TOO_LONG"),
    Meaning.PICTURE: (
        "IMAGE_PROCESS_FAILED",
        "PHOTO_(INVALID|EXT_INVALID|SAVE_FILE_INVALID)",
        "file is too big",
        "file must be non-empty",
        "wrong (remote )?file",
        "rights to send photos",
        "CHAT_SEND_(PHOTOS|MEDIA)_FORBIDDEN",
    ),
    Meaning.MARKUP: ("can't parse entities", "unsupported start tag", "unsupported parse_mode", "ENTIT(Y|IES)_"),
    Meaning.BUTTONS: ("button", "keyboard", "reply markup", "REPLY_MARKUP_"),
    Meaning.CLOSED: (
        "chat not found",
        "(PEER|CHAT)_ID_INVALID",
        "CHANNEL_PRIVATE",
        "USER_DEACTIVATED",
        "(user|chat) (is|was) deactivated",
        "USER_IS_BLOCKED",
        "YOU_BLOCKED_USER",
        "CHAT_(RESTRICTED|WRITE_FORBIDDEN|SEND_PLAIN_FORBIDDEN|GUEST_SEND_FORBIDDEN|ADMIN_REQUIRED)",
        "USER_BANNED_IN_CHANNEL",
        "not enough rights",
        "have no rights",
        "need administrator rights",
        "not a member",
        "was kicked",
    ),
    Meaning.LATER: ("SLOWMODE_WAIT", "internal", "timed? ?out", "temporar"),
}
"""The first match counts. Each is a regular expression; case is ignored."""

_BY_CODE = {401: Meaning.TOKEN, 403: Meaning.CLOSED, 413: Meaning.PICTURE, 429: Meaning.SLOWER}
_BAD_REQUEST = 400


def meaning(code: int, words: str, *, in_thread: bool = False) -> Meaning:
    """The meaning of a refusal with this HTTP status and description; `in_thread`: the message was for a topic.

    Code 0 stands for no answer. A 404 means a wrong address, such as a proxy's, and says nothing about the chat.
    """
    if code != _BAD_REQUEST:
        return _BY_CODE.get(code, Meaning.LATER)
    found = next((what for what, forms in _BAD_REQUESTS.items() if _says(words, forms)), Meaning.MESSAGE)
    return Meaning.CLOSED if found is Meaning.THREAD and not in_thread else found


def _says(words: str, forms: tuple[str, ...]) -> bool:
    return any(re.search(form, words, re.IGNORECASE) for form in forms)


_CODES: tuple[tuple[type[Exception], int], ...] = (
    (TelegramRetryAfter, 429),
    (TelegramBadRequest, 400),
    (TelegramForbiddenError, 403),
    (TelegramNotFound, 404),
    (TelegramUnauthorizedError, 401),
    (TelegramEntityTooLarge, 413),
)


def meaning_of(error: Exception, *, in_thread: bool = False) -> Meaning:
    """The meaning of an aiogram exception; LATER for anything that is not a definite answer of Telegram."""
    if isinstance(error, TelegramMigrateToChat):
        return Meaning.MOVED
    code = next((code for kind, code in _CODES if isinstance(error, kind)), 0)
    return meaning(code, str(getattr(error, "message", "")), in_thread=in_thread)


def action_for(what: Meaning, *, for_operators: bool, tries: int) -> RefusalAction:
    """What to do with a message after `tries`. Messages for operators wait until their chat is open again."""
    if what is Meaning.CLOSED:
        return RefusalAction.WAIT if for_operators else RefusalAction.DEAD_LETTER
    if what in {Meaning.LATER, Meaning.SLOWER, Meaning.TOKEN, Meaning.MOVED}:
        return RefusalAction.RETRY
    return RefusalAction.RETRY if tries < _TRIES else RefusalAction.DEAD_LETTER
