"""Every text stands in both languages, takes the same values, is used, and is Burmese as Unicode writes it."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.serializer import serialize_expression
from fluent.syntax.visitor import Visitor
from myanmartools import ZawgyiDetector

from bot.domain.player import Language
from bot.i18n import LOCALES

BOT = LOCALES.parent / "bot"
KEY = re.compile(r"[a-z]+(-[a-z0-9]+)+")
FAMILY = re.compile(r"([a-z]+-)+")
PLURALS = {"zero", "one", "two", "few", "many"}
NOUN = re.compile(r"(?:\s|</?\w+>)+([a-z]+s)\b")
VERBS = {"is", "was", "has"}
COUNTS = {"count", "days", "have", "hours", "minutes", "payouts", "players", "rows", "seconds", "times", "tries"}
"""The values that are whole numbers of something. Each value in `NUMBER(…)` must be here."""
BASE = "\u1000-\u102a\u103f\u104e"
MARKS = re.compile(f"([{BASE}])((?:\u1039[\u1000-\u1021]|[\u102b-\u1038\u103a-\u103e])+)")
ORDERED = re.compile(
    "(\u103a?\u1039.)?\u103a?\u103b?\u103c?\u103d?\u103e?\u1031?[\u102d\u102e\u1032]?[\u102f\u1030]?[\u102b\u102c]?"
    "\u1036?\u1037?\u103a?\u1038?"
)


class _Uses(Visitor):
    """The variables a message takes and the messages it quotes."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - named by fluent.syntax
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ftl.MessageReference) -> None:  # noqa: N802 - named by fluent.syntax
        self.messages.add(node.id.name)


class _Plurals(Visitor):
    """Finds selections that a number cannot make, and counts before a plural noun outside `NUMBER(…)`."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self.without_singular: list[str] = []
        self._inside = 0

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802 - named by fluent.syntax
        by_number = isinstance(node.selector, ftl.FunctionReference) and node.selector.id.name == "NUMBER"
        keys = [variant.key for variant in node.variants]
        names = {key.name for key in keys if isinstance(key, ftl.Identifier)}
        is_plural = bool(names & PLURALS) or len(names) < len(keys)
        counted = {str(argument.id.name) for argument in _arguments(node)} if by_number else set()
        if by_number != is_plural or not counted <= COUNTS or (by_number and names != {"one", "other"}):
            self.wrong.append(serialize_expression(node))
        self._inside += by_number
        self.generic_visit(node)
        self._inside -= by_number

    def visit_Pattern(self, node: ftl.Pattern) -> None:  # noqa: N802 - named by fluent.syntax
        for value, text in pairwise(node.elements):
            after = text.value if isinstance(text, ftl.TextElement) else ""
            expression = value.expression if isinstance(value, ftl.Placeable) else None
            is_count = isinstance(expression, ftl.VariableReference) and expression.id.name in COUNTS
            if is_count and not self._inside and (noun := NOUN.match(after)) and noun[1] not in VERBS:
                self.without_singular.append(noun[1])
        self.generic_visit(node)


def _arguments(node: ftl.SelectExpression) -> list[ftl.VariableReference]:
    call = node.selector
    positional = (
        call.arguments.positional if isinstance(call, ftl.FunctionReference) and call.arguments is not None else []
    )
    return [found for found in positional if isinstance(found, ftl.VariableReference)]


def _files(language: Language) -> list[Path]:
    return sorted((LOCALES / language).glob("*.ftl"))


@cache
def _messages(language: Language) -> dict[str, ftl.Message]:
    entries = [entry for path in _files(language) for entry in FluentParser().parse(path.read_text("utf-8")).body]
    assert not [entry.content for entry in entries if isinstance(entry, ftl.Junk)]
    messages = [entry for entry in entries if isinstance(entry, ftl.Message)]
    names = [message.id.name for message in messages]
    assert len(names) == len(set(names)), "a key stands twice"
    return dict(zip(names, messages, strict=True))


def _uses(message: ftl.Message) -> _Uses:
    uses = _Uses()
    uses.visit(message)
    return uses


def _variables(language: Language, key: str) -> set[str]:
    uses = _uses(_messages(language)[key])
    return uses.variables.union(*(_variables(language, quoted) for quoted in uses.messages))


def _strings(*paths: Path) -> Iterator[str]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_both_languages_have_the_same_keys_in_the_same_rooms() -> None:
    assert [path.name for path in _files(Language.EN)] == [path.name for path in _files(Language.MY)]
    assert list(_messages(Language.EN)) == list(_messages(Language.MY))


def test_both_languages_take_the_same_values() -> None:
    differing = [key for key in _messages(Language.EN) if _variables(Language.EN, key) != _variables(Language.MY, key)]
    assert differing == []


def test_every_text_is_used() -> None:
    quoted = {name for message in _messages(Language.EN).values() for name in _uses(message).messages}
    strings = set(_strings(*BOT.rglob("*.py")))
    families = tuple(text for text in strings if FAMILY.fullmatch(text))  # f"how-to-{part}"
    unused = set(_messages(Language.EN)) - strings - quoted
    assert {key for key in unused if not key.startswith(families)} == set()


def test_every_text_that_is_named_exists() -> None:
    keys = set(_messages(Language.EN))
    rooms = {key.split("-")[0] for key in keys}
    named = {
        text
        for text in _strings(*(BOT / "telegram").rglob("*.py"), BOT / "domain" / "errors.py")
        if KEY.fullmatch(text) and text.split("-")[0] in rooms
    }
    assert named - keys == set()


@pytest.mark.filterwarnings("ignore:open_binary is deprecated")  # myanmartools reads its model the old way
@pytest.mark.parametrize("path", _files(Language.MY), ids=lambda path: path.name)
def test_burmese_is_unicode_not_zawgyi(path: Path) -> None:
    text = path.read_text("utf-8")
    # The detector guesses by letter pairs: a few words alone are too few for it.
    long_lines = [line for line in text.splitlines() if len(re.findall("[\u1000-\u109f]", line)) >= 30]
    detector = ZawgyiDetector()
    assert [piece for piece in [text, *long_lines] if detector.get_zawgyi_probability(piece) > 0.01] == []


@pytest.mark.parametrize("path", _files(Language.MY), ids=lambda path: path.name)
def test_burmese_marks_stand_in_the_order_of_unicode(path: Path) -> None:
    text = path.read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert [run.group() for run in MARKS.finditer(text) if not ORDERED.fullmatch(run[2])] == []
    assert re.findall(f"(?<![{BASE}\u1039\u102b-\u103e])[\u102b-\u103e]+", text) == [], "a mark without its letter"


@pytest.mark.parametrize(
    "path", [*_files(Language.EN), *_files(Language.MY)], ids=lambda path: path.parent.name + path.name
)
def test_no_text_hides_a_character(path: Path) -> None:
    hidden = [char for char in path.read_text("utf-8") if unicodedata.category(char) in {"Cf", "Cc"} and char != "\n"]
    assert hidden == []


def test_no_text_has_more_than_one_emoji() -> None:
    for language in Language:
        for path in _files(language):
            for line in path.read_text("utf-8").splitlines():
                assert len(re.findall("[\u231a-\u23ff\u2600-\u2712\u2714-\u27bf\U0001f000-\U0001faff]", line)) <= 1


@pytest.mark.parametrize("language", Language)
def test_a_plural_is_chosen_by_a_number_and_by_nothing_else(language: Language) -> None:
    """Numbers go into texts as digits of the language: only `NUMBER($count)` ever fits `[0]` or `[one]`."""
    found = _Plurals()
    for message in _messages(language).values():
        found.visit(message)
    assert found.wrong == []


def test_a_number_before_a_noun_has_its_singular() -> None:
    """No text says "1 deposits"."""
    found = _Plurals()
    for message in _messages(Language.EN).values():
        found.visit(message)
    assert found.without_singular == []


def test_a_plural_without_its_singular_would_be_found() -> None:
    found = _Plurals()
    found.visit(FluentParser().parse_entry("text = <b>{ $count }</b> deposits, { $amount } deposits"))
    assert found.without_singular == ["deposits"]
