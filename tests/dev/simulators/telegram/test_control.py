"""The phones over HTTP, as the web page and other processes drive them."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import ClientResponse, ClientSession, FormData

from bot.dev.simulators.telegram import SimulatedUser, TelegramSimulator
from tests.dev.simulators.telegram.conftest import Draw

KEYS = [
    [InlineKeyboardButton(text="Go", callback_data="go"), InlineKeyboardButton(text="Pay", url="https://pay.example")],
    [InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="0912"))],
]


@pytest.fixture
async def phone(url: str) -> AsyncIterator[ClientSession]:
    async with ClientSession(f"{url}/phone/") as session:
        yield session


async def act(phone: ClientSession, path: str, **values: object) -> dict[str, Any]:
    async with phone.post(path, json=values) as answer:
        body: dict[str, Any] = await answer.json()
        assert answer.status == (200 if body["ok"] else 400)
        return body


async def next_event(stream: ClientResponse) -> dict[str, Any]:
    line = await stream.content.readline()
    assert await stream.content.readline() == b"\n"
    event: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
    return event


async def test_the_state_shows_chats_with_safe_html(phone: ClientSession, bot: Bot, player: SimulatedUser) -> None:
    await player.text("<script>")
    await bot.send_message(player.id, "<b>A &amp; B</b>", reply_markup=InlineKeyboardMarkup(inline_keyboard=KEYS))
    async with phone.get("state") as answer:
        state = await answer.json()
    assert state["bot"] == {"id": 123456, "name": "Deposit bot", "username": "deposit_bot"}
    (chat,) = state["chats"]
    assert (chat["id"], chat["kind"], chat["member_status"]) == (player.id, "private", "member")
    assert [message["html"] for message in chat["messages"]] == ["/start", "&lt;script&gt;", "<b>A &amp; B</b>"]
    last = chat["messages"][-1]
    assert last["from"] == {"id": 123456, "name": "Deposit bot", "is_bot": True}
    assert last["buttons"] == [
        [{"text": "Go", "data": "go"}, {"text": "Pay", "url": "https://pay.example"}],
        [{"text": "Copy", "copy": "0912"}],
    ]
    assert (last["photo"], last["document"], last["edited"], last["caption"]) == (None, None, False, False)


async def test_events_begin_with_a_snapshot_and_tell_each_change(
    phone: ClientSession, bot: Bot, player: SimulatedUser
) -> None:
    async with phone.get("events") as stream:
        assert stream.content_type == "text/event-stream"
        snapshot = await next_event(stream)
        assert (snapshot["kind"], len(snapshot["chats"][0]["messages"])) == ("snapshot", 1)
        sent = await bot.send_message(player.id, "one")
        await bot.edit_message_text("two", chat_id=player.id, message_id=sent.message_id)
        await bot.delete_message(player.id, sent.message_id)
        events = [await next_event(stream) for _ in range(3)]
    assert [(event["kind"], event["message"]["text"]) for event in events] == [
        ("message", "one"),
        ("edit", "two"),
        ("delete", "two"),
    ]
    assert events[1]["message"]["edited"]


async def test_a_person_is_made_by_his_first_act(phone: ClientSession, bot: Bot) -> None:
    await act(phone, "77/person", first_name="Su", language_code="my")
    body = await act(phone, "77/text", text="/start")
    assert body["message"]["from"] == {"id": 77, "name": "Su", "is_bot": False}
    await act(phone, "77/language", language_code="en")
    for kind in ("sticker", "voice", "video", "contact"):
        assert (await act(phone, f"77/{kind}"))["message"]["media"] == kind
    await act(phone, "77/edit", message_id=1, text="/help")
    await act(phone, "77/block")
    assert (await act(phone, "77/text", text="x"))["error"] == "Su cannot write: blocked"
    await act(phone, "77/unblock")
    assert len(await bot.get_updates()) == 8


async def test_pictures_go_in_and_come_out(phone: ClientSession, sim: TelegramSimulator, picture: Draw) -> None:
    for kind in ("photo", "document"):
        form = FormData({"caption": "mine", "album": "a"})
        form.add_field("file", picture(100, 50), filename="a.png", content_type="image/png")
        async with phone.post(f"77/{kind}", data=form) as answer:
            message = (await answer.json())["message"]
        file_id = message["photo"] or message["document"]["file_id"]
        assert (message["text"], message["caption"], message["album"]) == ("mine", True, "a")
        async with phone.get(f"file/{file_id}") as answer:
            assert answer.content_type == ("image/jpeg" if kind == "photo" else "image/png")
            shown = sim.chats[77].messages[-1]
            assert await answer.read() == (shown.photo or shown.document)
    async with phone.get("file/nonsense") as answer:
        assert answer.status == 404


async def test_a_document_is_never_served_as_a_page(phone: ClientSession, player: SimulatedUser) -> None:
    message = await player.document(b"<script>", "a.html", "text/html")
    assert message.media
    async with phone.get(f"file/{message.media.file_id}") as answer:
        assert answer.content_type == "application/octet-stream"


async def test_buttons_are_pressed_by_data_or_label(phone: ClientSession, bot: Bot, player: SimulatedUser) -> None:
    sent = await bot.send_message(player.id, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=KEYS))
    await act(phone, f"{player.id}/press", message_id=sent.message_id, data="go")
    await act(phone, f"{player.id}/press", label="Go")
    assert [update.callback_query.data for update in await bot.get_updates() if update.callback_query] == ["go", "go"]
    assert "no button" in (await act(phone, f"{player.id}/press", label="Stop"))["error"]


async def test_members_act_in_a_group(phone: ClientSession, bot: Bot, sim: TelegramSimulator) -> None:
    await act(phone, "group/-5/group", title="Operators", members=[77, 78])
    body = await act(phone, "group/-5/text", user_id=78, text="/pending")
    assert (body["message"]["chat_id"], body["message"]["from"]["id"]) == (-5, 78)
    sent = await bot.send_message(-5, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=KEYS))
    await act(phone, "group/-5/press", user_id=77, message_id=sent.message_id, data="go")
    _, press = await bot.get_updates()
    assert press.callback_query
    assert press.callback_query.from_user.id == 77
    assert not (await act(phone, "group/-6/text", user_id=77, text="x"))["ok"]


@pytest.mark.parametrize("path", ["77/dance", "77/photo", "77/edit", "77/text", "77/press"])
async def test_an_act_that_cannot_be_done_says_why(phone: ClientSession, path: str) -> None:
    assert (await act(phone, path))["error"]
