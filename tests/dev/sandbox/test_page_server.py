"""The server behind the sandbox's page: one origin, nothing foreign on it, and the bot's switch."""

import io
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.config.errors import StartupError
from bot.dev.sandbox import page_server as serving
from bot.dev.sandbox.page_server import sandbox_app
from bot.dev.simulators.merchant import MerchantSimulator
from bot.dev.simulators.paykassma import PaykassmaSimulator, ScriptedAnswer
from bot.dev.simulators.paykassma.postback_variants import CreditVariant, WithdrawalVariant
from bot.dev.simulators.paykassma.script import Away
from bot.dev.simulators.telegram import TelegramSimulator, serve
from bot.provider.signing import PostbackKeys

PAGE = Path(serving.__file__).parent / "page"
MERCHANT = MerchantSimulator(key="merchant")
CALLS = ("wallets", "creates", "claims", "payouts")
SVG = "http://www.w3.org/2000/svg"


@dataclass(slots=True)
class Switch:
    """A bot that notes what is done to it."""

    state: str = "running"
    trouble: Exception | None = None
    acts: list[str] = field(default_factory=list)

    async def start(self) -> None:
        self.acts.append("start")
        if self.trouble:
            raise self.trouble

    async def kill(self) -> None:
        self.acts.append("kill")


@pytest.fixture
def switch() -> Switch:
    return Switch()


@pytest.fixture
def telegram() -> TelegramSimulator:
    telegram = TelegramSimulator("123456:test-token")
    telegram.person(1001, first_name="Mg Mg", language_code="my")
    telegram.group(-5001, "Operators", [telegram.person(9001, first_name="Daw Hla")])
    return telegram


@pytest.fixture
async def http(telegram: TelegramSimulator, switch: Switch) -> AsyncIterator[ClientSession]:
    """A client of the page's own address."""
    keys = PostbackKeys(access_key="access", private_key="private")
    paykassma = PaykassmaSimulator(
        secret="secret", postback_keys=keys, withdrawal_key="key", postback_url="http://127.0.0.1:9/"
    )
    app = sandbox_app(telegram, paykassma, MERCHANT, start=switch.start, kill=switch.kill, state=lambda: switch.state)
    async with serve(app) as address, ClientSession(address) as client:
        yield client


@pytest.fixture
def state(http: ClientSession) -> Callable[[], Any]:
    async def ask() -> Any:  # noqa: ANN401 - JSON
        async with http.get("/sandbox/state") as answer:
            return await answer.json()

    return ask


async def test_all_that_the_page_names_is_served_from_its_own_address(http: ClientSession) -> None:
    async with http.get("/") as answer:
        page = await answer.text()
    style = (PAGE / "style.css").read_text(encoding="utf-8")
    scripts = [path.read_text(encoding="utf-8") for path in PAGE.glob("*.js")]
    named = re.findall(r'(?:src|href)="([^"]+)"', page) + re.findall(r'url\("([^"]+)"\)', style)
    named += [f"/page/{name}" for script in scripts for name in re.findall(r'from "\./([^"]+)"', script)]
    assert {"/page/app.js", "/page/chat.js", "/page/style.css", "/font/NotoSansMyanmar-Regular.ttf"} <= set(named)
    for path in named:
        async with http.get(path) as answer:
            assert (path[0], answer.status) == ("/", 200), path


@pytest.mark.parametrize("path", sorted(PAGE.iterdir()), ids=lambda path: path.name)
def test_no_part_of_the_page_speaks_to_the_network(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace(SVG, "")
    assert not re.findall(r"(?:https?:|wss?:)?//[a-z]+\.[^\s\"']+", text)


async def test_the_policy_allows_no_foreign_and_no_inline_code(http: ClientSession) -> None:
    for path in ("/", "/page/app.js", "/phone/state", "/console/state"):
        async with http.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
            assert "unsafe" not in policy
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    assert not re.findall(r"<style|<script(?![^>]*\ssrc=)|\s(?:style|on[a-z]+)=", page)


async def test_phones_console_and_wallet_are_reached_on_one_address(http: ClientSession) -> None:
    for path in ("/phone/state", "/console/state"):
        async with http.get(path) as answer:
            assert answer.status == 200
    order = {"wallet": "wavepay", "number": "09 765 584 687", "amount": "10000"}
    async with http.post("/wallet/pay", json=order) as answer:
        paid = await answer.json()
    async with http.get(paid["receipt_url"]) as picture:
        assert picture.content_type == "image/png"


async def test_a_large_picture_can_be_sent_from_the_page(http: ClientSession) -> None:
    async with http.post("/phone/1001/document", data={"file": io.BytesIO(bytes(12_000_000))}) as answer:
        assert answer.status == 200


async def test_the_state_tells_who_is_there_and_how_the_bot_is(state: Callable[[], Any], switch: Switch) -> None:
    told = await state()
    assert told["players"] == [{"id": 1001, "name": "Mg Mg", "language_code": "my"}]
    assert [person["id"] for person in told["operators"]] == [9001]
    assert (told["group"], told["bot"]) == (-5001, "running")
    switch.state = "stopped"
    assert (await state())["bot"] == "stopped"


async def test_the_state_tells_the_menus_that_the_bot_has_published(
    state: Callable[[], Any], telegram: TelegramSimulator
) -> None:
    commands = [{"command": "deposit", "description": "Deposit money"}]
    telegram.commands['{"type": "all_private_chats"}', "my"] = commands
    assert (await state())["menus"] == [
        {"scope": {"type": "all_private_chats"}, "language_code": "my", "commands": commands}
    ]


async def test_the_bot_is_killed_and_started_by_the_page(http: ClientSession, switch: Switch) -> None:
    for act in ("kill", "start"):
        async with http.post(f"/sandbox/{act}") as answer:
            assert (answer.status, await answer.json()) == (200, {"ok": True})
    assert switch.acts == ["kill", "start"]


@pytest.mark.parametrize("trouble", [StartupError("its last words"), TimeoutError()])
async def test_a_bot_that_does_not_start_is_told_in_words(
    http: ClientSession, switch: Switch, trouble: Exception
) -> None:
    switch.trouble = trouble
    async with http.post("/sandbox/start") as answer:
        told = await answer.json()
    assert (answer.status, told["ok"]) == (500, False)
    assert told["error"] == (str(trouble) or "The bot did not start in time")


def _keys(script: str, constant: str) -> set[str]:
    """The keys of an object in a script of the page."""
    body = re.search(rf"const {constant} = {{(.*?)}};", script, re.DOTALL)
    assert body
    return set(re.findall(r'(?:^|[{,])\s*"?([\w-]+)"?:', body[1], re.MULTILINE))


def test_the_console_offers_every_act_and_answer_that_the_provider_knows() -> None:
    script = (PAGE / "console.js").read_text(encoding="utf-8")
    assert _keys(script, "CLAIM_ACTS") | {"credit"} == set(CreditVariant)
    assert _keys(script, "PAYOUT_ACTS") | {"pay", "fail"} == set(WithdrawalVariant)
    assert _keys(script, "AWAY") == set(Away)
    assert _keys(script, "COMMON") | _keys(script, "ANSWERS") - set(CALLS) == set(ScriptedAnswer)


@pytest.mark.parametrize("call", CALLS)
async def test_the_console_names_the_calls_as_the_provider_does(http: ClientSession, call: str) -> None:
    assert call in _keys((PAGE / "console.js").read_text(encoding="utf-8"), "CALLS")
    async with http.post("/console/next", json={"call": call, "answer": ScriptedAnswer.EMPTY}) as answer:
        assert answer.status == 200
