"""What Telegram says of the operators' chat, and whether alerts would arrive there."""

from typing import Any

import pytest

from bot.domain.chat_rights import opinion_of, opinion_of_refusal

GROUP: dict[str, Any] = {"id": -5, "type": "group", "permissions": {"can_send_messages": True}}
FORUM = GROUP | {"type": "supergroup", "is_forum": True}
MUTE = {"permissions": {"can_send_messages": False}}


@pytest.mark.parametrize(
    ("chat", "own", "is_wrong", "words"),
    [
        (GROUP, {"status": "member"}, False, "if it becomes a supergroup"),
        (FORUM, {"status": "member"}, False, "it has topics"),
        (GROUP | {"type": "supergroup"}, {"status": "member"}, False, "can write in it"),
        ({"type": "private"}, {"status": "member"}, False, "can write in it"),
        (GROUP, {"status": "left"}, True, "not in it"),
        (GROUP, {"status": "kicked"}, True, "not in it"),
        (GROUP, {"status": "restricted", "can_send_messages": False}, True, "may not write"),
        (GROUP, {"status": "restricted", "can_send_messages": True}, False, "can write in it"),
        (GROUP, {"status": "restricted"}, True, "may not write"),
        (GROUP | MUTE, {"status": "member"}, True, "may not write"),
        (GROUP | MUTE, {"status": "administrator"}, False, "can write in it"),
        (GROUP | MUTE, {"status": "creator"}, False, "can write in it"),
        ({"type": "channel"}, {"status": "administrator"}, True, "channel"),
        ({}, {}, False, "can write in it"),
    ],
)
def test_a_chat_by_the_bots_standing_in_it(
    chat: dict[str, Any], own: dict[str, Any], is_wrong: bool, words: str
) -> None:
    opinion = opinion_of(chat, own)
    assert (opinion.is_wrong, words in opinion.words) == (is_wrong, True)


@pytest.mark.parametrize(
    ("description", "parameters", "words"),
    [
        ("Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": -1001}, "=-1001"),
        ("Bad Request: chat not found", {}, "does not know it"),
        ("Forbidden: bot was kicked from the group chat", {}, "kicked"),
    ],
)
def test_a_chat_that_telegram_does_not_show(description: str, parameters: dict[str, int], words: str) -> None:
    opinion = opinion_of_refusal(description, parameters)
    assert (opinion.is_wrong, words in opinion.words) == (True, True)
