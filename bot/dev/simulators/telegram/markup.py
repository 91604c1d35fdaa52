"""Parses Telegram's HTML as Telegram does: into plain text, and entities counted in UTF-16 units."""

import html
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.dev.simulators.telegram.answers import Json, bad_request

_KINDS = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_TAGS = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "pre",
    "spoiler": "tg-spoiler", "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}  # fmt: skip
_TOKEN = re.compile(
    r"""<(?P<close>/?)(?P<name>[^\s>]*)(?P<rest>(?:[^>"']|"[^"]*"|'[^']*')*)>"""
    r"""|&(?P<entity>\#\d{1,7}|\#x[0-9a-f]{1,6}|lt|gt|amp|quot);|(?P<lone><)""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+)))?""")
_FOUND = re.compile(r"(?P<bot_command>(?<![\w/])/\w{1,64}(?:@\w+)?)|(?P<url>https?://[^\s<>]+[\w/])")


def utf16(text: str) -> int:
    """The length of `text` in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """A plain text with its entities."""

    text: str = ""
    entities: tuple[Json, ...] = ()

    @property
    def html(self) -> str:
        """The text as HTML that is safe to put on a page: only Telegram's tags, everything else escaped."""
        return render(self.text, self.entities)


EMPTY = Formatted()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    name: str
    offset: int
    attributes: dict[str, str]


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[Json] = []

    def read(self) -> Formatted:
        end = 0
        for token in _TOKEN.finditer(self._source):
            self._add(self._source[end : token.start()])
            self._take(token)
            end = token.end()
        self._add(self._source[end:])
        if self._open:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return trimmed("".join(self._text), self._entities)

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += utf16(text)

    def _take(self, token: re.Match[str]) -> None:
        where = f"at byte offset {len(self._source[: token.start()].encode())}"
        if token["entity"]:
            self._add(html.unescape(token[0]))
        elif token["lone"]:
            raise _broken(f"Unclosed start tag {where}")
        elif token["close"]:
            self._close(token["name"].lower(), where)
        else:
            self._begin(token["name"].lower(), token["rest"], where)

    def _begin(self, name: str, rest: str, where: str) -> None:
        attributes = {key.lower(): html.unescape(a or b or c) for key, a, b, c in _ATTRIBUTE.findall(rest)}
        if name not in _KINDS or (name == "span" and attributes.get("class") != "tg-spoiler"):
            raise _broken(f'Unsupported start tag "{name}" {where}')
        self._open.append(_Open(name=name, offset=self._length, attributes=attributes))

    def _close(self, name: str, where: str) -> None:
        if not self._open:
            raise _broken(f"Unexpected end tag {where}")
        tag = self._open.pop()
        if name not in ("", tag.name):
            raise _broken(f'Unmatched end tag {where}, expected "</{tag.name}>", found "</{name}>"')
        if self._length > tag.offset:
            self._entities += self._entity(tag)

    def _entity(self, tag: _Open) -> list[Json]:
        entity: Json = {"type": _KINDS[tag.name], "offset": tag.offset, "length": self._length - tag.offset}
        if tag.name == "a":
            url = tag.attributes.get("href", "")
            return [entity | {"url": url}] if is_link(url) else []
        if tag.name == "tg-emoji":
            return []  # Telegram shows the ordinary emoji: few bots may send custom ones
        if tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        if tag.name == "code" and tag.attributes.get("class", "").startswith("language-"):
            entity["language"] = tag.attributes["class"].removeprefix("language-")
        if tag.name == "code" and self._entities and _covers(self._entities[-1], entity):
            return []  # the same block of code, with the tags in the other order
        while tag.name == "pre" and self._entities and _covers(entity, self._entities[-1]):
            entity |= {key: value for key, value in self._entities.pop().items() if key == "language"}
        return [entity]


def parse_html(source: str) -> Formatted:
    """Parse `source` by Telegram's rules. Raises ApiError `can't parse entities: …`."""
    return _Reader(source).read()


def plain(text: str) -> Formatted:
    """A text without markup, with the entities that Telegram detects by itself: commands and links."""
    entities = [
        {"type": match.lastgroup, "offset": utf16(text[: match.start()]), "length": utf16(match[0])}
        for match in _FOUND.finditer(text)
    ]
    return trimmed(text, entities)


def trimmed(text: str, entities: list[Json]) -> Formatted:
    """Strip white space at both ends, as Telegram does, and shift the entities accordingly."""
    left, end = utf16(text) - utf16(text.lstrip()), utf16(text.strip())
    kept = []
    for entity in sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])):
        start = max(entity["offset"] - left, 0)
        stop = min(entity["offset"] + entity["length"] - left, end)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    return Formatted(text=text.strip(), entities=tuple(kept))


def render(text: str, entities: tuple[Json, ...]) -> str:
    """`text` with its entities as HTML; `entities` must be ordered, the outer one first."""
    units = text.encode("utf-16-le", "surrogatepass")
    marks: dict[int, list[str]] = {0: [], len(units) // 2: []}
    for entity in reversed(entities):
        if tags := _tags(entity):
            marks.setdefault(entity["offset"], []).insert(0, tags[0])
    for entity in entities:
        if tags := _tags(entity):
            marks.setdefault(entity["offset"] + entity["length"], []).insert(0, tags[1])
    places = sorted(marks)
    pieces = []
    for place, following in zip(places, [*places[1:], places[-1]], strict=True):
        words = units[place * 2 : following * 2].decode("utf-16-le", "replace")
        pieces += [*marks[place], html.escape(words, quote=False)]
    return "".join(pieces)


def is_link(url: str) -> bool:
    """Whether Telegram accepts `url` for a link or a button: a known scheme, and a host with a dot."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme in {"tg", "ton"}:
        return bool(host)
    spaceless = not any(sign.isspace() for sign in url)
    return parts.scheme in {"http", "https"} and spaceless and "." in host.strip(".")


def _covers(outer: Json, inner: Json) -> bool:
    same = all(outer[key] == inner[key] for key in ("offset", "length"))
    return same and (outer["type"], inner["type"]) == ("pre", "code")


def _tags(entity: Json) -> tuple[str, str] | None:
    if entity["type"] == "text_link" and is_link(str(entity.get("url", ""))):
        return f'<a href="{html.escape(entity["url"])}" target="_blank" rel="noreferrer">', "</a>"
    tag = _TAGS.get(entity["type"])
    return (f"<{tag}>", f"</{tag}>") if tag else None


def _broken(words: str) -> Exception:
    return bad_request(f"can't parse entities: {words}")
