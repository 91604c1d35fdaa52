"""Python fragments that are found in a syntax tree, whatever its layout, its comments and the names they leave open.

In a fragment `__` stands for any expression; `__name` does too, and is put back under this name. `...` stands for all
other arguments, items or statements at its place, and is put back there.
"""

import ast
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

Bound = Mapping[str, Any]
"""What the open names of a fragment stand for, and its `...`, by the field of the syntax tree that it is in."""

_UNCOMPARED = frozenset({"ctx", "kind", "type_comment"})


def parse(fragment: str) -> list[ast.stmt]:
    """Statements; `...` among the arguments of a call stands for its keywords too."""
    tree = ast.parse(fragment)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and any(map(_is_rest, node.args)):
            node.keywords.append(ast.keyword(arg=None, value=ast.Constant(value=...)))
    return tree.body


def bare(statement: ast.stmt) -> ast.AST:
    """The expression, if it is nothing else."""
    return statement.value if isinstance(statement, ast.Expr) else statement


def match(pattern: object, found: object, bound: Bound) -> Bound | None:
    """What is bound then; None if `found` is something else."""
    if isinstance(pattern, ast.Name) and _is_open(pattern.id):
        return _bind(pattern.id, found, bound) if isinstance(found, ast.expr) else None
    if type(pattern) is not type(found):
        return None
    if not isinstance(pattern, ast.AST):
        return bound if pattern == found else None
    after: Bound | None = bound
    for field in pattern._fields:
        if after is not None and field not in _UNCOMPARED:
            after = _match_field(field, getattr(pattern, field), getattr(found, field), after)
    return after


def fill(fragment: Sequence[ast.stmt], bound: Bound) -> list[ast.stmt]:
    """The fragment with what its open names stand for."""
    return [_filled("", statement, bound) for statement in fragment]


def _is_open(name: str) -> bool:
    return name == "__" or (name.startswith("__") and not name.endswith("__"))


def _is_rest(node: object) -> bool:
    inner = node.value if isinstance(node, ast.Expr | ast.keyword) else node
    return isinstance(inner, ast.Constant) and inner.value is ...


def _bind(name: str, found: ast.expr, bound: Bound) -> Bound | None:
    if name == "__":
        return bound
    return match(bound[name], found, bound) if name in bound else {**bound, name: found}


def _match_field(field: str, pattern: object, found: object, bound: Bound) -> Bound | None:
    if isinstance(pattern, list) and isinstance(found, list):
        return _match_all(field, pattern, found, bound)
    return match(pattern, found, bound)


def _match_all(field: str, patterns: Sequence[object], found: Sequence[object], bound: Bound) -> Bound | None:
    if not patterns:
        return None if found else bound
    if not _is_rest(patterns[0]):
        after = match(patterns[0], found[0], bound) if found else None
        return after if after is None else _match_all(field, patterns[1:], found[1:], after)
    for count in range(len(found) + 1):
        after = _match_all(field, patterns[1:], found[count:], {**bound, f"...{field}": found[:count]})
        if after is not None:
            return after
    return None


def _filled(field: str, part: Any, bound: Bound) -> Any:  # noqa: ANN401 - whatever a field of a syntax tree holds
    if isinstance(part, list):
        rest = [bound[f"...{field}"] if _is_rest(item) else [_filled(field, item, bound)] for item in part]
        return deepcopy([item for items in rest for item in items])
    if isinstance(part, ast.Name) and _is_open(part.id):
        return deepcopy(bound[part.id])
    if isinstance(part, ast.AST):
        return type(part)(**{name: _filled(name, child, bound) for name, child in ast.iter_fields(part)})
    return part
