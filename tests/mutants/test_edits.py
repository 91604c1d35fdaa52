"""An edit finds its place by what stands there, in whatever layout, and changes nothing else."""

import ast

import pytest

from tests.mutants.edits import WHOLE, AddParameter, Change, Insert, InText, NotOnePlace, Remove, Replace, edited

LOOP = "for x in xs:\n    begin()\n    go(x, y, at=z)\n"
CASES = "match x:\n    case 1 | 2:\n        go()\n"


def _same(one: str, other: str) -> bool:
    return ast.dump(ast.parse(one)) == ast.dump(ast.parse(other))


@pytest.mark.parametrize(
    ("source", "change", "expected"),
    [
        ("a.sum  <= ( # as today\n b)", Replace("__sum <= __limit", "__sum < __limit"), "a.sum < b"),
        ("x = a - a if b - c else 0", Replace("__a - __a", "__a"), "x = a if b - c else 0"),
        ("x = a is None", Replace("__ is None", "True"), "x = True"),
        (LOOP, Replace("go(...)", "stop(...)"), LOOP.replace("go", "stop")),
        (LOOP, Replace("go(__first, ...)", "go(...)"), LOOP.replace("x, y", "y")),
        (LOOP, Replace("go(__, ..., at=__at)", "go(__at)"), LOOP.replace("x, y, at=z", "z")),
        (LOOP, Replace("go(...)", "raise KeyError"), LOOP.replace("go(x, y, at=z)", "raise KeyError")),
        (LOOP, Replace("for __ in xs:\n    ...", "if xs:\n    ..."), LOOP.replace("for x in xs", "if xs")),
        (CASES, Replace("1", "3"), CASES.replace("1", "3")),
        (LOOP, Remove("begin()"), LOOP.replace("    begin()\n", "")),
        ("if a:\n    go()", Remove("go()"), "if a:\n    pass"),
        (CASES, Remove("2"), CASES.replace(" | 2", "")),
        ("x = a or not (b and c)", Remove("b"), "x = a or not c"),
        ("x = {1, 2}", Remove("2"), "x = {1}"),
        (LOOP, Insert(before="go(__first, ...)", put="seen = __first"), LOOP.replace("    go", "    seen = x\n    go")),
        ("x = (1, 2)", Insert(after="2", put="3"), "x = (1, 2, 3)"),
        ('go("a"\n   " b")', InText("a b", "c"), 'go("c")'),
        ('go(f"a {x.y} b" f" {z}")', InText(" b {z}", ""), 'go(f"a {x.y}")'),
    ],
)
def test_an_edit_changes_what_it_describes(source: str, change: Change, expected: str) -> None:
    assert _same(edited(source, "", change), expected)


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ("x = a + b", Replace("__ - __", "0")),
        ("x = a + b, c + d", Replace("__ + __", "0")),
        ("x = True", Replace("1", "0")),
        ("go(a)", Replace("go(a, b)", "0")),
        ("go('a a')", InText("a", "b")),
        ("go('a', 'a')", InText("a", "b")),
        ("x = 1\n'''a'''", InText("a", "b")),
    ],
)
def test_what_is_not_there_once_is_refused(source: str, change: Change) -> None:
    with pytest.raises(NotOnePlace):
        edited(source, "", change)


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ("x = {1: 2}", Remove("1")),
        ("x = a < b", Remove("b")),
        ("x = -a", Remove("a")),
        ("x = -a", Replace("a", "raise")),
        ("x = 1", AddParameter("y: int")),
    ],
)
def test_what_would_be_no_python_is_refused(source: str, change: Change) -> None:
    with pytest.raises((TypeError, ValueError)):
        edited(source, "x", change)


NAMES = """
x = 1

class A:
    x: int = 1

    async def go(self, a, /, *, b):
        if a:
            def inner():
                return 1
            return inner
        return 1

    def other(self):
        return 1
"""


@pytest.mark.parametrize(
    ("name", "change", "line", "instead"),
    [
        ("x", Replace("1", "2"), "x = 1", "x = 2"),
        ("x", Insert(after=WHOLE, put="x = 2"), "x = 1", "x = 1\nx = 2"),
        ("A.x", Replace("1", "2"), "    x: int = 1", "    x: int = 2"),
        ("A.go.inner", Replace("1", "2"), "                return 1", "                return 2"),
        ("A.go.inner", Insert(before=WHOLE, put="go()"), "            def", "            go()\n            def"),
        ("A.other", Replace("return __x", "raise __x"), "other(self):\n        return", "other(self):\n        raise"),
        ("A.go", AddParameter("c: int"), "a, /, *", "a, /, c: int, *"),
    ],
)
def test_an_edit_is_made_in_the_named_part_only(name: str, change: Change, line: str, instead: str) -> None:
    assert _same(edited(NAMES, name, change), NAMES.replace(line, instead, 1))


@pytest.mark.parametrize("name", ["B", "A.inner", "A.go.other", "inner"])
def test_a_name_that_is_not_defined_is_refused(name: str) -> None:
    with pytest.raises(NotOnePlace, match="defined 0 times"):
        edited(NAMES, name, Replace("1", "2"))


def test_where_a_place_stands_and_what_is_around_it_does_not_matter() -> None:
    change = Replace("__a.sum > __limit", "False")
    moved = (
        "def other(): ...\n\ndef check(deposit):\n    'More.'\n    note()\n    if (deposit . sum > 5): raise KeyError\n"
    )
    assert "if False" in edited("def check(a):\n    if a.sum > b.limit:\n        raise KeyError", "check", change)
    assert "if False" in edited(moved, "check", change)
