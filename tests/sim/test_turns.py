"""Whose turn it is in a chat, in simulated time: at Telegram's limits, with a network that takes its time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import cast

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage

from bot.dev.simulators.telegram.answers import ApiError
from bot.dev.simulators.telegram.limits import SendingLimits, Throttle
from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.player import Language
from bot.services.notifications import messages, operator_cards
from bot.services.queue.outbox_worker import OutboxWorker
from bot.services.queue.worker_slots import WorkerSlots
from bot.store import outbox
from bot.store.engine.database import Transaction
from bot.store.engine.migrate import migrate
from tests.given import new_deposit
from tests.services.service_fixture import open_service_fixture
from tests.sim.chats import Chats, Message, plain_sender
from tests.sim.schedule import Schedule, run_quietly
from tests.sim.simulate import fresh_file
from tests.sim.store import GatedDatabase, open_store

NETWORK = 0.08
GROUP = -1001


@dataclass(slots=True)
class LimitedChats(Chats):
    """Keeps Telegram's limits, and writes down when each message arrived. `limits` None takes whatever comes."""

    throttle: Throttle | None = None
    arrived: list[tuple[int, int, str]] = field(default_factory=list)
    refused_for_haste: int = 0

    async def send_message(self, chat_id: int, text: str, **how: object) -> Message:
        await self._come(chat_id, text)
        return await Chats.send_message(self, chat_id, text, **how)

    async def edit_message_text(self, text: str, *, chat_id: int, message_id: int, **how: object) -> None:
        await self._come(chat_id, text)
        await Chats.edit_message_text(self, text, chat_id=chat_id, message_id=message_id, **how)

    async def _come(self, chat_id: int, text: str) -> None:
        await self.schedule.sleep(NETWORK)
        try:
            if self.throttle is not None:
                self.throttle.take(chat_id)
        except ApiError as refusal:
            self.refused_for_haste += 1
            raise TelegramRetryAfter(_CALL, "Too Many Requests", refusal.parameters["retry_after"]) from None
        self.arrived.append((self.schedule.now, chat_id, text))

    def when(self, words: str) -> int:
        """When the first message with these words arrived."""
        return next(at for at, _, text in self.arrived if words in text)

    def between(self, since: int, until: int) -> list[str]:
        return [text for at, _, text in self.arrived if since < at < until]


_CALL = SendMessage(chat_id=1, text="simulated")


@dataclass(slots=True, kw_only=True)
class Post:
    """A deliverer at work; the test puts out, lets time pass, and looks at what arrived."""

    schedule: Schedule
    database: GatedDatabase
    phone: LimitedChats
    deposit: Deposit

    @property
    def player(self) -> int:
        return self.deposit.player_id

    async def answer(self, number: int) -> None:
        """What a tap is answered with; no two alike."""
        args = {"incident": f"tap {number}"}
        await self._put(lambda tx: messages.screen(tx, self.player, "crashed", self.schedule.now, args=args))

    async def credit(self) -> None:
        async def unit(tx: Transaction) -> None:
            await messages.card(tx, self.deposit, self.schedule.now, priority=outbox.MONEY)
            await messages.notify(tx, self.deposit, "credited", self.schedule.now)

        await self._put(unit)

    async def redraw(self, subject: str) -> None:
        async def unit(tx: Transaction) -> None:
            await operator_cards.show(tx, subject, [GROUP], self.schedule.now)
            await tx.fetch("UPDATE outbox SET priority = 3 WHERE kind = 'operator_card' AND state = 'waiting'")

        await self._put(unit)

    async def command(self, name: str) -> None:
        await self._put(lambda tx: operator_cards.answer(tx, GROUP, name, self.schedule.now, language=Language.EN))

    async def _put(self, unit: Callable[[Transaction], Awaitable[None]]) -> None:
        await self.database.write(unit)

    async def wait(self, seconds: float) -> None:
        """Let so much time pass; whoever's time has come goes on at his moment."""
        until = self.schedule.now + round(seconds * 1000)
        while True:
            await self.schedule.quiet()
            for stop in self.schedule.ready():
                self.schedule.release(stop)
                await self.schedule.quiet()
            due = self.schedule.next_due()
            if due is None or due > until:
                break
            self.schedule.now = max(self.schedule.now, due)
        self.schedule.now = until


@asynccontextmanager
async def open_post(selector: object, folder: Path, url: str, limits: SendingLimits | None) -> AsyncIterator[Post]:
    """A new database, and a deliverer on it."""
    schedule = Schedule(selector)  # type: ignore[arg-type] # the loop's own
    async with open_store(url, schedule) as database:
        await migrate(database)
        deposit = await database.write(lambda tx: new_deposit(tx, DepositStatus.CREDITED, wallet="wavepay"))
        throttle = Throttle(limits, lambda: schedule.now / 1000) if limits else None
        phone = LimitedChats(schedule, throttle=throttle)
        services = open_service_fixture(database, folder, {"BOT_OPERATORS_CHAT": str(GROUP)}).services
        channel = plain_sender(cast("Bot", phone), services, schedule)
        deliverer = OutboxWorker(database, schedule, {"tg": channel}, [WorkerSlots(at_once=40, fresh=8)])
        async with asyncio.TaskGroup() as group:
            running = group.create_task(deliverer.run())
            yield Post(schedule=schedule, database=database, phone=phone, deposit=deposit)
            running.cancel()


def at_the_post(
    folder: Path,
    act: Callable[[Post], Awaitable[None]],
    limits: SendingLimits | None = SendingLimits(),  # noqa: B008 - frozen
) -> LimitedChats:
    """Let `act` happen in simulated time."""

    url = fresh_file(folder)

    async def main(selector: object) -> LimitedChats:
        async with open_post(selector, folder, url, limits) as post:
            await act(post)
        return post.phone

    return run_quietly(main)


@pytest.mark.parametrize(("taps", "limits"), [(20, SendingLimits()), (20, None), (120, SendingLimits())])
def test_a_credit_rings_within_two_seconds_however_much_was_tapped_before(
    tmp_path: Path, taps: int, limits: SendingLimits | None
) -> None:
    since = [0]

    async def act(post: Post) -> None:
        for number in range(taps):
            await post.answer(number)
            await post.wait(0.1)
        since[0] = post.schedule.now
        await post.credit()
        await post.wait(200)

    phone = at_the_post(tmp_path, act, limits)
    rang = phone.when('"ring"')
    assert rang - since[0] <= 2_000
    assert len(phone.between(since[0], rang)) <= 1
    assert rang < phone.when('"card"') <= since[0] + 2_000
    assert len({text for _, _, text in phone.arrived}) == len(phone.arrived) == taps + 2


def test_an_answer_at_one_tap_a_second_leaves_at_once(tmp_path: Path) -> None:
    sent: list[int] = []

    async def act(post: Post) -> None:
        for number in range(120):
            sent.append(post.schedule.now)
            await post.answer(number)
            await post.wait(1)
        await post.wait(30)

    phone = at_the_post(tmp_path, act)
    waits = [phone.when(f'"tap {number}"') - at for number, at in enumerate(sent)]
    assert quantiles(waits, n=20)[-1] <= 300
    assert phone.refused_for_haste == 0


def test_a_burst_of_answers_is_one_a_second_on_average(tmp_path: Path) -> None:
    async def act(post: Post) -> None:
        for number in range(60):
            await post.answer(number)
        await post.wait(120)

    phone = at_the_post(tmp_path, act, None)
    last = max(at for at, _, _ in phone.arrived)
    assert len(phone.arrived) == 60
    assert 50_000 <= last - min(at for at, _, _ in phone.arrived) <= 62_000
    assert _texts(phone) == sorted(_texts(phone), key=_number)


def test_in_the_operators_group_an_answer_does_not_stand_behind_cards_that_are_redrawn(tmp_path: Path) -> None:
    since = [0]

    async def act(post: Post) -> None:
        for number in range(30):
            await post.redraw(f"w-{number}")
        await post.wait(20)
        since[0] = post.schedule.now
        await post.command("done_freeze")
        await post.wait(200)

    phone = at_the_post(tmp_path, act)
    assert phone.when("done_freeze") - since[0] <= 300
    assert len(phone.arrived) == 31
    assert phone.refused_for_haste == 0


def _texts(phone: LimitedChats) -> Sequence[str]:
    return [text for _, _, text in phone.arrived]


def _number(text: str) -> int:
    return int(text.partition("tap ")[2].partition('"')[0])
