"""The worker process that reads receipts: `python -m bot.ocr.worker kbzpay_manual:15-25 …`.

It reads pictures from standard input and writes an `OcrResult` as JSON for each to standard output; each is preceded by
its length in four bytes, big-endian. It limits its own resources, so that a hostile picture can do little.
"""

import json
import os
import resource
import signal
import struct
import sys
from dataclasses import asdict, replace
from typing import BinaryIO

from bot.domain.wallet import WALLETS, Wallet
from bot.ocr.engine import Engine
from bot.ocr.recognizer import recognize
from bot.ocr.result import OcrResult, ReadOutcome

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space (RLIMIT_AS), most of it never used: reading a picture takes about a tenth."""
SECONDS = 15
"""Seconds for one picture. The bot gives up earlier; this is for a bot that has ended."""
IDLE_SECONDS = 600
_FILES = 16
_NICE = 5
"""The worker's niceness: the bot itself has priority."""
_LENGTH = struct.Struct(">I")


def wallet_of(argument: str) -> Wallet:
    """The wallet with the number rule in `argument`, such as `kbzpay_manual:15-25`."""
    kind, _, digits = argument.partition(":")
    low, _, high = digits.partition("-")
    return replace(WALLETS[kind], number_low=int(low), number_high=int(high))


def limit_itself() -> None:
    """Limit this process: memory, no written files, no core dump, few open files, low priority."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(_NICE)


def serve(pictures: BinaryIO, answers: BinaryIO, wallets: list[Wallet]) -> None:
    """Answer picture after picture until the input ends; `SIGALRM` ends a worker that is idle or too slow."""
    limit_itself()
    engine = Engine()
    while True:
        signal.alarm(IDLE_SECONDS)  # the signal ends the process
        head = pictures.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return
        signal.alarm(SECONDS)
        content = pictures.read(_LENGTH.unpack(head)[0])
        answer = json.dumps(asdict(_reading(content, engine, wallets))).encode()
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _reading(content: bytes, engine: Engine, wallets: list[Wallet]) -> OcrResult:
    try:
        return recognize(content, engine, wallets)
    except Exception:  # noqa: BLE001 - any decoder error means that the picture cannot be read
        return OcrResult(outcome=ReadOutcome.NO_RECEIPT)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, [wallet_of(argument) for argument in sys.argv[1:]])
