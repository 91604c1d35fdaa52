"""Updates the library knows only in part: the rest is used, and no message becomes the word of somebody else."""

import copy
import json
from collections.abc import Iterator
from typing import Any, TypeAlias

import pytest
from aiogram import Bot
from aiogram.types import Message
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram.operators.directory import is_own
from bot.telegram.transport.update_parsing import may_be_left_out, read_update

Json: TypeAlias = dict[str, Any]
BOT = Bot("42:token")
PERSON: Json = {"id": 1001, "is_bot": False, "first_name": "Mg Mg"}
CHAT: Json = {"id": 1001, "type": "private", "first_name": "Mg Mg"}
GROUP: Json = {"id": -1_000_000_000_700, "type": "supergroup", "title": "Operators"}
DATE = 1_767_225_600
BY_BOT: Json = {"id": 7, "is_bot": True, "first_name": "Other", "username": "other_bot"}


def message(**changes: Any) -> Json:  # noqa: ANN401 - JSON
    return {"message_id": 7, "date": DATE, "chat": CHAT, "from": PERSON, "text": "/freeze"} | changes


QUOTED = {"origin": {"type": "user", "date": DATE, "sender_user": PERSON}, "message_id": 3, "chat": GROUP}
SIZES = [{"file_id": f"f{n}", "file_unique_id": f"u{n}", "width": n, "height": n, "file_size": n} for n in (90, 800)]
UPDATES: list[Json] = [
    {"message": message(external_reply=QUOTED, entities=[{"type": "bot_command", "offset": 0, "length": 7}])},
    {"message": message(forward_origin={"type": "user", "date": DATE, "sender_user": PERSON})},
    {"message": message(forward_origin={"type": "channel", "date": DATE, "chat": GROUP, "message_id": 1})},
    {"message": message(via_bot=BY_BOT)},
    {"message": message(sender_chat=GROUP, chat=GROUP)},
    {"message": message(chat=GROUP, message_thread_id=3, is_topic_message=True, is_automatic_forward=True)},
    {"message": message(text=None, photo=SIZES, caption="paid", reply_to_message=message(**{"from": BY_BOT}))},
    {"edited_message": message(edit_date=DATE)},
    {"callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", "data": "x", "message": message()}},
]
JUDGED = ("forward_origin", "via_bot", "sender_chat")
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "type", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def read(update: Json) -> Message | None:
    found = read_update(json.dumps({"update_id": 1} | update), BOT)
    what = found and (found.message or found.edited_message or (found.callback_query and found.callback_query.message))
    return what if isinstance(what, Message) else None


@pytest.mark.parametrize(
    "part",
    [
        {"external_reply": QUOTED | {"story": {}}},
        {"external_reply": {}},
        {"story": {}},
        {"gift": {"gift": {}}},
        {"entities": [{"type": "bold"}]},
        {"link_preview_options": "new"},
        {"reply_to_message": {"message_id": "?"}},
        {"quote": 5},
        {"paid_star_count": {}},
    ],
    ids=lambda part: next(iter(part)),
)
def test_a_part_that_cannot_be_read_is_left_out_and_the_words_arrive(part: Json) -> None:
    found = read({"message": message(text="0123456789", **part)})
    assert found is not None
    assert (found.text, found.from_user and found.from_user.id, is_own(found)) == ("0123456789", 1001, True)


def test_the_rest_of_a_reply_is_kept_so_that_a_question_of_ours_is_answered() -> None:
    asked = message(text="How much?", **{"from": BY_BOT}, story={})
    found = read({"message": message(reply_to_message=asked)})
    assert found is not None
    assert found.reply_to_message is not None
    assert (found.reply_to_message.text, found.reply_to_message.story) == ("How much?", None)


@pytest.mark.parametrize(
    "part",
    [
        {"forward_origin": {}},
        {"forward_origin": {"type": "a_kind_of_next_year", "date": DATE}},
        {"forward_origin": 5},
        {"via_bot": {}},
        {"via_bot": {"id": "?"}},
        {"sender_chat": {"id": 5}},
        {"is_automatic_forward": {}},
        {"chat": {"id": 1001}},
        {"from": {"id": 1001}},
        {"from": PERSON | {"is_bot": {}}},
        {"date": "yesterday"},
        {"message_id": None},
    ],
    ids=str,
)
def test_what_a_message_is_judged_by_is_never_left_out(part: Json) -> None:
    assert read_update(json.dumps({"update_id": 1, "message": message(**part)}), BOT) is None


def test_what_is_new_about_a_person_or_a_chat_is_left_out() -> None:
    found = read({"message": message(**{"from": PERSON | {"username": {}}}, chat=CHAT | {"username": []})})
    assert found is not None
    assert (found.from_user and found.from_user.username, found.chat.username) == (None, None)


def _paths(node: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401 - JSON
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in inside:
        yield (*at, step)
        yield from _paths(value, (*at, step))


@st.composite
def corrupted(draw: st.DrawFn) -> Json:
    update = copy.deepcopy(draw(st.sampled_from(UPDATES)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([*_paths(update)] or [("unheard_of",)]))
        if path == ("unheard_of",):
            break  # nothing is left of it
        node: Any = update
        for step in path[:-1]:
            node = node[step]
        kind = draw(st.sampled_from(["replace", "add", "drop"]))
        if kind == "drop":
            del node[path[-1]]
        elif kind == "add" and isinstance(node[path[-1]], dict):
            name = draw(st.sampled_from(["story", "external_reply", "gift", "via_bot", "forward_origin", "unheard_of"]))
            node[path[-1]][name] = draw(ODD)
        else:
            node[path[-1]] = draw(ODD)
    return update


@settings(max_examples=150, deadline=None)
@given(corrupted())
def test_no_corruption_makes_a_message_the_word_of_somebody_else(update: Json) -> None:
    """Whatever is read agrees with what was sent in all that ownership is judged by."""
    found = read(update)
    if found is None:
        return
    raw = update.get("message") or update.get("edited_message") or update["callback_query"]["message"]
    assert found.chat.id == int(raw["chat"]["id"])
    assert found.chat.type == raw["chat"]["type"]
    for name in JUDGED:
        assert bool(getattr(found, name)) == (raw.get(name) is not None)
    if "callback_query" not in update:
        assert (found.from_user is None) == (raw.get("from") is None)
        assert found.from_user is None or found.from_user.id == int(raw["from"]["id"])


@given(st.lists(st.sampled_from(["message", "from", "id", "chat", "type", "text", "via_bot", "callback_query", 0])))
def test_the_ids_of_people_and_chats_stay_wherever_they_stand(path: list[str | int]) -> None:
    if not may_be_left_out(tuple(path)):
        return
    assert path[0] in {"message", "callback_query"}
    of_message = path[1:] if path[0] == "message" else path[2:] if path[1] == "message" else []
    assert of_message not in [["from"], ["chat"], ["via_bot"], ["from", "id"], ["chat", "id"], ["chat", "type"]]
    assert path not in [["callback_query", part] for part in ("from", "id", "message")]
    assert path != ["callback_query", "from", "id"]
