"""Every fault still has its place in the product; whether it is noticed is asked by `python -m tests.mutants`."""

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from symtable import Symbol, symtable

import pytest

from tests.mutants.fault import mutated
from tests.mutants.faults import FAULTS

ROOT = Path(__file__).parents[2]


@cache
def _source(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_one_place_and_changes_it(name: str) -> None:
    for file, source in mutated(FAULTS[name], _source).items():
        compile(source, file, "exec")
        assert source != ast.unparse(ast.parse(_source(file))) + "\n"


@pytest.mark.parametrize("name", FAULTS)
def test_what_a_fault_names_is_defined(name: str) -> None:
    """Else it would be noticed whatever it does."""
    for file, source in mutated(FAULTS[name], _source).items():
        assert _undefined(source, file) == set()


@pytest.mark.parametrize("name", FAULTS)
def test_what_a_fault_imports_exists(name: str) -> None:
    for file, source in mutated(FAULTS[name], _source).items():
        for module, imported in set(_imports(source)) - set(_imports(_source(file))):
            found = import_module(module)
            assert hasattr(found, imported) or find_spec(f"{module}.{imported}")


def test_the_tests_that_notice_faults_exist() -> None:
    files = {file for fault in FAULTS.values() for file in re.findall(r"tests/\S+\.py", fault.noticed_by)}
    assert {file for file in files if not (ROOT / file).is_file()} == set()


def _undefined(source: str, file: str) -> set[str]:
    module = symtable(source, file, "exec")
    known = {*dir(builtins), "__file__", *(symbol.get_name() for symbol in module.get_symbols() if _is_bound(symbol))}
    tables, undefined = [module], set[str]()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        undefined |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()} - known
    return undefined


def _is_bound(symbol: Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported()


def _imports(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def test_no_two_faults_are_the_same() -> None:
    assert len({(fault.edits, fault.noticed_by) for fault in FAULTS.values()}) == len(FAULTS)
