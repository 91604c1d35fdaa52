"""Updates of every kind that Telegram has, might have, or would never send: none of them may stop the bot."""

from collections.abc import Iterator
from typing import Any

from bot.domain.deep_link import make_link_payload

Json = dict[str, Any]
ID, TOKEN_LINK = 1001, "link-secret-of-somebody-else-0123456789"
PERSON: Json = {"id": ID, "is_bot": False, "first_name": "Mg Mg", "language_code": "en"}
CHAT: Json = {"id": ID, "type": "private", "first_name": "Mg Mg"}
GROUP: Json = {"id": -700, "type": "group", "title": "Friends"}
FORUM: Json = {"id": -1_000_000_000_700, "type": "supergroup", "title": "Forum", "is_forum": True}
CHANNEL: Json = {"id": -1_000_000_000_701, "type": "channel", "title": "News"}
DATE = 1_767_225_600
NAMES = (
    "<b>Mg</b>",
    "& < > \" '",
    "{{7*7}} %s {0}",
    "a\nb\r\tc",
    "😀" * 64,
    "\u202eRTL\u202d",
    "Z\u0351\u0352\u0353a" * 20,
    "\u200b\u200d\ufeff",
    "\u1031\u1000\u103b",
    "' OR 1=1--",
    "\u001b[31mred",
    "\x00",
    "x" * 300,
)


def message(**changes: Any) -> Json:  # noqa: ANN401 - whatever a message may have
    """A message of the player in his private chat; None leaves a member out."""
    usual: Json = {"message_id": 7, "date": DATE, "chat": CHAT, "from": PERSON, "text": "hello"}
    return {name: value for name, value in (usual | changes).items() if value is not None}


def press(data: str | None, **changes: Any) -> Json:  # noqa: ANN401 - whatever a press may have
    usual: Json = {"id": "77", "from": PERSON, "chat_instance": "1", "data": data, "message": message(text="card")}
    return {name: value for name, value in (usual | changes).items() if value is not None}


def _kinds() -> Iterator[Json]:
    """Kinds that were never asked for, and some that do not exist."""
    for kind in (
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_message",
        "edited_business_message",
    ):
        yield {kind: message(business_connection_id="b", text="/start")}
    member = {"user": PERSON, "status": "member"}
    change = {"chat": CHAT, "from": PERSON, "date": DATE, "old_chat_member": member, "new_chat_member": member}
    yield from ({kind: change} for kind in ("my_chat_member", "chat_member"))
    yield {"inline_query": {"id": "1", "from": PERSON, "query": "money", "offset": ""}}
    yield {"chosen_inline_result": {"result_id": "1", "from": PERSON, "query": "money"}}
    yield {
        "pre_checkout_query": {"id": "1", "from": PERSON, "currency": "MMK", "total_amount": 1, "invoice_payload": "x"}
    }
    yield {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0}}
    yield {"poll_answer": {"poll_id": "1", "user": PERSON, "option_ids": [0]}}
    yield {"chat_join_request": {"chat": GROUP, "from": PERSON, "user_chat_id": ID, "date": DATE}}
    yield {"message_reaction": {"chat": CHAT, "message_id": 1, "date": DATE, "old_reaction": [], "new_reaction": []}}
    yield {"surprise_of_next_year": {"from": PERSON, "text": "/start"}}
    yield {}


def _senders() -> Iterator[Json]:
    """Messages that nobody wrote himself, or not here: none is a player's word."""
    yield {"message": message(**{"from": None})}
    yield {"message": message(**{"from": None}, chat=CHANNEL, sender_chat=CHANNEL)}
    yield {"message": message(chat=GROUP, text="/start")}
    yield {"message": message(chat=FORUM, message_thread_id=3, is_topic_message=True, text="/deposit@deposit_bot")}
    anonymous = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    yield {"message": message(chat=FORUM, sender_chat=FORUM, text="/withdraw 1 1 1", **{"from": anonymous})}
    yield {"message": message(**{"from": PERSON | {"is_bot": True}})}
    for origin in (
        {"type": "user", "date": DATE, "sender_user": PERSON},
        {"type": "hidden_user", "date": DATE, "sender_user_name": "<b>"},
        {"type": "chat", "date": DATE, "sender_chat": GROUP},
        {"type": "channel", "date": DATE, "chat": CHANNEL, "message_id": 5},
    ):
        yield {"message": message(forward_origin=origin, text="/withdraw 1 1 1")}
    yield {"message": message(via_bot=PERSON | {"is_bot": True})}
    for number in (2**31, 2**52, 2**63, 2**70, -(2**70), -5):
        someone = PERSON | {"id": number}
        yield {"message": message(chat=CHAT | {"id": number}, **{"from": someone})}
    for name in NAMES:
        named = PERSON | {"first_name": name, "last_name": name, "username": name}
        yield {"message": message(chat=CHAT | {"first_name": name}, **{"from": named})}
    for language in ("", "zz", "my-MM", "x" * 40, None):
        yield {"message": message(**{"from": PERSON | {"id": 5001, "language_code": language}})}


def _texts() -> Iterator[Json]:
    foreign = make_link_payload("player-42", 2**31, TOKEN_LINK)
    payloads = ("", "A" * 64, "A" * 65, "pay_1", "%00", "../../x", "a b", "ကျပ်", foreign, f"{foreign[:-1]}x")
    yield from ({"message": message(text=f"/start {payload}")} for payload in payloads)
    commands = (
        "/start@other_bot",
        "/START",
        "/",
        "//",
        "/nothing",
        "/deposit extra words",
        "/withdraw",
        "/help@deposit_bot",
    )
    yield from ({"message": message(text=command)} for command in commands)
    lengths = ("x" * 4096, "x" * 4097, "9" * 4096, "😀" * 2048, "က" * 4096)
    yield from ({"message": message(text=text)} for text in (*NAMES, *lengths, "\u0000", " ", "\u202e\u202d"))
    yield {"message": message(text=None)}
    yield {"message": message(text=None, caption="x" * 1025)}
    yield {"message": message(text="hi", entities=[{"type": "bold", "offset": -1, "length": 9_999}])}
    yield {"message": message(text="hi", entities=[{"type": "new_entity", "offset": 0, "length": 1}])}
    for date in (0, 1, 4_102_444_800, 2**40):
        yield {"message": message(date=date, text="/help")}
    yield {"message": message(message_id=0)}
    yield {"message": message(reply_to_message=message(chat=GROUP))}
    yield {"message": message(media_group_id="<b>" * 50)}


def _media() -> Iterator[Json]:
    file: Json = {"file_id": "../../etc/passwd", "file_unique_id": "u", "file_size": 10}
    photo = file | {"width": 100, "height": 100}
    for name in ("../../x", "con", "x" * 500, "ငွေ.png", "\u202egnp.exe", "", "a\nb", "<b>"):
        yield {"message": message(text=None, document=file | {"file_name": name, "mime_type": "image/png"})}
    yield {"message": message(text=None, photo=[])}
    yield {"message": message(text=None, photo=[photo, photo | {"file_size": 2**40}])}
    yield {"message": message(text=None, photo=[photo | {"file_size": -1}])}
    yield {"message": message(text=None, sticker=photo | {"type": "regular", "is_animated": True, "is_video": False})}
    yield {"message": message(text=None, video=photo | {"duration": 1})}
    yield {"message": message(text=None, voice=file | {"duration": 1})}
    yield {"message": message(text=None, contact={"phone_number": "09", "first_name": "<b>"})}
    yield {"message": message(text=None, location={"latitude": 0.0, "longitude": 0.0})}
    yield {"message": message(text=None, dice={"emoji": "🎲", "value": 7})}
    yield {"message": message(text=None, new_chat_members=[PERSON])}
    yield {"message": message(text=None, migrate_to_chat_id=-1_000_000_000_900, chat=GROUP)}
    yield {"message": message(text=None, web_app_data={"data": "x", "button_text": "y"})}


def _presses() -> Iterator[Json]:
    data = (
        "",
        "x" * 64,
        "x" * 65,
        "d:",
        ":",
        "d:cancel:",
        "d:cancel:' OR 1=1--",
        "q:x:-1",
        f"q:x:{2**70}",
        "lg:zz",
        "\u0000",
    )
    yield from ({"callback_query": press(one)} for one in (*data, *NAMES))
    operators = ("wd:confirm:w-1", "op:approve:1", "a:1:yes", "pg:0:0", "act:1:approve")
    yield from ({"callback_query": press(one)} for one in operators)
    yield {"callback_query": press(None, game_short_name="poker")}
    yield {"callback_query": press("d:cancel:x", message=None, inline_message_id="in")}
    yield {"callback_query": press("d:cancel:x", message={"chat": CHAT, "message_id": 1, "date": 0})}
    yield {"callback_query": press("d:cancel:x", message=message(chat=GROUP))}
    yield {"callback_query": press("d:cancel:x", message=message(chat=CHANNEL, **{"from": None}))}


UPDATES: list[Json] = [*_kinds(), *_senders(), *_texts(), *_media(), *_presses()]
"""Without ids: whoever sends them gives each its own."""

UNREADABLE: list[Json] = [
    {"message": "words"},
    {"message": [1]},
    {"message": {"from": [ID]}},
    {"message": {"from": {"id": ID}}},
    {"message": message(chat={"id": "one"})},
    {"message": message(text={"text": "x"})},
    {"message": message(date="today")},
    {"message": message(text="half a letter \ud800")},
    {"callback_query": 5},
    {"callback_query": press("x") | {"from": None}},
    {"message": message(text=float("nan"))},
]
"""What Telegram never sends: it stands in nobody's way."""
