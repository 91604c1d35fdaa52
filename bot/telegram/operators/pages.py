"""Long answers in pages: whole blocks only, so that no markup and no Burmese cluster is ever cut."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape

from bot.i18n import Translator
from bot.telegram.keyboards import Row, keyboard, press
from bot.telegram.message import Screen
from bot.telegram.operators.callbacks import Show, View

PAGE_UNITS = 3_000
"""UTF-16 units of a page's blocks; Telegram takes 4096, the rest is for the head and the line of the page."""

_PIECE = 1_000
_JOINERS = frozenset("\u1039\u200d")


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedReport:
    """An answer before it is cut into pages: a head that each page has, blocks of HTML, and buttons."""

    head: str
    blocks: Sequence[str] = ()
    rows: Sequence[Row] = ()


def units(html: str) -> int:
    """The length of a text as Telegram counts it: UTF-16 units, markup left out."""
    return len(unescape(re.sub(r"<[^>]*>", "", html)).encode("utf-16-le")) // 2


def pages(blocks: Sequence[str], longest: int = PAGE_UNITS) -> list[list[str]]:
    """`blocks` in order, as many to a page as fit. There is always one page, if an empty one.

    Each block is bounded by whoever wrote it; one that is longer than a page all the same stands alone.
    """
    laid: list[list[str]] = [[]]
    room = longest
    for block in blocks:
        needed = units(block) + 1
        if needed > room and laid[-1]:
            laid.append([])
            room = longest
        laid[-1].append(block)
        room -= needed
    return laid


def split_raw(text: str, longest: int = _PIECE) -> list[str]:
    """Raw text, such as a postback, in monospace blocks of bearable length, without what hides or turns text round."""
    shown = "".join(char for char in " ".join(text.split()) if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    cut = []
    while shown:
        end = _end(shown, longest)
        cut.append(f"<code>{escape(shown[:end])}</code>")
        shown = shown[end:]
    return cut


def _end(text: str, longest: int) -> int:
    """Where to cut: a letter keeps its marks, a Burmese stack stays whole."""
    if len(text) <= longest:
        return len(text)
    end = longest
    while end > 1 and (unicodedata.category(text[end]).startswith("M") or _JOINERS & set(text[end - 1 : end + 1])):
        end -= 1
    return end if end > 1 else longest


def page(laid: PagedReport, t: Translator, *, view: View, arg: str = "", number: int = 0) -> Screen:
    """Page `number` (the last one where there are fewer), with buttons to the others and one to look again."""
    cut = pages(laid.blocks)
    at = min(max(number, 0), len(cut) - 1)
    parts = [laid.head, "\n".join(cut[at])]
    if len(cut) > 1:
        parts.append(t("op-page", page=at + 1, pages=len(cut)))
    turn = [
        press(text, Show(view=view, arg=arg, page=to))
        for text, to, is_there in (("◀️", at - 1, at > 0), ("▶️", at + 1, at < len(cut) - 1))
        if is_there
    ]
    refresh = [press(t.plain("op-button-refresh"), Show(view=view, arg=arg, page=at))]
    return Screen(text="\n\n".join(filter(None, parts)), keyboard=keyboard(*laid.rows, turn, refresh))
