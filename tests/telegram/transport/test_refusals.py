"""Telegram's refusals, each with its wording: what it means, and what becomes of the message."""

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.transport.refusals import Meaning, RefusalAction, action_for, meaning, meaning_of

_CALL = SendMessage(chat_id=1, text="words")

WORDINGS = [
    (401, "Unauthorized", Meaning.TOKEN),
    (404, "Not Found", Meaning.LATER),
    (409, "Conflict: terminated by other getUpdates request", Meaning.LATER),
    (429, "Too Many Requests: retry after 7", Meaning.SLOWER),
    (500, "Internal Server Error", Meaning.LATER),
    (502, "Bad Gateway", Meaning.LATER),
    (0, "", Meaning.LATER),
    (400, "Bad Request: chat not found", Meaning.CLOSED),
    (403, "Forbidden: bot can't initiate conversation with a user", Meaning.CLOSED),
    (403, "Forbidden: bot was blocked by the user", Meaning.CLOSED),
    (403, "Forbidden: user is deactivated", Meaning.CLOSED),
    (400, "Bad Request: INPUT_USER_DEACTIVATED", Meaning.CLOSED),
    (403, "Forbidden: bot was kicked from the group chat", Meaning.CLOSED),
    (403, "Forbidden: bot was kicked from the supergroup chat", Meaning.CLOSED),
    (403, "Forbidden: bot is not a member of the channel chat", Meaning.CLOSED),
    (400, "Bad Request: not enough rights to send text messages to the chat", Meaning.CLOSED),
    (400, "Bad Request: have no rights to send a message", Meaning.CLOSED),
    (400, "Bad Request: need administrator rights in the channel chat", Meaning.CLOSED),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Meaning.CLOSED),
    (400, "Bad Request: CHAT_RESTRICTED", Meaning.CLOSED),
    (400, "Bad Request: group chat was deactivated", Meaning.CLOSED),
    (400, "Bad Request: TOPIC_CLOSED", Meaning.CLOSED),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", Meaning.MOVED),
    (400, "Bad Request: message text is empty", Meaning.MESSAGE),
    (400, "Bad Request: message is too long", Meaning.LENGTH),
    (400, "Bad Request: MESSAGE_TOO_LONG", Meaning.LENGTH),
    (400, "Bad Request: message caption is too long", Meaning.LENGTH),
    (400, "Bad Request: can't parse entities: Unsupported start tag", Meaning.MARKUP),
    (400, "Bad Request: ENTITY_BOUNDS_INVALID", Meaning.MARKUP),
    (400, "Bad Request: Text buttons are not allowed in the inline keyboard", Meaning.BUTTONS),
    (400, "Bad Request: BUTTON_DATA_INVALID", Meaning.BUTTONS),
    (400, "Bad Request: BUTTON_URL_INVALID", Meaning.BUTTONS),
    (400, "Bad Request: object expected as reply markup", Meaning.BUTTONS),
    (400, "Bad Request: message to be replied not found", Meaning.REPLY),
    (400, "Bad Request: IMAGE_PROCESS_FAILED", Meaning.PICTURE),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", Meaning.PICTURE),
    (400, "Bad Request: file is too big", Meaning.PICTURE),
    (400, "Bad Request: not enough rights to send photos to the chat", Meaning.PICTURE),
    (413, "Request Entity Too Large", Meaning.PICTURE),
    (400, "Bad Request: message is not modified: specified new message content", Meaning.UNCHANGED),
    (400, "Bad Request: message to edit not found", Meaning.NO_CARD),
    (400, "Bad Request: message can't be edited", Meaning.NO_CARD),
    (400, "Bad Request: MESSAGE_ID_INVALID", Meaning.NO_CARD),
    (400, "Bad Request: there is no text in the message to edit", Meaning.NO_CARD),
    (400, "Bad Request: there is no caption in the message to edit", Meaning.NO_CARD),
    (400, "Bad Request: a wording of next year", Meaning.MESSAGE),
]


@pytest.mark.parametrize(("code", "words", "what"), WORDINGS)
def test_what_a_refusal_means(code: int, words: str, what: Meaning) -> None:
    assert meaning(code, words) is what
    assert meaning(code, words.upper()) is what


@pytest.mark.parametrize("words", ["message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
def test_a_topic_that_is_closed_says_nothing_of_the_chat_around_it(words: str) -> None:
    assert meaning(400, f"Bad Request: {words}", in_thread=True) is Meaning.THREAD
    assert meaning(400, f"Bad Request: {words}", in_thread=False) is Meaning.CLOSED


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (TelegramRetryAfter(_CALL, "Too Many Requests", 7), Meaning.SLOWER),
        (TelegramMigrateToChat(_CALL, "upgraded", -1005001), Meaning.MOVED),
        (TelegramBadRequest(_CALL, "Bad Request: chat not found"), Meaning.CLOSED),
        (TelegramForbiddenError(_CALL, "Forbidden: bot was blocked by the user"), Meaning.CLOSED),
        (TelegramNotFound(_CALL, "Not Found"), Meaning.LATER),
        (TelegramUnauthorizedError(_CALL, "Unauthorized"), Meaning.TOKEN),
        (TelegramServerError(_CALL, "Bad Gateway"), Meaning.LATER),
        (TelegramNetworkError(_CALL, "Request timeout error"), Meaning.LATER),
        (ClientDecodeError("Failed to decode object", ValueError(), "<html>"), Meaning.LATER),
        (TimeoutError(), Meaning.LATER),
    ],
)
def test_what_the_library_raises_means_the_same(error: Exception, what: Meaning) -> None:
    assert meaning_of(error) is what


@pytest.mark.parametrize(
    ("what", "for_operators", "tries", "becomes"),
    [
        (Meaning.CLOSED, True, 1, RefusalAction.WAIT),
        (Meaning.CLOSED, True, 999, RefusalAction.WAIT),
        (Meaning.CLOSED, False, 1, RefusalAction.DEAD_LETTER),
        (Meaning.MOVED, False, 999, RefusalAction.RETRY),
        (Meaning.LATER, False, 999, RefusalAction.RETRY),
        (Meaning.SLOWER, False, 999, RefusalAction.RETRY),
        (Meaning.TOKEN, False, 999, RefusalAction.RETRY),
        (Meaning.MESSAGE, False, 1, RefusalAction.RETRY),
        (Meaning.MESSAGE, False, 3, RefusalAction.DEAD_LETTER),
        (Meaning.MESSAGE, True, 3, RefusalAction.DEAD_LETTER),
    ],
)
def test_what_becomes_of_the_message(what: Meaning, for_operators: bool, tries: int, becomes: RefusalAction) -> None:
    assert action_for(what, for_operators=for_operators, tries=tries) is becomes


@given(st.integers(), st.text(), st.booleans(), st.integers(min_value=1))
def test_no_wording_is_without_a_meaning_and_none_kills_what_operators_must_hear_at_once(
    code: int, words: str, in_thread: bool, tries: int
) -> None:
    what = meaning(code, words, in_thread=in_thread)
    assert what in Meaning
    assert action_for(what, for_operators=True, tries=min(tries, 2)) is not RefusalAction.DEAD_LETTER
