"""The documents speak the truth: tables, diagrams, commands, links and names are compared with the program."""

import re
from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from bot.config.settings import Settings
from bot.domain import deposit, withdrawal
from bot.domain.deep_link import make_link_payload
from bot.domain.risk import RiskKind
from tests.mutants.faults import FAULTS
from tests.sim.scripts import SCRIPTS

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "bot").rglob("README.md")), ROOT / "tests" / "README.md"]
LONGEST_README, MOST_WORDS, LARGEST_PICTURE = 200, 45, 300_000


def _page(folder: str = "") -> str:
    return (ROOT / folder / "README.md").read_text(encoding="utf-8")


def _section(page: str, heading: str) -> str:
    return page.split(f"\n{heading}\n")[1].split("\n## ", maxsplit=1)[0]


README = _page()
CODE = _page("bot")


def _pairs(pattern: str, page: str) -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in re.finditer(pattern, page, re.MULTILINE)]


def _words(pattern: str) -> set[str]:
    return {match[1] for match in re.finditer(pattern, README, re.MULTILINE)}


def _written(field: FieldInfo) -> str:
    """A default as the README writes it: as one would type it into `.env`."""
    default = field.get_default(call_default_factory=True)
    if field.is_required():
        return "needed"
    match default:
        case None | {}:
            return "–"
        case bool():
            text = str(default).lower()
        case (10, 11):
            text = "10-11"
        case tuple():
            text = ",".join(map(str, default))
        case StrEnum():
            text = default.value
        case _:
            text = str(default)
    return f"`{text}`"


def test_the_tables_name_every_setting_with_its_default() -> None:
    told = dict(_pairs(r"^\| `([A-Z][A-Z0-9_]+)` \| (.+?) \| .+ \|$", _page("bot/config")))
    assert told == {name.upper(): _written(field) for name, field in Settings.model_fields.items()}


@pytest.mark.parametrize(
    ("heading", "transitions"),
    [("The life of a deposit", deposit.TRANSITIONS), ("The life of a withdrawal", withdrawal.TRANSITIONS)],
)
def test_a_diagram_draws_every_transition_and_no_other(
    heading: str, transitions: Mapping[StrEnum, frozenset[StrEnum]]
) -> None:
    section = _section(CODE, f"## {heading}")
    drawn = set(re.findall(r"(?m)^    (\S+) --> ([^\s:]+)", section))
    ends = {(source, "[*]") for source, targets in transitions.items() if not targets}
    moves = {(source, target) for source, targets in transitions.items() for target in targets}
    assert drawn == {("[*]", next(iter(transitions))), *moves, *ends}


@pytest.mark.parametrize("name", ["start", "tests"])
def test_a_command_is_one_line_to_install_and_one_to_start(name: str) -> None:
    block = re.search(rf"<!-- {name} -->\n```sh\n(.+)\n(.+)\n```\n", README)
    assert block
    lock = re.search(r"--require-hashes -r (\S+)$", block[1])
    assert lock
    assert (ROOT / lock[1]).is_file()
    assert block[2].startswith(".venv/bin/python -m ")


def test_every_subcommand_is_told() -> None:
    told = _words(r"python -m bot ([a-z]+)")
    program = (ROOT / "bot" / "__main__.py").read_text(encoding="utf-8")
    assert told == set(re.findall(r'\badd\("([a-z]+)", _', program))


def test_every_hint_is_told() -> None:
    section = _section(_page("bot/telegram/operators"), "### What is worth a second look")
    _head, *rows = re.findall(r"(?m)^\| [a-z].+ \|$", section)
    assert len(rows) == len(RiskKind)


def test_the_link_recipe_makes_the_links_the_bot_reads() -> None:
    recipe = re.search(r"<!-- link -->\n```python\n(.+?)```", _page("bot/merchant"), re.DOTALL)
    assert recipe
    names: dict[str, object] = {}
    exec(recipe[1], names)  # noqa: S102 - the README's own words
    payload = names["payload"]
    assert callable(payload)
    assert payload("player-42", 1_800_000_000, "a key of the shop") == make_link_payload(
        "player-42", 1_800_000_000, "a key of the shop"
    )


def test_the_map_shows_every_package_and_module() -> None:
    told = {room.rstrip("/") for room in re.findall(r"`(bot/[\w./]+)`", _section(CODE, "## Map of the code"))}
    bot = ROOT / "bot"
    rooms = {path for path in bot.iterdir() if path.name not in {"README.md", "__init__.py", "__pycache__"}}
    assert told == {f"bot/{path.name}" for path in rooms}


def test_the_readme_is_one_page_and_the_glossary_is_short() -> None:
    assert len(README.splitlines()) <= LONGEST_README
    words = re.findall(r"(?m)^\| (?!---|word ).+ \| .+ \|$", _section(CODE, "## Glossary"))
    assert 0 < len(words) <= MOST_WORDS


def test_the_picture_of_the_sandbox_is_small() -> None:
    assert 0 < (ROOT / "bot" / "dev" / "sandbox" / "sandbox.png").stat().st_size < LARGEST_PICTURE


def _anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in _anchors(target))


def test_every_link_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in PAGES
        for link in re.findall(r"\]\(([^):\s]+)\)", page.read_text(encoding="utf-8"))
        if not _leads_somewhere(page, link)
    ]
    assert broken == []


def test_a_link_to_a_heading_that_is_not_there_leads_nowhere() -> None:
    page = ROOT / "README.md"
    assert _leads_somewhere(page, "bot/README.md#how-to-add")
    assert not _leads_somewhere(page, "bot/README.md#how-to-remove")


def _named(page: str) -> list[tuple[str, str]]:
    """Files, folders and names in them, as `path/to/file.py:name`; an address of a route begins with a slash."""
    return re.findall(r"`((?:[\w*.-]+/)+[\w.*-]*)(?::(\w+))?`", page)


def _wanting(page: str, base: Path) -> list[str]:
    """What a page names and the code does not have."""
    wanting = []
    for path, name in _named(page):
        found = list(ROOT.glob(path)) or list(base.glob(path))
        defines = rf"(?m)^\s*(?:(?:async )?def|class) {name}\b|^{name}\b.* ="
        if not found or (name and not any(re.search(defines, file.read_text(encoding="utf-8")) for file in found)):
            wanting.append(f"{path}:{name}")
    return wanting


def test_the_readme_names_files_and_functions_that_exist() -> None:
    section = _section(README, "## Where things are")
    assert _named(section)
    assert _wanting(section, ROOT) == []


@pytest.mark.parametrize("heading", ["Journeys", "How to add"])
def test_the_code_page_names_files_and_functions_that_exist(heading: str) -> None:
    section = _section(CODE, f"## {heading}")
    assert _named(section)
    assert _wanting(section, ROOT / "bot") == []


def test_a_file_or_a_function_that_is_not_there_is_wanting() -> None:
    assert _wanting("`provider/signing.py:verify` and `provider/`", ROOT / "bot") == []
    assert _wanting("`provider/signing.py:verified_by`", ROOT / "bot") == ["provider/signing.py:verified_by"]
    assert _wanting("`provider/signature.py`", ROOT / "bot") == ["provider/signature.py:"]
    assert _wanting("`signing.py:verify` in no folder is not looked at", ROOT / "bot") == []


def test_a_journey_names_a_function_in_each_step() -> None:
    steps = re.findall(r"(?m)^\d+\. (.+)$", _section(CODE, "## Journeys"))
    assert steps
    assert [step for step in steps if not any(name for _path, name in _named(step))] == []


def test_the_page_of_the_tests_counts_what_there_is() -> None:
    page = _page("tests")
    planted = {f"of_{kind}.py": int(count) for kind, count in _pairs(r"^\| \[of_(\w+)\.py\]\(\S+\) \| (\d+) \|", page)}
    modules = sorted((ROOT / "tests" / "mutants").glob("of_*.py"))
    assert planted == {path.name: len(import_module(f"tests.mutants.{path.stem}").FAULTS) for path in modules}
    assert re.findall(r"(\d+) of them\. Each names", page) == [str(len(FAULTS))]
    assert re.findall(r"\| (\d+) stories; ", page) == [str(len(SCRIPTS))]


def test_each_invariant_is_where_the_page_of_the_tests_says() -> None:
    rows = dict(_pairs(r"^\| (I\d+) \|(.+)\|$", _section(_page("tests"), "## Invariants")))
    assert list(rows) == [f"I{number}" for number in range(1, 13)]
    for told in rows.values():
        path = ""
        for place, name in re.findall(r"`(?:([\w/]+\.py):?)?(\w+)?`", told):
            path = place or path
            source = (ROOT / "tests" / path).read_text(encoding="utf-8")
            assert re.search(rf"\bdef {name}\b" if name else "", source), f"{path}:{name}"
