"""A child of the bench: the simulated Telegram and provider, with players who talk to the bot and time its answers."""

import asyncio
import json
import re
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from time import perf_counter
from typing import Any

from bot.dev.bench.children import answer_questions
from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.dev.simulators.paykassma.app import paykassma_app
from bot.dev.simulators.telegram import ChatEvent, SendingLimits, SimulatedChat, SimulatedUser, TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from bot.domain.player import Language
from bot.i18n import Translator
from bot.provider.signing import PostbackKeys

_PATIENCE = 300.0
_AMOUNT = 10_000
_WALLET = "wavepay"


class Simulators:
    """Answers the bench's questions. Waits are told in seconds, one for each act of a player."""

    def __init__(self, telegram: TelegramSimulator, provider: PaykassmaSimulator) -> None:
        self._telegram = telegram
        self._provider = provider
        self._t = Translator(Language.EN)

    async def met(self) -> bool:
        """Wait until the bot has said where updates shall be pushed."""
        updates = self._telegram.updates
        await updates.condition.until(lambda: updates.webhook, _PATIENCE)
        return True

    async def forget_bot(self) -> bool:
        """No bot is known any more, so that nobody waits for one that has ended."""
        self._telegram.updates.webhook = None
        return True

    async def talk(self, first: int, players: int, at_once: int, pause: float = 0.0) -> dict[str, Any]:
        """So many players walk a whole deposit each, some at once; each of their `acts` is an update for the bot."""
        return await self._walks(self._deposit, range(first, first + players), at_once, pause)

    async def echo(self, first: int, players: int, at_once: int, pause: float = 0.0) -> dict[str, Any]:
        """The same number of acts with a bot that repeats what it hears."""
        return await self._walks(self._echo, range(first, first + players), at_once, pause)

    async def chat(self, first: int, players: int, at_once: int) -> dict[str, Any]:
        """Acts without money, by players who come back; what was said is forgotten here, so that only the bot grows."""
        told = await self._walks(self._look_round, range(first, first + players), at_once, 0.0)
        self._telegram.event_log.clear()
        for chat in self._telegram.chats.values():
            chat.history.clear()
            for message in chat.messages:
                chat.record(ChatEvent(kind="delete", chat_id=chat.id, message=message))
        return told

    async def greet(self, player: int) -> float:
        """`/start` by a new player; the seconds until he is answered."""
        began = perf_counter()
        person = self._telegram.person(player)
        await person.start()
        await person.chat.until(_answered(0), _PATIENCE)
        return perf_counter() - began

    async def greets(self, first: int, players: int, per_second: float) -> list[float]:
        """So many new players come at a steady pace; the seconds that each waited for his answer."""

        async def one(place: int) -> float:
            await asyncio.sleep(place / per_second)
            return await self.greet(first + place)

        return await asyncio.gather(*map(one, range(players)))

    async def members(self, first: int, players: int) -> bool:
        """So many persons who have started the bot long ago, and whom it may write."""
        for player in range(first, first + players):
            await self._telegram.person(player).unblock()
        return True

    async def sent(self) -> dict[str, Any]:
        """What the bot sent so far, how often it was told 429, and the order of the texts in each chat."""
        texts = {
            chat.id: [event.message.text for event in chat.history if event.kind == "message" and event.message]
            for chat in self._telegram.chats.values()
        }
        throttle = self._telegram.throttle
        return {"sends": throttle.sends, "refused": throttle.refused, "texts": texts}

    async def outage(self, *, on: bool) -> bool:
        self._telegram.outage(on)
        return on

    async def _walks(
        self, walk: Callable[[SimulatedUser, float], Any], people: range, at_once: int, pause: float
    ) -> dict[str, Any]:
        room, began = asyncio.Semaphore(at_once), perf_counter()

        async def one(player: int) -> list[float]:
            async with room:
                waits: list[float] = await walk(self._telegram.person(player), pause)
                return waits

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(player)) for player in people]
        waits = [wait for task in tasks for wait in task.result()]
        return {"acts": len(waits), "seconds": perf_counter() - began, "waits": waits}

    async def _deposit(self, person: SimulatedUser, pause: float) -> list[float]:
        """`/start`, Deposit, a wallet, an amount, the transaction number, and the credit that rings."""
        chat, t = person.chat, self._t
        said = (t.plain("button-deposit"), "WavePay", t.amount(_AMOUNT))
        waits = [await _timed(chat, person.start(), _offers(said[0]))]
        for label, then in zip(said, (*map(_offers, said[1:]), _number_of), strict=True):
            await asyncio.sleep(pause)
            waits.append(await _timed(chat, person.press(label), then))
        payment = self._provider.pay(_WALLET, _number_of(chat) or "", _AMOUNT)
        await asyncio.sleep(pause)
        waits.append(await _timed(chat, person.text(payment.transaction_number), _shows("🔎")))
        await chat.until(_shows("✅"), _PATIENCE)
        return waits

    async def _look_round(self, person: SimulatedUser, _pause: float) -> list[float]:
        waits = []
        for command in ("/start", "/help", "/history", "nonsense", "/language"):
            told = sum(message.from_bot for message in person.messages)
            waits.append(await _timed(person.chat, person.text(command), _answered(told)))
        return waits

    async def _echo(self, person: SimulatedUser, pause: float) -> list[float]:
        waits = []
        for number in range(5):
            await asyncio.sleep(pause)
            told = sum(message.from_bot for message in person.messages)
            waits.append(await _timed(person.chat, person.text(f"hello {number}"), _answered(told)))
        return waits


async def _timed(chat: SimulatedChat, act: Any, then: Callable[[SimulatedChat], object]) -> float:  # noqa: ANN401 - any act will do
    began = perf_counter()
    await act
    await chat.until(then, _PATIENCE)
    return perf_counter() - began


def _answered(told: int) -> Callable[[SimulatedChat], object]:
    return lambda chat: sum(message.from_bot for message in chat.messages) > told


def _offers(label: str) -> Callable[[SimulatedChat], object]:
    return lambda chat: any(label in message.labels for message in chat.messages)


def _shows(words: str) -> Callable[[SimulatedChat], object]:
    return lambda chat: any(words in message.text for message in chat.messages if message.from_bot)


def _number_of(chat: SimulatedChat) -> str | None:
    """The number on the card, as its copy button has it."""
    buttons = (button for message in chat.messages for button in message.buttons)
    return next((button.copy for button in buttons if re.fullmatch(r"09\d{7,}", button.copy)), None)


async def main(wishes: dict[str, Any]) -> None:
    """`wishes`: `token`, `secret`, `access_key`, `private_key`, `withdrawal_key`, `postback_url`, `limited`."""
    telegram = TelegramSimulator(
        wishes["token"], limits=SendingLimits() if wishes["limited"] else None, webhook_pause=0.05
    )
    keys = PostbackKeys(access_key=wishes["access_key"], private_key=wishes["private_key"])
    provider = PaykassmaSimulator(
        secret=wishes["secret"],
        postback_keys=keys,
        withdrawal_key=wishes["withdrawal_key"],
        postback_url=wishes["postback_url"],
    )
    provider.script.wavepay_credit_after = 0
    peer = Simulators(telegram, provider)
    asked = ("met", "forget_bot", "talk", "echo", "chat", "greet", "greets", "members", "sent", "outage")
    async with AsyncExitStack() as stack:
        hello = {
            "telegram": await stack.enter_async_context(serve(telegram_app(telegram))),
            "provider": await stack.enter_async_context(serve(paykassma_app(provider))),
        }
        await answer_questions(hello, {name: getattr(peer, name) for name in asked})


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
