"""Every refusal a bot can meet, in Telegram's own words: one case for each row of the table."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile
from aiohttp import ClientSession

from bot.dev.simulators.telegram import SimulatedUser, TelegramSimulator
from tests.dev.simulators.telegram.conftest import Ask, Clock, Draw

BUTTON = {"text": "x", "callback_data": "x"}


def buttons(**button: object) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x"} | button]]}


async def refusal(ask: Ask, method: str, **values: object) -> tuple[int, str]:
    status, body = await ask(method, **values)
    assert not body["ok"], body
    assert body["error_code"] == status
    return status, body["description"]


async def test_a_wrong_token_is_unauthorized(url: str) -> None:
    async with ClientSession() as session:
        for path in ("bot123456:forged/getMe", "file/bot123456:forged/photos/file_1.jpg"):
            async with session.get(f"{url}/{path}") as answer:
                assert (answer.status, (await answer.json())["description"]) == (401, "Unauthorized")


async def test_an_unknown_method_is_not_found(ask: Ask) -> None:
    assert await refusal(ask, "sendTelepathy") == (404, "Not Found")


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "deleteMessage", "sendChatAction"])
async def test_an_unknown_chat_is_not_found(ask: Ask, method: str) -> None:
    assert await refusal(ask, method, chat_id=1, text="x") == (400, "Bad Request: chat not found")
    assert await refusal(ask, method, chat_id="@nobody", text="x") == (400, "Bad Request: chat not found")
    assert await refusal(ask, method, text="x") == (400, "Bad Request: chat_id is empty")


async def test_who_never_started_the_bot_cannot_be_written_to(ask: Ask, sim: TelegramSimulator) -> None:
    sim.person(7)
    expected = 403, "Forbidden: bot can't initiate conversation with a user"
    assert await refusal(ask, "sendMessage", chat_id=7, text="x") == expected
    assert await refusal(ask, "sendChatAction", chat_id=7, action="typing") == expected


async def test_who_blocked_the_bot_or_is_gone_cannot_be_written_to(ask: Ask, player: SimulatedUser) -> None:
    await player.block()
    blocked = 403, "Forbidden: bot was blocked by the user"
    assert await refusal(ask, "sendMessage", chat_id=player.id, text="x") == blocked
    await player.unblock()
    assert (await ask("sendMessage", chat_id=player.id, text="x"))[0] == 200
    await player.delete_account()
    gone = 403, "Forbidden: user is deactivated"
    assert await refusal(ask, "sendMessage", chat_id=player.id, text="x") == gone


async def test_a_group_that_removed_the_bot_refuses(ask: Ask, sim: TelegramSimulator, player: SimulatedUser) -> None:
    for group_id, kind in ((-5, "group"), (-1_000_000_000_777, "supergroup")):
        group = sim.group(group_id, "Operators", [player])
        await group.kick_bot(player)
        expected = 403, f"Forbidden: bot was kicked from the {kind} chat"
        assert await refusal(ask, "sendMessage", chat_id=group_id, text="x") == expected
        assert await refusal(ask, "editMessageText", chat_id=group_id, message_id=1, text="x") == expected


async def test_an_upgraded_group_names_the_supergroup(ask: Ask, sim: TelegramSimulator, player: SimulatedUser) -> None:
    group = sim.group(-5, "Operators", [player])
    supergroup = await group.upgrade(player)
    status, body = await ask("sendMessage", chat_id=-5, text="x")
    assert (status, body["description"]) == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert body["parameters"] == {"migrate_to_chat_id": supergroup.id}
    status, body = await ask("sendMessage", chat_id=supergroup.id, text="x")
    assert body["result"]["chat"]["type"] == "supergroup"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": " \n"}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        (
            {"text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        ({"text": "x", "reply_markup": buttons()}, "Text buttons are not allowed in the inline keyboard"),
        ({"text": "x", "reply_markup": buttons(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": buttons(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": buttons(callback_data="က" * 22)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": buttons(url="http://localhost/")}, "BUTTON_URL_INVALID"),
        ({"text": "x", "reply_markup": buttons(copy_text={"text": "x" * 257})}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "reply_markup": buttons(copy_text={"text": ""})}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "reply_markup": [1]}, "object expected as reply markup"),
        (
            {"text": "x", "reply_markup": buttons(text=" ")},
            "can't parse inline keyboard button: Text must be non-empty",
        ),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[BUTTON] * 8] * 13}}, "REPLY_MARKUP_TOO_LONG"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
    ],
)
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_a_text_that_cannot_stand_is_refused(
    ask: Ask, player: SimulatedUser, method: str, values: dict[str, object], words: str
) -> None:
    await ask("sendMessage", chat_id=player.id, text="before")
    got = await refusal(ask, method, chat_id=player.id, message_id=2, **values)
    assert got == (400, f"Bad Request: {words}")
    assert [message.text for message in player.messages] == ["/start", "before"]


@pytest.mark.parametrize(
    "values",
    [
        {"text": "x" * 4096},
        {"text": "<b>" + "x" * 4096 + "</b>", "parse_mode": "HTML"},
        {"text": "x", "reply_markup": buttons(callback_data="x" * 64)},
        {"text": "x", "reply_markup": buttons(copy_text={"text": "x" * 256})},
    ],
)
async def test_the_longest_allowed_passes(ask: Ask, player: SimulatedUser, values: dict[str, object]) -> None:
    assert (await ask("sendMessage", chat_id=player.id, **values))[0] == 200


async def test_an_edit_takes_inline_keyboards_only(ask: Ask, player: SimulatedUser) -> None:
    await ask("sendMessage", chat_id=player.id, text="before")
    values = {"chat_id": player.id, "message_id": 2, "text": "x", "reply_markup": {"keyboard": [["a"]]}}
    assert await refusal(ask, "editMessageText", **values) == (400, "Bad Request: inline keyboard expected")


async def test_a_caption_over_1024_is_refused(bot: Bot, player: SimulatedUser, picture: Draw) -> None:
    photo = BufferedInputFile(picture(50, 50), "a.png")
    await bot.send_photo(player.id, photo, caption="<b>" + "x" * 1024 + "</b>")
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(player.id, photo, caption="x" * 1025)
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.edit_message_caption(chat_id=player.id, message_id=2, caption="x" * 1025)


async def test_a_reply_to_nothing_is_refused_unless_allowed(ask: Ask, player: SimulatedUser) -> None:
    values = {"chat_id": player.id, "text": "x"}
    words = "Bad Request: message to be replied not found"
    assert await refusal(ask, "sendMessage", **values, reply_parameters={"message_id": 99}) == (400, words)
    assert await refusal(ask, "sendMessage", **values, reply_to_message_id=99) == (400, words)
    lenient = {"message_id": 99, "allow_sending_without_reply": True}
    _, sent = await ask("sendMessage", **values, reply_parameters=lenient)
    assert "reply_to_message" not in sent["result"]
    _, sent = await ask("sendMessage", **values, reply_parameters={"message_id": 1})
    assert sent["result"]["reply_to_message"]["text"] == "/start"


async def test_what_is_no_picture_cannot_be_a_photo(bot: Bot, player: SimulatedUser, picture: Draw) -> None:
    for data, words in (
        (b"%PDF-1.7", "IMAGE_PROCESS_FAILED"),
        (picture(50, 50)[:-3000], "IMAGE_PROCESS_FAILED"),
        (b"\0" * (10 * 1024 * 1024 + 1), "file is too big"),
        (picture(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
        (b"", "file must be non-empty"),
    ):
        with pytest.raises(TelegramBadRequest, match=words):
            await bot.send_photo(player.id, BufferedInputFile(data, "a.jpg"))
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_photo(player.id, "AgAC-not-mine")


async def test_an_edit_that_changes_nothing_is_refused(ask: Ask, player: SimulatedUser) -> None:
    markup = buttons(callback_data="a")
    same = {"chat_id": player.id, "message_id": 2, "text": "<b>x</b>", "parse_mode": "HTML", "reply_markup": markup}
    await ask("sendMessage", **same)
    status, words = await refusal(ask, "editMessageText", **same)
    assert status == 400
    assert words.startswith("Bad Request: message is not modified: ")
    assert (await refusal(ask, "editMessageReplyMarkup", **same))[1] == words
    for change in ({"text": "<i>x</i>"}, {"reply_markup": buttons(callback_data="b")}, {"reply_markup": None}):
        same |= change
        assert (await ask("editMessageText", **same))[0] == 200


async def test_only_own_messages_that_exist_are_edited(ask: Ask, player: SimulatedUser) -> None:
    values = {"chat_id": player.id, "text": "x"}
    assert await refusal(ask, "editMessageText", **values, message_id=99) == (
        400,
        "Bad Request: message to edit not found",
    )
    assert await refusal(ask, "editMessageText", **values, message_id=1) == (
        400,
        "Bad Request: message can't be edited",
    )


async def test_a_photo_has_no_text_and_a_text_no_caption(bot: Bot, player: SimulatedUser, picture: Draw) -> None:
    photo = await bot.send_photo(player.id, BufferedInputFile(picture(50, 50), "a.png"))
    text = await bot.send_message(player.id, "x")
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("y", chat_id=player.id, message_id=photo.message_id)
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=player.id, message_id=text.message_id, caption="y")


async def test_a_message_is_deleted_within_48_hours(ask: Ask, player: SimulatedUser, clock: Clock) -> None:
    gone = {"chat_id": player.id, "message_id": 2}
    await ask("sendMessage", chat_id=player.id, text="first")
    await ask("sendMessage", chat_id=player.id, text="second")
    assert (await ask("deleteMessage", **gone))[1]["result"] is True
    assert await refusal(ask, "deleteMessage", **gone) == (400, "Bad Request: message to delete not found")
    clock.seconds += 48 * 3600 + 2
    old = {"chat_id": player.id, "message_id": 3}
    assert await refusal(ask, "deleteMessage", **old) == (400, "Bad Request: message can't be deleted")


async def test_other_peoples_messages_in_a_group_stay(ask: Ask, sim: TelegramSimulator, player: SimulatedUser) -> None:
    message = await sim.group(-5, "Operators", [player]).text(player, "hello")
    got = await refusal(ask, "deleteMessage", chat_id=-5, message_id=message.id)
    assert got == (400, "Bad Request: message can't be deleted")


async def test_a_press_is_answered_once_and_soon(
    ask: Ask, sim: TelegramSimulator, player: SimulatedUser, clock: Clock
) -> None:
    await ask("sendMessage", chat_id=player.id, text="x", reply_markup=buttons(callback_data="a"))
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    for _ in range(3):
        await player.press("a")
    in_time, too_late, wordy = sim.queries
    assert (await ask("answerCallbackQuery", callback_query_id=in_time))[1]["result"] is True
    assert await refusal(ask, "answerCallbackQuery", callback_query_id=in_time) == (400, late)
    assert await refusal(ask, "answerCallbackQuery", callback_query_id="7") == (400, late)
    got = await refusal(ask, "answerCallbackQuery", callback_query_id=wordy, text="x" * 201)
    assert got == (400, "Bad Request: MESSAGE_TOO_LONG")
    clock.seconds += 60
    assert await refusal(ask, "answerCallbackQuery", callback_query_id=too_late) == (400, late)


async def test_a_file_needs_a_right_id_and_at_most_20_megabytes(ask: Ask, player: SimulatedUser) -> None:
    assert await refusal(ask, "getFile", file_id="nonsense") == (400, "Bad Request: invalid file_id")
    large = await player.document(b"\0" * (20 * 1024 * 1024 + 1), "film.bin", "application/octet-stream")
    assert large.media
    got = await refusal(ask, "getFile", file_id=large.media.file_id)
    assert got == (400, "Bad Request: file is too big")


@pytest.mark.parametrize(
    ("method", "values", "words"),
    [
        ("getChatMember", {"user_id": 9}, "user not found"),
        ("sendMediaGroup", {"media": [{"type": "photo"}] * 11}, "number of media in an album must be from 2 to 10"),
        ("sendMediaGroup", {"media": [{"type": "video"}]}, "type video is not played by the simulator"),
        ("editMessageMedia", {"message_id": 1, "media": []}, "can't parse input media JSON object"),
        ("setMyCommands", {"commands": {}}, "can't parse commands JSON object"),
    ],
)
async def test_odd_parameters_are_refused(
    ask: Ask, player: SimulatedUser, method: str, values: dict[str, object], words: str
) -> None:
    assert await refusal(ask, method, chat_id=player.id, **values) == (400, f"Bad Request: {words}")


async def test_commands_have_a_narrow_alphabet(ask: Ask) -> None:
    for command, words in (
        ({"command": "Deposit", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "deposit", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ):
        assert await refusal(ask, "setMyCommands", commands=[command]) == (400, f"Bad Request: {words}")
