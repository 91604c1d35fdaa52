"""Who reads, for tests that need the extra `ocr`."""

from collections.abc import Callable

import pytest

from bot.domain.wallet import WALLETS
from bot.ocr.recognizer import recognize
from bot.ocr.result import OcrResult

Read = Callable[[bytes], OcrResult]


@pytest.fixture(scope="package")
def read() -> Read:
    """Reads a picture, one after the other."""
    from bot.ocr.engine import Engine  # noqa: PLC0415 - is there with the extra only

    engine, wallets = Engine(), list(WALLETS.values())
    return lambda picture: recognize(picture, engine, wallets)
