"""The interface of a receipt reader. Where it finds no transaction number, the player is asked to type it."""

from typing import Protocol

from bot.ocr.result import NOT_TRIED, OcrResult


class ReceiptReader(Protocol):
    """Reads receipts. Never raises, however broken or hostile a picture is, and answers in bounded time."""

    async def read(self, picture: bytes) -> OcrResult:
        """Read `picture`, a sanitized JPEG (`bot.pictures.sanitize.Receipt.content`)."""
        ...


class NoReceiptReader:
    """Reads nothing; used where the extra `ocr` is not installed."""

    async def read(self, picture: bytes) -> OcrResult:  # noqa: ARG002 - the picture is not used
        """Always `NOT_TRIED`."""
        return NOT_TRIED
