"""Who reads receipts: the conversation asks a `ReceiptReader`, and asks the player where it gets no number."""

from typing import Protocol

from bot.ocr.result import NOT_TRIED, OcrResult


class ReceiptReader(Protocol):
    """Reads pictures. Never raises for what is on a picture, however broken or hostile, and answers in bounded time."""

    async def read(self, picture: bytes) -> OcrResult:
        """What stands on `picture`, which is a clean JPEG (`bot.pictures.sanitize.Receipt.content`)."""
        ...


class NoReceiptReader:
    """Reads nothing, where the extra `ocr` is not installed."""

    async def read(self, picture: bytes) -> OcrResult:  # noqa: ARG002 - it does not even look
        """Always `NOT_TRIED`."""
        return NOT_TRIED
