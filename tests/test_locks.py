"""What the code imports is asked for in `pyproject.toml`, and what is asked for is pinned, with its extras.

Where a pin lacks an extra, older versions of pip look for the newest release instead, and stop at it once there is one.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import distribution, packages_distributions
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

ROOT = Path(__file__).parent.parent
RECEIPTS, SHIPPED, TESTED = "bot/ocr/requirements.lock", "requirements.lock", "tests/requirements.lock"
LOCKS = (RECEIPTS, SHIPPED, TESTED)
Environment = Mapping[str, str]
Pins = Mapping[NormalizedName, Requirement]
_PIN = re.compile(r"^(\S+==.+?) \\\n +--hash=sha256:", re.MULTILINE)
_PLATFORMS = [("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt")]
ENVIRONMENTS: list[Environment] = [
    {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_version": f"{python}.0",
        "sys_platform": platform,
        "platform_system": system,
        "os_name": os_name,
        "extra": "",
    }
    for python, (platform, system, os_name) in product(("3.11", "3.12", "3.13"), _PLATFORMS)
]


@cache
def _project() -> Mapping[str, Mapping[str, Sequence[str]]]:
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = read["project"]["optional-dependencies"]
    return {"extras": extras | {"": read["project"]["dependencies"]}, "groups": read["dependency-groups"]}


def _asked(lock: str) -> list[Requirement]:
    """What the project asks for and the lock file is to carry."""
    extras, groups = _project()["extras"], _project()["groups"]
    wanted = {
        RECEIPTS: extras["ocr"],
        SHIPPED: [one for name, ones in extras.items() if name != "ocr" for one in ones],
        TESTED: [one for ones in (*extras.values(), *groups.values()) for one in ones],
    }
    return [Requirement(one) for one in wanted[lock]]


def _text(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")


def _pins(lock: str) -> Pins:
    pins = [Requirement(one) for one in _PIN.findall(_text(lock))]
    return {canonicalize_name(pin.name): pin for pin in pins}


def _asked_by(pin: Requirement, environment: Environment) -> Iterator[Requirement]:
    """What the pinned release asks for, as it is installed here; one that is of another platform cannot be asked."""
    if pin.marker and not pin.marker.evaluate():
        return
    found = distribution(pin.name)
    assert pin.specifier.contains(found.version, prereleases=True), f"{pin} is locked, {found.version} is installed"
    for requirement in map(Requirement, found.requires or ()):
        environments = [{**environment, "extra": extra} for extra in ("", *pin.extras)]
        if not requirement.marker or any(map(requirement.marker.evaluate, environments)):
            yield requirement


def _troubles(pins: Pins, requirement: Requirement, environment: Environment) -> Iterator[str]:
    """Why the pins do not give what is asked for."""
    pin = pins.get(canonicalize_name(requirement.name))
    if pin is None or (pin.marker and not pin.marker.evaluate(dict(environment))):
        yield "not pinned"
    elif lacking := requirement.extras - pin.extras:
        yield f"pinned without {sorted(lacking)}"
    elif not requirement.specifier.contains(next(iter(pin.specifier)).version, prereleases=True):
        yield f"pinned as {pin}"


def _walk(lock: str, environment: Environment) -> Iterator[tuple[Requirement, list[str]]]:
    """Every requirement that pip meets on its way through the lock file, with what is wrong about it."""
    pins, waiting, seen = _pins(lock), _asked(lock), set[str]()
    while waiting:
        requirement = waiting.pop()
        if str(requirement) in seen or (requirement.marker and not requirement.marker.evaluate(dict(environment))):
            continue
        seen.add(str(requirement))
        troubles = list(_troubles(pins, requirement, environment))
        yield requirement, troubles
        if not troubles:
            waiting += _asked_by(pins[canonicalize_name(requirement.name)], environment)


@pytest.mark.parametrize("lock", LOCKS)
def test_all_that_is_asked_for_is_pinned_with_its_extras(lock: str) -> None:
    for environment in ENVIRONMENTS:
        troubles = {str(requirement): found for requirement, found in _walk(lock, environment) if found}
        assert not troubles, environment


@pytest.mark.parametrize("lock", LOCKS)
def test_nothing_is_pinned_that_nobody_asks_for(lock: str) -> None:
    met = {canonicalize_name(one.name) for environment in ENVIRONMENTS for one, _ in _walk(lock, environment)}
    assert met == set(_pins(lock))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_its_hashes_and_no_address_is_named(lock: str) -> None:
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links", _text(lock))
    assert len(re.findall(r"(?m)^[^\s#]", _text(lock))) == len(_pins(lock)) > 0


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    tested = _pins(TESTED)
    for lock in (RECEIPTS, SHIPPED):
        assert {name: tested[name].specifier for name in _pins(lock)} == {
            name: pin.specifier for name, pin in _pins(lock).items()
        }


def _imported(folder: str) -> set[str]:
    """The first names of what is imported anywhere below it, save Python's own and ours."""
    names: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"bot", "tests"}


@pytest.mark.parametrize(("folder", "locks"), [("bot", (SHIPPED, RECEIPTS)), ("tests", (TESTED,))])
def test_what_is_imported_is_asked_for_and_not_only_there_by_chance(folder: str, locks: Sequence[str]) -> None:
    asked = {canonicalize_name(one.name) for lock in locks for one in _asked(lock)}
    brought = packages_distributions()
    for name in _imported(folder):
        assert asked & {canonicalize_name(one) for one in brought.get(name, ())}, name
