"""Reads and checks keyboards as Telegram does."""

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.dev.simulators.telegram.answers import Json, bad_request
from bot.dev.simulators.telegram.markup import is_link
from bot.dev.simulators.telegram.request import ApiCall

_MAX_DATA = 64
_MAX_COPY = 256
_MAX_BUTTONS = 100
_ACTIONS = frozenset({
    "url", "callback_data", "copy_text", "web_app", "login_url", "pay", "callback_game",
    "switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """An inline button; one of `data`, `url` and `copy` is set. `raw` is the button as the bot sent it."""

    text: str
    data: str = ""
    url: str = ""
    copy: str = ""
    raw: Json = field(repr=False)


Rows: TypeAlias = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyboard:
    """`rows` are inline buttons. `reply` is any other markup, such as a keyboard under the input field."""

    rows: Rows = ()
    reply: Json | None = None


NO_KEYBOARD = Keyboard()


def read_keyboard(call: ApiCall) -> Keyboard:
    """The `reply_markup` of a call. Raises ApiError if it is malformed."""
    markup = call.structure("reply_markup")
    if not markup:
        return NO_KEYBOARD
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return Keyboard(reply=markup)
    rows = tuple(tuple(_button(button) for button in row) for row in markup["inline_keyboard"] if row)
    if sum(map(len, rows)) > _MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return Keyboard(rows=rows)


def read_rows(call: ApiCall) -> Rows:
    """The inline buttons of an edit. Raises ApiError for any other markup."""
    keyboard = read_keyboard(call)
    if keyboard.reply is not None:
        raise bad_request("inline keyboard expected")
    return keyboard.rows


def keys(reply: Json) -> list[list[str]]:
    """The labels of a keyboard under the input field; empty if it is removed."""
    return [[key if isinstance(key, str) else key["text"] for key in row] for row in reply.get("keyboard", [])]


def _button(raw: Any) -> Button:  # noqa: ANN401 - whatever the bot wrote there
    if not isinstance(raw, dict) or not str(raw.get("text") or "").strip():
        raise bad_request("can't parse inline keyboard button: Text must be non-empty")
    if not _ACTIONS & raw.keys():
        raise bad_request("Text buttons are not allowed in the inline keyboard")
    copy = (raw.get("copy_text") or {}).get("text", "")
    button = Button(text=raw["text"], data=raw.get("callback_data") or "", url=raw.get("url") or "", copy=copy, raw=raw)
    _check(button)
    return button


def _check(button: Button) -> None:
    raw = button.raw
    refusals = {
        "BUTTON_DATA_INVALID": "callback_data" in raw and not 1 <= len(button.data.encode()) <= _MAX_DATA,
        "BUTTON_URL_INVALID": "url" in raw and not is_link(button.url),
        "BUTTON_COPY_TEXT_INVALID": "copy_text" in raw and not 1 <= len(button.copy) <= _MAX_COPY,
    }
    for words, applies in refusals.items():
        if applies:
            raise bad_request(words)
