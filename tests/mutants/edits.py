"""Small edits of a module at a named place: what stands there is told by its meaning, not by its layout."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.mutants.patterns import bare, fill, match, parse

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_SERIES = (ast.BoolOp, ast.Call, ast.List, ast.MatchOr, ast.Set, ast.Tuple)
"""They stay what they are with one member less, or more."""

WHOLE = ""
"""Stands for the named part itself."""


class NotOnePlace(ValueError):
    """What an edit is about is not there, or is there more than once."""


class Change(Protocol):
    def make(self, place: "Place") -> None: ...


def edited(source: str, name: str, change: Change) -> str:
    """The module after `change` within the function, class or variable `name` ("Class.method"), or anywhere ("")."""
    place = Place(source, name)
    change.make(place)
    return ast.unparse(ast.fix_missing_locations(place.module)) + "\n"


class Place:
    """A named part of a module, of which other parts are replaced."""

    def __init__(self, source: str, name: str) -> None:
        self.module = ast.parse(source)
        self.part = _named(self.module, name)
        self._above = {child: (node, field) for node in ast.walk(self.module) for field, child in _children(node)}

    def one(self, found: Sequence[ast.AST], of: str) -> ast.AST:
        """The only one that was found."""
        if len(found) != 1:
            raise NotOnePlace(f"found {len(found)} times instead of once: {of}")
        return found[0]

    def find(self, fragment: str) -> tuple[ast.AST, dict[str, object]]:
        """What fits, and what the fragment's open names stand for."""
        (statement,) = parse(fragment)
        pattern = bare(statement)
        fitting = {node: bound for node in ast.walk(self.part) if (bound := match(pattern, node, {})) is not None}
        node = self.one(list(fitting), fragment)
        return node, dict(fitting[node])

    def member(self, node: ast.AST) -> ast.AST:
        """The node, or the statement or `case` pattern that is nothing but this node."""
        above = self._above[node][0]
        return above if isinstance(above, ast.Expr | ast.MatchValue) else node

    def put(self, node: ast.AST, new: Sequence[ast.AST]) -> None:
        """Replace it; where several come, or none, it must be one of several itself."""
        if any(isinstance(part, ast.stmt) != isinstance(node, ast.stmt) for part in new):
            raise TypeError(f"a statement is put where an expression stands, or the other way: {ast.unparse(node)}")
        above, field = self._above[node]
        around = getattr(above, field)
        if not isinstance(around, list):
            (value,) = new
            setattr(above, field, value)
            return
        if len(new) != 1 and not isinstance(node, ast.stmt | ast.pattern) and not isinstance(above, _SERIES):
            raise TypeError(f"no series: {ast.unparse(above)}")
        index = around.index(node)
        around[index : index + 1] = new or ([ast.Pass()] if len(around) == 1 and isinstance(node, ast.stmt) else [])


@dataclass(frozen=True, slots=True)
class Replace:
    """`find` and `put` are expressions or statements, as in `patterns`."""

    find: str
    put: str

    def make(self, place: Place) -> None:
        node, bound = place.find(self.find)
        new = fill(parse(self.put), bound)
        if isinstance(node, ast.expr) and len(new) == 1 and isinstance(new[0], ast.Expr):
            place.put(node, [bare(new[0])])
        else:
            place.put(place.member(node), new)


@dataclass(frozen=True, slots=True)
class Remove:
    """A statement, an operand of `and` or `or`, an argument, an item, an alternative of a `case`."""

    find: str

    def make(self, place: Place) -> None:
        place.put(place.member(place.find(self.find)[0]), [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """Beside what `before` or `after` finds; one of both is given."""

    put: str
    before: str | None = None
    after: str | None = None

    def make(self, place: Place) -> None:
        beside = self.before or self.after or WHOLE
        found, bound = (place.part, {}) if beside == WHOLE else place.find(beside)
        node = place.member(found)
        new: list[ast.AST] = list(fill(parse(self.put), bound))
        if not isinstance(node, ast.stmt):
            new = [bare(statement) for statement in new if isinstance(statement, ast.stmt)]
        place.put(node, [*new, node] if self.after is None else [node, *new])


@dataclass(frozen=True, slots=True)
class AddParameter:
    """`name: type`, the last of the named function that may be given by position."""

    put: str

    def make(self, place: Place) -> None:
        (given,) = ast.parse(f"def _({self.put}): ...").body
        if not isinstance(given, ast.FunctionDef) or not isinstance(place.part, ast.FunctionDef | ast.AsyncFunctionDef):
            raise TypeError("no function")
        place.part.args.args += given.args.args


@dataclass(frozen=True, slots=True)
class InText:
    """A part of one text, such as a statement of SQL; what an f-string fills in is written as there, `{name}`."""

    old: str
    new: str

    def make(self, place: Place) -> None:
        texts = [text for text in _texts(place.part) for _ in range(_written(text).count(self.old))]
        text = place.one(texts, self.old)
        changed = _written(text).replace(self.old, self.new)
        place.put(text, [_joined(text, changed) if isinstance(text, ast.JoinedStr) else ast.Constant(value=changed)])


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield field, child


def _named(module: ast.Module, name: str) -> ast.AST:
    part: ast.AST = module
    for step in filter(None, name.split(".")):
        found = [node for node in _members(part) if step in _names(node)]
        if len(found) != 1:
            raise NotOnePlace(f"defined {len(found)} times instead of once: {step} of {name}")
        part = found[0]
    return part


def _members(part: ast.AST) -> Iterator[ast.AST]:
    """Not those of other functions and classes in it."""
    for child in ast.iter_child_nodes(part):
        yield child
        if not isinstance(child, _DEFINITIONS):
            yield from _members(child)


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case _:
            return []


def _texts(part: ast.AST) -> Iterator[ast.AST]:
    """All but documentation."""
    match part:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.JoinedStr() | ast.Constant(value=str()):
            yield part
        case _:
            for child in ast.iter_child_nodes(part):
                yield from _texts(child)


def _written(text: ast.AST) -> str:
    parts = text.values if isinstance(text, ast.JoinedStr) else [text]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else _filled_in(part) for part in parts)


def _filled_in(part: ast.AST) -> str:
    return f"{{{ast.unparse(part.value)}}}" if isinstance(part, ast.FormattedValue) else ""


def _joined(text: ast.JoinedStr, changed: str) -> ast.JoinedStr:
    """The same with other words between what it fills in."""
    filled = {_filled_in(part): part for part in text.values if isinstance(part, ast.FormattedValue)}
    words = re.split(f"({'|'.join(map(re.escape, filled))})", changed)
    return ast.JoinedStr(values=[filled.get(word) or ast.Constant(value=word) for word in words if word])
