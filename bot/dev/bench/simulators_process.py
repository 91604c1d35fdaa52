"""A child process of the bench: simulated Telegram and provider, with players who use the bot and time its answers."""

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
    """The functions that the bench calls. Waits are in seconds, one for each act of a player."""

    def __init__(self, telegram: TelegramSimulator, provider: PaykassmaSimulator) -> None:
        self._telegram = telegram
        self._provider = provider
        self._t = Translator(Language.EN)

    async def wait_for_webhook(self) -> bool:
        """Wait until the bot has set its webhook."""
        updates = self._telegram.updates
        await updates.condition.until(lambda: updates.webhook, _PATIENCE)
        return True

    async def forget_bot(self) -> bool:
        """Remove the webhook, so that nothing is pushed to a bot that has ended."""
        self._telegram.updates.webhook = None
        return True

    async def talk(self, first: int, players: int, at_once: int, pause: float = 0.0) -> dict[str, Any]:
        """Let `players` make a whole deposit each, `at_once` at a time; each of the `acts` is an update for the bot."""
        return await self._walks(self._deposit, range(first, first + players), at_once, pause)

    async def echo(self, first: int, players: int, at_once: int, pause: float = 0.0) -> dict[str, Any]:
        """Let `players` perform as many acts with the echo bot."""
        return await self._walks(self._echo, range(first, first + players), at_once, pause)

    async def chat(self, first: int, players: int, at_once: int) -> dict[str, Any]:
        """Let returning players act without money; then drop all messages here, so that only the bot can grow."""
        told = await self._walks(self._look_round, range(first, first + players), at_once, 0.0)
        self._telegram.event_log.clear()
        for chat in self._telegram.chats.values():
            chat.history.clear()
            for message in chat.messages:
                chat.record(ChatEvent(kind="delete", chat_id=chat.id, message=message))
        return told

    async def greet(self, player: int) -> float:
        """Send `/start` as a new player; returns the seconds until the answer."""
        began = perf_counter()
        person = self._telegram.person(player)
        await person.start()
        await person.chat.until(_answered(0), _PATIENCE)
        return perf_counter() - began

    async def greets(self, first: int, players: int, per_second: float) -> list[float]:
        """Let new players come at a steady rate; returns the seconds that each waited for the answer."""

        async def one(place: int) -> float:
            await asyncio.sleep(place / per_second)
            return await self.greet(first + place)

        return await asyncio.gather(*map(one, range(players)))

    async def members(self, first: int, players: int) -> bool:
        """Create players who have started the bot before, so that it may write to them."""
        for player in range(first, first + players):
            await self._telegram.person(player).unblock()
        return True

    async def sent(self) -> dict[str, Any]:
        """The number of messages and of 429 answers so far, and the texts of each chat in order."""
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
        """A whole deposit: `/start`, Deposit, a wallet, an amount, the transaction number, and the credit."""
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
    """The receiving number on the card's copy button; None if there is none."""
    buttons = (button for message in chat.messages for button in message.buttons)
    return next((button.copy for button in buttons if re.fullmatch(r"09\d{7,}", button.copy)), None)


async def main(options: dict[str, Any]) -> None:
    """`options`: `token`, `secret`, `access_key`, `private_key`, `withdrawal_key`, `postback_url`, `limited`."""
    telegram = TelegramSimulator(
        options["token"], limits=SendingLimits() if options["limited"] else None, webhook_pause=0.05
    )
    keys = PostbackKeys(access_key=options["access_key"], private_key=options["private_key"])
    provider = PaykassmaSimulator(
        secret=options["secret"],
        postback_keys=keys,
        withdrawal_key=options["withdrawal_key"],
        postback_url=options["postback_url"],
    )
    provider.script.wavepay_credit_after = 0
    simulators = Simulators(telegram, provider)
    asked = ("wait_for_webhook", "forget_bot", "talk", "echo", "chat", "greet", "greets", "members", "sent", "outage")
    async with AsyncExitStack() as stack:
        greeting = {
            "telegram": await stack.enter_async_context(serve(telegram_app(telegram))),
            "provider": await stack.enter_async_context(serve(paykassma_app(provider))),
        }
        await answer_questions(greeting, {name: getattr(simulators, name) for name in asked})


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
