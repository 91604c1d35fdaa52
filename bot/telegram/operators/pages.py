"""Splits long answers into pages of whole blocks, so that no markup and no Burmese cluster is cut."""

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
"""UTF-16 units of a page's blocks. Telegram takes 4096; the rest is for the head and the page number."""

_PIECE = 1_000
_JOINERS = frozenset("\u1039\u200d")


@dataclass(frozen=True, slots=True, kw_only=True)
class PagedReport:
    """An answer before it is split into pages: a head for each page, blocks of HTML, and buttons."""

    head: str
    blocks: Sequence[str] = ()
    rows: Sequence[Row] = ()


def units(html: str) -> int:
    """The length of a text as Telegram counts it: UTF-16 units without markup."""
    return len(unescape(re.sub(r"<[^>]*>", "", html)).encode("utf-16-le")) // 2


def pages(blocks: Sequence[str], longest: int = PAGE_UNITS) -> list[list[str]]:
    """`blocks` in order, as many to a page as fit. There is always at least one page, possibly empty.

    A block that is longer than a page gets a page of its own.
    """
    filled: list[list[str]] = [[]]
    room = longest
    for block in blocks:
        needed = units(block) + 1
        if needed > room and filled[-1]:
            filled.append([])
            room = longest
        filled[-1].append(block)
        room -= needed
    return filled


def split_raw(text: str, longest: int = _PIECE) -> list[str]:
    """Raw text, such as a postback, as monospace blocks of at most `longest` characters.

    Control and direction characters are removed, since they can hide or reverse text.
    """
    shown = "".join(char for char in " ".join(text.split()) if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    cut = []
    while shown:
        end = _end(shown, longest)
        cut.append(f"<code>{escape(shown[:end])}</code>")
        shown = shown[end:]
    return cut


def _end(text: str, longest: int) -> int:
    """Where to cut, so that a letter keeps its marks and a Burmese stack stays whole."""
    if len(text) <= longest:
        return len(text)
    end = longest
    while end > 1 and (unicodedata.category(text[end]).startswith("M") or _JOINERS & set(text[end - 1 : end + 1])):
        end -= 1
    return end if end > 1 else longest


def page(report: PagedReport, t: Translator, *, view: View, arg: str = "", number: int = 0) -> Screen:
    """Page `number` (the last page if there are fewer), with buttons for the next, the previous, and a refresh."""
    cut = pages(report.blocks)
    at = min(max(number, 0), len(cut) - 1)
    parts = [report.head, "\n".join(cut[at])]
    if len(cut) > 1:
        parts.append(t("op-page", page=at + 1, pages=len(cut)))
    turn = [
        press(text, Show(view=view, arg=arg, page=to))
        for text, to, is_there in (("◀️", at - 1, at > 0), ("▶️", at + 1, at < len(cut) - 1))
        if is_there
    ]
    refresh = [press(t.plain("op-button-refresh"), Show(view=view, arg=arg, page=at))]
    return Screen(text="\n\n".join(filter(None, parts)), keyboard=keyboard(*report.rows, turn, refresh))
