"""Who reads receipts."""

from bot.receipts.reader import NoReader, Reader
from bot.receipts.reading import Outcome


async def test_without_an_engine_nothing_is_read() -> None:
    reader: Reader = NoReader()
    reading = await reader.read(b"\xff\xd8\xff")
    assert reading.outcome is Outcome.NOT_TRIED
    assert (reading.wallet, reading.number, reading.amount, reading.at) == (None, None, None, None)
