"""The program that reads pictures, apart from the bot: `python -m bot.ocr.worker kbzpay_manual:15-25 …`.

It takes pictures on its standard input and answers each on its standard output, as JSON; both are preceded by their
length in four bytes. What a hostile picture can do here is bounded by the limits it sets on itself.
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
"""Of addresses, most of which are never touched: a reading takes about a tenth of it."""
SECONDS = 15
"""For one picture; the bot has given up long before, unless it is not there any more."""
IDLE_SECONDS = 600
_FILES = 16
_NICE = 5
"""The bot's own work comes first."""
_LENGTH = struct.Struct(">I")


def argument_of(wallet: Wallet) -> str:
    """A wallet's rule as the worker takes it."""
    return f"{wallet.type}:{wallet.number_low}-{wallet.number_high}"


def wallet_of(argument: str) -> Wallet:
    """The wallet with its rule in `argument`."""
    kind, _, digits = argument.partition(":")
    low, _, high = digits.partition("-")
    return replace(WALLETS[kind], number_low=int(low), number_high=int(high))


def limit_itself() -> None:
    """From here on: bounded memory, no file written, no core left behind, everybody else first."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(_NICE)


def serve(pictures: BinaryIO, answers: BinaryIO, wallets: list[Wallet]) -> None:
    """Read one picture after the other, until there are no more or nobody has sent one for long."""
    limit_itself()
    engine = Engine()
    while True:
        signal.alarm(IDLE_SECONDS)  # it ends the program, whatever that is doing
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
    except Exception:  # noqa: BLE001 - whatever a decoder says of a broken picture: it cannot be read
        return OcrResult(outcome=ReadOutcome.NO_RECEIPT)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, [wallet_of(argument) for argument in sys.argv[1:]])
