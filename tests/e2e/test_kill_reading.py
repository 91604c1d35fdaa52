"""SIGKILL while a receipt is read: nothing is lost, no program stays behind, and the player is asked in the end."""

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from bot.dev.simulators.paykassma import PaykassmaSimulator, Payment
from bot.dev.simulators.telegram import SimulatedUser, TelegramSimulator
from tests.e2e.process import Process
from tests.ocr.hostile import hostile

pytestmark = [pytest.mark.ocr, pytest.mark.process, pytest.mark.timeout(300)]
AMOUNT = 10_000
PATIENCE = 60.0
WORKER = b"bot.ocr.worker"


async def _has_paid(telegram: TelegramSimulator, provider: PaykassmaSimulator) -> tuple[SimulatedUser, Payment]:
    """A player with a card, who has paid to the number on it."""
    person = telegram.person(501, first_name="Aye", language_code="en")
    await person.start()
    await person.text("/deposit")
    await person.chat.until(lambda chat: any("WavePay" in message.labels for message in chat.messages), PATIENCE)
    await person.press("WavePay")
    await person.chat.shows("amount", PATIENCE)
    await person.text(str(AMOUNT))
    await person.chat.until(lambda chat: any(button.copy for m in chat.messages for button in m.buttons), PATIENCE)
    (created,) = provider.creates
    assert created.number
    return person, provider.pay("wavepay", created.number, AMOUNT)


async def _worker_of(pid: int | None) -> int:
    """The program that reads for the bot, once there is one."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                for child in children.read_text().split():
                    if WORKER in Path(f"/proc/{child}/cmdline").read_bytes():
                        return int(child)
            await asyncio.sleep(0.005)


def _seconds_of(pid: int) -> float:
    """Its time on the processor so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _is_gone(pid: int) -> None:
    """Wait until it has ended by itself, at its own limit at the latest."""
    async with asyncio.timeout(PATIENCE):
        with suppress(FileNotFoundError):
            while WORKER in Path(f"/proc/{pid}/cmdline").read_bytes():  # a zombie has none
                await asyncio.sleep(0.02)


async def _is_credited(person: SimulatedUser, provider: PaykassmaSimulator, process: Process, payment: Payment) -> None:
    await provider.until(lambda: len(provider.claims) == 1, PATIENCE)
    (claim,) = provider.claims
    assert (claim.transaction_number, claim.amount) == (payment.transaction_number, AMOUNT)
    assert await provider.postback(order_id=claim.order_id, times=1) == [200]
    await person.chat.shows("10,000 Ks added", PATIENCE)
    assert await process.rows("SELECT amount, ref FROM ledger") == [
        (AMOUNT, f"wavepay/MMK/{payment.transaction_number}")
    ]


async def test_a_receipt_whose_reading_was_killed_is_read_again(
    process: Process, telegram: TelegramSimulator, provider: PaykassmaSimulator
) -> None:
    person, payment = await _has_paid(telegram, provider)
    await person.photo(payment.receipt)
    worker = await _worker_of(process.pid)
    os.kill(worker, signal.SIGSTOP)  # the kill comes before the answer, however fast it is
    assert await process.rows("SELECT reading, read_number FROM deposits") == [("reading", "")]
    await process.kill()
    os.kill(worker, signal.SIGCONT)
    await _is_gone(worker)
    await process.start()
    await person.chat.shows("Is that right?", PATIENCE)
    await person.press("✅ Yes, send")
    await _is_credited(person, provider, process, payment)


async def test_a_hostile_picture_outlives_no_kill_and_no_limit_and_the_player_is_asked(
    process: Process, telegram: TelegramSimulator, provider: PaykassmaSimulator
) -> None:
    person, payment = await _has_paid(telegram, provider)
    await person.photo(hostile())
    worker = await _worker_of(process.pid)
    async with asyncio.timeout(PATIENCE):
        while _seconds_of(worker) < 1.0:  # it started in less, and thinks now
            await asyncio.sleep(0.02)
    await process.kill()
    await process.start()
    again = await _worker_of(process.pid)
    await person.chat.shows("Still needed: Transaction ID", PATIENCE)
    await _is_gone(worker)
    await _is_gone(again)
    await person.text(payment.transaction_number)
    await _is_credited(person, provider, process, payment)
