"""What a reader sees of a screen: text as Telegram counts it, and the buttons by what they do."""

from html.parser import HTMLParser

from aiogram.types import InlineKeyboardButton

from bot.telegram.message import Screen

TEXT_LENGTH, CAPTION_LENGTH, CALLBACK_BYTES, COPY_LENGTH = 4096, 1024, 64, 256


class _Reader(HTMLParser):
    """Takes nothing but the tags the texts may have, and wants each of them closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"b", "code"}, tag
        assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(screen: Screen) -> str:
    """The text without its markup; fails for markup Telegram would refuse."""
    reader = _Reader()
    reader.feed(screen.text)
    reader.close()
    assert not reader.open
    return reader.text


def units(text: str) -> int:
    """UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def buttons(screen: Screen) -> list[InlineKeyboardButton]:
    return [button for row in screen.keyboard.inline_keyboard for button in row] if screen.keyboard else []


def presses(screen: Screen) -> list[str]:
    """The callback data of the buttons, in reading order."""
    return [button.callback_data for button in buttons(screen) if button.callback_data]


def check_fits(screen: Screen, longest: int = TEXT_LENGTH) -> None:
    """Fails for what Telegram refuses: an empty or too long text, a button with too much or nothing in it."""
    assert 1 <= units(seen(screen)) <= longest
    for button in buttons(screen):
        assert 1 <= units(button.text) <= CALLBACK_BYTES
        assert "<" not in button.text
        if button.callback_data is not None:
            assert 1 <= len(button.callback_data.encode()) <= CALLBACK_BYTES
        if button.copy_text is not None:
            assert 1 <= units(button.copy_text.text) <= COPY_LENGTH
