"""The users' phones over HTTP, under `/phone/`, for the web page and for tests in other processes.

`GET  /phone/state`            `{"bot": {"id", "name", "username"}, "chats": [chat]}`
`GET  /phone/events`           server-sent events, each one `data:` line of JSON. The first is
                               `{"kind": "snapshot", "chats": [chat]}`, each further one an event
`GET  /phone/file/{file_id}`   the bytes of a picture or document

`POST /phone/{user_id}/{act}`  a user acts in his private chat; an unknown user is created. JSON, form, or multipart for
                               a file. Answers `{"ok": true, "message": message|null, "answer": event|null}`, or 400 and
                               `{"ok": false, "error": "…"}`. The acts:
    text      {"text", "reply_to"?: message id}
    photo     the file part `file`, "caption"?, "album"?
    document  the file part `file`, "caption"?, "album"?
    press     {"message_id"?, "data" or "label", "wait"?: true to get the bot's answer to the press as `answer`}
    edit      {"message_id", "text"}
    sticker, voice, video, contact, block, unblock   {}
    language  {"language_code"}
    person    {"first_name"?, "last_name"?, "username"?, "language_code"?}: used only if the user is new
`POST /phone/group/{group_id}/{act}`   the same acts in a group, by the member "user_id". `group` with {"title",
                               "members": [user id]} creates the group.

chat     {"id", "kind": "private"|"group"|"supergroup", "title", "members": [{"id", "name"}], "member_status":
         "stranger"|"member"|"blocked"|…, "keyboard": [["text"]] (under the input field), "messages": [message]}
message  {"id", "chat_id", "from": {"id", "name", "is_bot"}, "date": epoch seconds, "text", "html": the text with its
         formatting, escaped and safe (line breaks are plain: show it with `white-space: pre-wrap`), "caption": true if
         the text belongs to a file, "photo": file_id|null, "document": {"file_id", "name", "mime_type", "size"}|null,
         "media": "photo"|"document"|"sticker"|"voice"|"video"|"contact"|null, "album": id|null, "reply_to": id|null,
         "buttons": [[{"text", and one of "data", "url", "copy"}]], "edited": bool}
event    {"chat_id", "kind": "message"|"edit"|"delete", "message": message, "keyboard"?: [["text"]] if it changes}
         {"chat_id", "kind": "answer"|"action"|"member_status", "text", "alert": bool, "url"}
"""

import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from aiohttp import web

from bot.dev.simulators.telegram.answers import ApiError, Json
from bot.dev.simulators.telegram.chats import ChatEvent, SimulatedChat
from bot.dev.simulators.telegram.messages import Message
from bot.dev.simulators.telegram.phone_json import chat_json, event_json, message_json
from bot.dev.simulators.telegram.request import ApiCall, Upload, read_api_call
from bot.dev.simulators.telegram.simulator import TelegramSimulator
from bot.dev.simulators.telegram.users import SimulatedUser

KEEP_ALIVE_SECONDS = 15.0
Result: TypeAlias = Message | ChatEvent | None
Act: TypeAlias = Callable[[SimulatedUser, SimulatedChat, ApiCall], Awaitable[Result]]


class PhoneApi:
    """The routes under `/phone/`."""

    def __init__(self, simulator: TelegramSimulator) -> None:
        self._simulator = simulator

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/phone/state", self.state),
            web.get("/phone/events", self.events),
            web.get("/phone/file/{file_id}", self.file),
            web.post(r"/phone/group/{group_id:-\d+}/{act}", self.act_in_group),
            web.post(r"/phone/{user_id:\d+}/{act}", self.act),
        ]

    async def state(self, _request: web.Request) -> web.Response:
        bot = self._simulator.bot
        about = {"id": bot.id, "name": bot.name, "username": bot.username}
        return web.json_response({"bot": about, "chats": self._chats()})

    async def events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        told = len(self._simulator.event_log)
        await response.write(_line({"kind": "snapshot", "chats": self._chats()}))
        # The condition is notified once more when the server closes, without a new event.
        while not self._simulator.closed:
            await self._wait_for_event(told)
            news = self._simulator.event_log[told:]
            told += len(news)
            await response.write(b"".join(_line(event_json(event)) for event in news) or b": still here\n\n")
        return response

    async def file(self, request: web.Request) -> web.Response:
        stored = self._simulator.files.find(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        # Only pictures get their own type: a player's document could be a page with a script.
        shown = stored.mime_type if stored.mime_type in ("image/jpeg", "image/png", "image/webp") else ""
        return web.Response(body=stored.data, content_type=shown or "application/octet-stream")

    async def act(self, request: web.Request) -> web.Response:
        person_id = int(request.match_info["user_id"])
        call = await read_api_call(request, method=request.match_info["act"])
        if call.method == "person":
            self._simulator.person(person_id, **{name: call.text(name) for name in _NAMES if name in call.values})
            return _done(None)
        person = self._simulator.person(person_id)
        return await _carry_out(call, person, person.chat)

    async def act_in_group(self, request: web.Request) -> web.Response:
        group_id = int(request.match_info["group_id"])
        call = await read_api_call(request, method=request.match_info["act"])
        if call.method == "group":
            members = [self._simulator.person(int(member)) for member in call.structure("members") or []]
            self._simulator.group(group_id, call.text("title"), members)
            return _done(None)
        group, person = self._simulator.groups.get(group_id), self._simulator.people.get(call.number("user_id"))
        if group is None or person is None:
            return _failed("no such group or member")
        return await _carry_out(call, person, group.chat)

    def _chats(self) -> list[Json]:
        return [chat_json(chat) for chat in self._simulator.chats.values()]

    async def _wait_for_event(self, told: int) -> None:
        """Wait until the event log has more than `told` events, or until a keep-alive is due."""
        with contextlib.suppress(TimeoutError):
            await self._simulator.event_condition.until(
                lambda: self._simulator.closed or len(self._simulator.event_log) > told, KEEP_ALIVE_SECONDS
            )


async def _text(person: SimulatedUser, chat: SimulatedChat, call: ApiCall) -> Result:
    return await person.text(call.text("text"), chat=chat, reply_to=chat.find(call.number("reply_to")))


async def _photo(person: SimulatedUser, chat: SimulatedChat, call: ApiCall) -> Result:
    return await person.photo(_file(call).data, call.text("caption"), call.text("album"), chat=chat)


async def _document(person: SimulatedUser, chat: SimulatedChat, call: ApiCall) -> Result:
    upload, album = _file(call), call.text("album")
    return await person.document(upload.data, upload.name, upload.mime_type, call.text("caption"), album, chat=chat)


async def _press(person: SimulatedUser, chat: SimulatedChat, call: ApiCall) -> Result:
    wanted = call.text("data") or call.text("label")
    under = chat.find(call.number("message_id"))
    return await person.press(wanted, under, chat=chat, wait=call.flag("wait"))


async def _edit(person: SimulatedUser, chat: SimulatedChat, call: ApiCall) -> Result:
    message = chat.find(call.number("message_id"))
    if message is None or message.sender.id != person.id:
        raise LookupError("no own message with this id")
    return await person.edit(message, call.text("text"))


async def _language(person: SimulatedUser, _chat: SimulatedChat, call: ApiCall) -> Result:
    person.speaks(call.text("language_code"))
    return None


_NAMES = ("first_name", "last_name", "username", "language_code")
_ACTS: dict[str, Act] = {
    "text": _text,
    "photo": _photo,
    "document": _document,
    "press": _press,
    "edit": _edit,
    "language": _language,
    "sticker": lambda person, chat, _call: person.sticker(chat=chat),
    "voice": lambda person, chat, _call: person.voice(chat=chat),
    "video": lambda person, chat, _call: person.video(chat=chat),
    "contact": lambda person, chat, _call: person.contact(chat=chat),
    "block": lambda person, _chat, _call: person.block(),
    "unblock": lambda person, _chat, _call: person.unblock(),
}


async def _carry_out(call: ApiCall, person: SimulatedUser, chat: SimulatedChat) -> web.Response:
    act = _ACTS.get(call.method)
    if act is None:
        return _failed(f"no such act: {call.method}")
    try:
        return _done(await act(person, chat, call))
    except (ApiError, LookupError, PermissionError, TimeoutError, ValueError) as error:
        return _failed(str(error))


def _file(call: ApiCall) -> Upload:
    if "file" not in call.uploads:
        raise LookupError("the part `file` is missing")
    return call.uploads["file"]


def _done(result: Result) -> web.Response:
    message = message_json(result) if isinstance(result, Message) else None
    answer = event_json(result) if isinstance(result, ChatEvent) else None
    return web.json_response({"ok": True, "message": message, "answer": answer})


def _failed(why: str) -> web.Response:
    return web.json_response({"ok": False, "error": why}, status=400)


def _line(content: Json) -> bytes:
    return f"data: {json.dumps(content)}\n\n".encode()
