"""One simulator served on a free port, a clock the test moves, and aiogram's Bot as its client."""

import io
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession
from PIL import Image

from bot.dev.simulators.telegram import SimulatedUser, TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app

TOKEN = "123456:test-token"
Ask: TypeAlias = Callable[..., Coroutine[None, None, tuple[int, Any]]]
Draw: TypeAlias = Callable[..., bytes]


@dataclass(slots=True)
class Clock:
    """Seconds that pass when the test says so."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sim(clock: Clock) -> TelegramSimulator:
    return TelegramSimulator(TOKEN, clock=clock, webhook_pause=0.01)


@pytest.fixture
async def url(sim: TelegramSimulator) -> AsyncIterator[str]:
    async with serve(telegram_app(sim)) as address:
        yield address


@pytest.fixture
async def bot(url: str) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    async with Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode="HTML")) as client:
        yield client


@pytest.fixture
async def player(sim: TelegramSimulator) -> SimulatedUser:
    """Someone who has started the bot."""
    person = sim.person(501, first_name="Aye", username="aye")
    await person.text("/start")
    return person


@pytest.fixture
def picture() -> Draw:
    """Draw a PNG of a size."""

    def draw(width: int = 600, height: int = 1300, kind: str = "PNG") -> bytes:
        out = io.BytesIO()
        Image.effect_noise((width, height), 40).convert("RGB").save(out, kind)
        return out.getvalue()

    return draw


@pytest.fixture
async def ask(url: str) -> AsyncIterator[Ask]:
    """Call a method with JSON and give the HTTP status and the answer."""
    async with ClientSession() as session:

        async def call(method: str, **values: object) -> tuple[int, Any]:
            async with session.post(f"{url}/bot{TOKEN}/{method}", json=values) as answer:
                return answer.status, await answer.json()

        yield call
