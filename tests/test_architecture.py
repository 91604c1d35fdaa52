"""Rules of the code that no linter knows: lengths of files and functions, names, what is never written."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = sorted((ROOT / "bot").rglob("*.py"))
_WITHOUT_DEV = [path for path in PRODUCT if "dev" not in path.parts]
MODULES = [*PRODUCT, *sorted((ROOT / "tests").rglob("*.py"))]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
TYPICAL_FUNCTION = 8

_KNOWN_TO_ONE = re.compile(r"\b(?:sign_\w+|signature|secret|token|access_key)\b")

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}

GONE = frozenset(
    [
        "alone",
        "anew",
        "beat",
        "bell",
        "books",
        "bury",
        "complaints",
        "conduct",
        "deliverer",
        "desk",
        "doors",
        "doubt",
        "duty",
        "ears",
        "eyes",
        "filling",
        "foundation",
        "heard",
        "hint",
        "holder",
        "house",
        "hurried",
        "judge",
        "laid",
        "letters",
        "likeness",
        "linger",
        "loose",
        "mark",
        "misread",
        "notices",
        "nursery",
        "office",
        "pace",
        "pieces",
        "postman",
        "promise",
        "promises",
        "questions",
        "reception",
        "ring",
        "rings",
        "roof",
        "scene",
        "sighting",
        "staff",
        "stray",
        "switches",
        "tails",
        "tale",
        "tales",
        "teller",
        "till",
        "twist",
        "vigil",
        "watch",
        "weigh",
    ]
)
"""Words that names used to have before the field's own took their place; the glossary in bot/README.md has those."""


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.process
def test_imports_run_downwards_only() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.process
def test_a_start_does_not_begin_with_the_library_for_telegram() -> None:
    """It takes most of a start to import, and a postback need not wait for it."""
    script = "import sys, bot.process; raise SystemExit('aiogram' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_the_first_line_of_a_module_says_what_it_is_for() -> None:
    first_lines = {_name(path): (ast.get_docstring(_tree(path)) or "").partition("\n")[0] for path in MODULES}
    assert [name for name, line in first_lines.items() if not line.endswith((".", ":"))] == []


def test_a_file_can_be_read_in_one_go() -> None:
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_a_function_fits_on_a_screen() -> None:
    lengths = {f"{_name(path)}:{name}": length for path in PRODUCT for name, length in _functions(path)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_most_functions_are_a_few_lines() -> None:
    assert median(length for path in PRODUCT for _, length in _functions(path)) <= TYPICAL_FUNCTION


def test_a_public_class_has_a_name_of_its_own() -> None:
    classes = [
        node.name
        for path in PRODUCT
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    assert [name for name, times in Counter(classes).items() if times > 1] == []


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_a_module_is_named_after_what_it_does() -> None:
    named = {_name(path): {path.stem, path.parent.name} for path in MODULES}
    assert [name for name, words in named.items() if words & NAMES_THAT_SAY_NOTHING] == []


def test_no_name_of_a_module_or_class_has_a_word_that_is_gone() -> None:
    named = {_name(path): path.stem for path in MODULES} | {
        f"{_name(path)}:{node.name}": node.name
        for path in MODULES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef)
    }
    assert {name: found for name, last in named.items() if (found := _words(last) & GONE)} == {}


def _words(name: str) -> set[str]:
    """The words of a module's or a class's name, in small letters."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def test_updates_that_wait_at_telegram_are_never_thrown_away() -> None:
    """A player's claim may be among them."""
    assert _that_say(r"drop_pending_updates\W{0,2}\s*[=:]\s*True", _WITHOUT_DEV) == []


def test_what_only_its_owner_can_know_is_compared_in_constant_time() -> None:
    """A comparison that ends at the first wrong letter tells a forger how many he has right."""
    compared = [
        f"{_name(path)}: {ast.unparse(node)}"
        for path in _WITHOUT_DEV
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Compare) and any(isinstance(one, ast.Eq | ast.NotEq) for one in node.ops)
    ]
    assert [one for one in compared if _KNOWN_TO_ONE.search(one)] == []


def test_nothing_of_a_module_is_replaced_under_test() -> None:
    tests = [path for path in MODULES if path != Path(__file__)]
    assert _that_say(r"monkeypatch|unittest\.mock|from unittest import mock", tests) == []


def _that_say(pattern: str, paths: list[Path]) -> list[str]:
    return [_name(path) for path in paths if re.search(pattern, path.read_text(encoding="utf-8"))]


def test_dataclasses_are_slotted_and_those_of_the_domain_frozen_and_built_by_keyword() -> None:
    wanting = [
        f"{_name(path)}:{name}"
        for path in PRODUCT
        for name, said in _dataclasses(path)
        if not ({"slots", "frozen", "kw_only"} if "domain" in path.parts else {"slots"}) <= said
    ]
    assert wanting == []


def _dataclasses(path: Path) -> Iterator[tuple[str, set[str]]]:
    """The dataclasses of a module, each with the options it switches on."""
    for node in ast.walk(_tree(path)):
        for decorator in node.decorator_list if isinstance(node, ast.ClassDef) else []:
            words = ast.unparse(decorator)
            if isinstance(node, ast.ClassDef) and re.match(r"dataclass\b", words):
                yield node.name, set(re.findall(r"(\w+)=True", words))


def test_tests_stand_in_the_same_order_in_every_process() -> None:
    """Or they could not be shared out among several: a set has another order in each."""
    unordered = re.compile(r"parametrize\((?:[^\n]|\n(?!\)|def|async))*?, (?:set|frozenset)\((?!\))")
    assert [_name(path) for path in MODULES if unordered.search(path.read_text(encoding="utf-8"))] == []
