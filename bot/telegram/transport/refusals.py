"""What each refusal of Telegram means for a message, and what becomes of the message then. Pure: words in, a word out.

Telegram's wordings change: what counts is the code and the stable part of the words.
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
    """What Telegram says by a refusal."""

    LATER = "later"
    """nothing about this message: a broken server or connection, a wrong address"""
    SLOWER = "slower"
    """too many messages: wait as long as it says"""
    TOKEN = "token"  # noqa: S105 - no secret
    """the bot's token is not taken"""
    MOVED = "moved"
    """the group became a supergroup and has another id"""
    CLOSED = "closed"
    """the chat takes no messages of the bot: it is blocked, removed, muted, or the chat is not there"""
    THREAD = "thread"
    """the topic is closed or gone: the chat itself may take it"""
    REPLY = "reply"
    """the message replied to is gone"""
    MARKUP = "markup"
    """the formatting cannot be read"""
    BUTTONS = "buttons"
    """a button is not taken"""
    PICTURE = "picture"
    """the picture is not taken"""
    LENGTH = "length"
    """the text is too long"""
    UNCHANGED = "unchanged"
    """the message shows this already"""
    NO_CARD = "no_card"
    """the message cannot be edited to this: it is gone, too old, or of another sort"""
    MESSAGE = "message"
    """this message is not taken as it is, for a reason we do not know"""


class Fate(StrEnum):
    """What becomes of a message that was refused for good as it is."""

    AGAIN = "again"
    """once more in a moment"""
    WAITS = "waits"
    """until its chat takes messages again"""
    DEAD = "dead"


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
"""The first that fits holds. Each is a regular expression, upper and lower case alike."""

_BY_CODE = {401: Meaning.TOKEN, 403: Meaning.CLOSED, 413: Meaning.PICTURE, 429: Meaning.SLOWER}
_BAD_REQUEST = 400


def meaning(code: int, words: str, *, in_thread: bool = False) -> Meaning:
    """What a refusal with this HTTP status and these words says; `in_thread` of a message to a topic.

    0 is for what is no answer. A 404 says that the address is wrong, such as that of a proxy, and nothing of the chat.
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
    """The same for what the library raises; whatever is no definite answer of Telegram's means later."""
    if isinstance(error, TelegramMigrateToChat):
        return Meaning.MOVED
    code = next((code for kind, code in _CODES if isinstance(error, kind)), 0)
    return meaning(code, str(getattr(error, "message", "")), in_thread=in_thread)


def fate(what: Meaning, *, for_operators: bool, tries: int) -> Fate:
    """What becomes of a message after `tries` of it. What operators must hear waits until their chat is open again."""
    if what is Meaning.CLOSED:
        return Fate.WAITS if for_operators else Fate.DEAD
    if what in {Meaning.LATER, Meaning.SLOWER, Meaning.TOKEN, Meaning.MOVED}:
        return Fate.AGAIN
    return Fate.AGAIN if tries < _TRIES else Fate.DEAD
