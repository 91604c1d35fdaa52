"""How calls come in and files go out: any way Telegram takes a request, the simulator takes too."""

import json

import aiogram.methods
from aiogram import Bot
from aiogram.methods.base import TelegramMethod
from aiogram.types import BotCommand, BotCommandScopeChat, BufferedInputFile, InputMediaDocument, InputMediaPhoto
from aiohttp import ClientSession, FormData

from bot.dev.simulators.telegram import SimulatedUser, TelegramSimulator
from bot.dev.simulators.telegram.methods import METHODS
from tests.dev.simulators.telegram.conftest import TOKEN, Ask, Clock, Draw


def test_every_method_is_one_of_telegrams() -> None:
    known = {
        name.lower()
        for name in aiogram.methods.__all__
        if isinstance(getattr(aiogram.methods, name), type)
        and issubclass(getattr(aiogram.methods, name), TelegramMethod)
    }
    assert METHODS.keys() <= known


async def test_parameters_come_as_query_json_form_or_multipart(url: str, player: SimulatedUser) -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]})
    values = {"chat_id": str(player.id), "text": "hello", "reply_markup": markup}
    parts = FormData(values)
    parts.add_field("unused", b"x", filename="unused.bin")
    async with ClientSession() as session:
        address = f"{url}/bot{TOKEN}"
        for request in (
            session.get(f"{address}/SENDMESSAGE", params=values),
            session.post(f"{address}/sendmessage", json=values),
            session.post(f"{address}/sendMessage", json=values | {"reply_markup": json.loads(markup)}),
            session.post(f"{address}/SendMessage", data=values),
            session.post(f"{address}/sendMessage", data=parts),
        ):
            async with request as answer:
                assert (await answer.json())["result"]["reply_markup"] == json.loads(markup)
    assert len(player.chat.messages) == 6


async def test_json_that_cannot_be_read_is_refused(url: str) -> None:
    async with ClientSession(headers={"Content-Type": "application/json"}) as session:
        async with session.post(f"{url}/bot{TOKEN}/getMe", data=b"{") as answer:
            assert answer.status == 400
        async with session.post(f"{url}/bot{TOKEN}/getMe", data=b"[]") as answer:
            assert answer.status == 200


async def test_number_parameters_must_be_numbers(ask: Ask, player: SimulatedUser) -> None:
    status, _ = await ask("deleteMessage", chat_id=player.id, message_id="x")
    assert status == 400


async def test_the_bot_knows_itself_chats_and_members(bot: Bot, sim: TelegramSimulator, player: SimulatedUser) -> None:
    me = await bot.me()
    assert (me.id, me.username, me.is_bot) == (123456, "deposit_bot", True)
    assert (await bot.get_chat(player.id)).first_name == "Aye"
    sim.group(-5, "Operators", [player])
    assert (await bot.get_chat(-5)).title == "Operators"
    assert (await bot.get_chat_member(-5, player.id)).user.username == "aye"
    assert (await bot.get_chat_member(-5, me.id)).status == "member"


async def test_commands_are_kept_by_scope_and_language(bot: Bot, player: SimulatedUser) -> None:
    scope = BotCommandScopeChat(chat_id=player.id)
    await bot.set_my_commands([BotCommand(command="deposit", description="Pay in")])
    await bot.set_my_commands([BotCommand(command="today", description="Totals")], scope=scope, language_code="my")
    assert [command.command for command in await bot.get_my_commands()] == ["deposit"]
    assert [command.command for command in await bot.get_my_commands(scope, "my")] == ["today"]
    assert await bot.get_my_commands(scope) == []
    await bot.delete_my_commands(scope, "my")
    assert await bot.get_my_commands(scope, "my") == []


async def test_harmless_methods_say_true(bot: Bot, player: SimulatedUser) -> None:
    assert await bot.set_my_description("x")
    assert await bot.pin_chat_message(player.id, 1)
    assert await bot.send_chat_action(player.id, "typing")
    assert await bot.log_out()
    assert player.chat.history[-1].text == "typing"


async def test_a_document_arrives_untouched_with_its_name(bot: Bot, player: SimulatedUser, picture: Draw) -> None:
    data = picture(2000, 100)
    sent = await player.document(data, "receipt.png", "image/png", caption="mine")
    assert sent.document == data
    (_, update) = await bot.get_updates()
    document = update.message and update.message.document
    assert document
    assert (document.file_name, document.mime_type, document.file_size) == ("receipt.png", "image/png", len(data))
    received = await bot.download(document)
    assert received
    assert received.read() == data


async def test_a_link_lives_for_an_hour_and_can_be_asked_for_again(
    bot: Bot, url: str, player: SimulatedUser, clock: Clock, picture: Draw
) -> None:
    sent = await player.photo(picture(50, 50))
    assert sent.media
    link = await bot.get_file(sent.media.file_id)
    address = f"{url}/file/bot{TOKEN}/{link.file_path}"
    async with ClientSession() as session:
        for age, status in ((3599, 200), (2, 404)):
            clock.seconds += age
            async with session.get(address) as answer:
                assert answer.status == status
        await bot.get_file(sent.media.file_id)
        async with session.get(address) as answer:
            assert await answer.read() == sent.photo


async def test_a_photo_has_several_sizes_and_stable_ids(bot: Bot, player: SimulatedUser, picture: Draw) -> None:
    photo = BufferedInputFile(picture(1000, 500), "a.png")
    first = await bot.send_photo(player.id, photo)
    assert first.photo
    assert [(size.width, size.height) for size in first.photo] == [(90, 45), (320, 160), (800, 400), (1000, 500)]
    again = await bot.send_photo(player.id, first.photo[-1].file_id)
    assert again.photo == first.photo
    afresh = await bot.send_photo(player.id, photo)
    assert afresh.photo
    assert afresh.photo[-1].file_unique_id != first.photo[-1].file_unique_id


async def test_an_album_and_its_files_are_sent_by_attach(bot: Bot, player: SimulatedUser, picture: Draw) -> None:
    first, second = await bot.send_media_group(
        player.id,
        [
            InputMediaPhoto(media=BufferedInputFile(picture(50, 50), "a.png"), caption="<b>both</b>"),
            InputMediaPhoto(media=BufferedInputFile(picture(60, 60), "b.png")),
        ],
    )
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.caption) == ("both", None)
    shown = player.chat.messages[-1]
    await bot.edit_message_media(
        InputMediaDocument(media=BufferedInputFile(b"%PDF", "a.pdf"), caption="now a file"),
        chat_id=player.id,
        message_id=shown.id,
    )
    changed = player.chat.find(shown.id)
    assert changed
    assert (changed.photo, changed.document, changed.text) == (None, b"%PDF", "now a file")


async def test_entities_may_be_given_instead_of_html(ask: Ask, player: SimulatedUser) -> None:
    bold = {"type": "bold", "offset": 1, "length": 2}
    await ask("sendMessage", chat_id=player.id, text=" 09 ", entities=[bold])
    assert player.chat.messages[-1].html == "<b>09</b>"


async def test_messages_carry_ids_of_their_own_chat(ask: Ask, sim: TelegramSimulator, player: SimulatedUser) -> None:
    await sim.person(502).text("hi")
    for chat_id in (player.id, 502):
        _, body = await ask("sendMessage", chat_id=chat_id, text="x")
        assert body["result"]["message_id"] == 2


async def test_many_messages_are_deleted_at_once(bot: Bot, player: SimulatedUser) -> None:
    await bot.send_message(player.id, "x")
    assert await bot.delete_messages(player.id, [1, 2, 99])
    assert player.chat.messages == []
