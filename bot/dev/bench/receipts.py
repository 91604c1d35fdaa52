"""Measures OCR of receipts: exact and wrong numbers, CPU for each, and the delay of the event loop."""

import asyncio
import json
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from bot.config.errors import StartupError
from bot.dev.bench.parts import Run
from bot.dev.bench.statistics import Figure, Goal, single
from bot.domain.wallet import WALLETS
from bot.ocr.port import ReceiptReader
from bot.ocr.recognizer import recognize
from bot.ocr.result import OcrResult
from bot.ocr.worker_pool import is_installed, open_reader

_ROOT = Path(__file__).parents[3]
_FULL, _QUICK = ("150", "100", "40"), ("20", "10", "8")
_TICK = 0.001
_FIELDS = {"amount": "amount", "at": "at", "recipient_suffix": "recipient", "payer_suffix": "payer"}


async def measure(run: Run) -> Sequence[Figure]:
    """Read generated receipts in this process to measure CPU, then two at a time beside a running event loop."""
    if not is_installed():
        raise StartupError("The part receipts needs the extra `ocr`: install it as bot/config/README.md describes")
    if not (_ROOT / "tests" / "ocr").is_dir():
        raise StartupError("The part receipts uses the tests to draw receipts: run it in a checkout of the repository")
    await _drawn(run)
    truth: dict[str, dict[str, Any] | None] = json.loads((run.folder / "truth.json").read_text())
    readings, seconds = _read_all(run, list(truth))
    late, idle, memory = await _beside_the_loop(run, list(truth)[:20])
    return [
        *_exact(truth, readings),
        Figure(name="a reading", unit="s CPU, median", rounds=single(median(seconds)), goal=Goal(at_most=0.5)),
        Figure(name="a reading", unit="s CPU, slowest", rounds=single(max(seconds))),
        Figure(name="event loop late, two read at once", unit="ms, worst", rounds=single(late), goal=Goal(at_most=20)),
        Figure(name="event loop late, nothing read", unit="ms, worst", rounds=single(idle)),
        Figure(name="a worker's memory", unit="MB, peak", rounds=single(memory), goal=Goal(at_most=300)),
    ]


async def _drawn(run: Run) -> None:
    run.say("receipts: drawing")
    command = (sys.executable, "-m", "tests.ocr", str(run.folder), *(_QUICK if run.quick else _FULL))
    drawing = await asyncio.create_subprocess_exec(*command, cwd=_ROOT)
    if await drawing.wait():
        raise StartupError("The receipts could not be drawn: see the error above")


def _read_all(run: Run, names: Sequence[str]) -> tuple[dict[str, OcrResult], list[float]]:
    from bot.ocr.engine import Engine  # noqa: PLC0415 - is there with the extra only

    run.say("receipts: reading")
    engine, wallets = Engine(), list(WALLETS.values())
    readings, seconds = {}, []
    for name in names:
        picture = (run.folder / f"{name}.jpg").read_bytes()
        began = process_time()
        readings[name] = recognize(picture, engine, wallets)
        seconds.append(process_time() - began)
    return readings, seconds


def _exact(truth: dict[str, dict[str, Any] | None], readings: dict[str, OcrResult]) -> list[Figure]:
    normal = {name for name in truth if name.startswith("normal")}
    traps = {name for name in truth if truth[name] is None}
    found = []
    for kind, names, goal in (("normal", normal, 99.0), ("hard", truth.keys() - normal - traps, 80.0)):
        right = sum(readings[name].number == (truth[name] or {})["number"] for name in names)
        share = single(100 * right / len(names))
        note = f"{right} of {len(names)}"
        found.append(Figure(name=f"{kind}: number exact", unit="%", rounds=share, goal=Goal(at_least=goal), note=note))
    wrong = sum(_is_wrong(fact, readings[name]) for name, fact in truth.items())
    found.append(Figure(name="wrong numbers, of all", unit="", rounds=single(wrong), goal=Goal(at_most=0)))
    return found + [_field(field, normal, truth, readings) for field in _FIELDS]


def _is_wrong(fact: dict[str, Any] | None, reading: OcrResult) -> bool:
    return reading.number is not None and (fact is None or reading.number != fact["number"])


def _field(
    field: str, names: set[str], truth: dict[str, dict[str, Any] | None], readings: dict[str, OcrResult]
) -> Figure:
    """How often another fact was read from normal receipts, and how often wrong; time counts to the minute."""
    right = wrong = 0
    for name in names:
        have, want = getattr(readings[name], field), (truth[name] or {})[_FIELDS[field]]
        same = have is not None and (str(want).endswith(have) if isinstance(have, str) else _alike(field, have, want))
        right, wrong = right + same, wrong + (have is not None and not same)
    share = single(100 * right / len(names))
    return Figure(name=f"normal: {field} exact", unit="%", rounds=share, note=f"{wrong} wrong")


def _alike(field: str, have: int, want: int) -> bool:
    return have == want or (field == "at" and have // 60_000 == want // 60_000)


async def _beside_the_loop(run: Run, names: Sequence[str]) -> tuple[float, float, float]:
    """The event loop's worst delay in ms while two pictures are read at once, the same while none is read, and MB.

    The first includes the start of the workers; the last is the peak memory of the larger worker.
    """
    run.say("receipts: beside the event loop")
    pictures = [(run.folder / f"{name}.jpg").read_bytes() for name in names]
    async with open_reader(list(WALLETS.values())) as reader:
        began = perf_counter()
        late = await _lateness(_two_at_once(reader, pictures))
        seconds = perf_counter() - began
        memory = _peak_memory()
    return late, await _lateness(asyncio.sleep(seconds)), memory


async def _two_at_once(reader: ReceiptReader, pictures: Sequence[bytes]) -> None:
    async with asyncio.TaskGroup() as group:
        for start in (0, 1):
            group.create_task(_one_by_one(reader, pictures[start::2]))


async def _lateness(work: Coroutine[Any, Any, None]) -> float:
    worst = 0.0
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work)
        while not task.done():
            began = perf_counter()
            await asyncio.sleep(_TICK)
            worst = max(worst, perf_counter() - began - _TICK)
    return worst * 1000


async def _one_by_one(reader: ReceiptReader, pictures: Sequence[bytes]) -> None:
    for picture in pictures:
        await reader.read(picture)


def _peak_memory() -> float:
    """The largest peak memory of the child processes in MB; 0 if the system does not tell."""
    peaks = [0]
    for children in Path("/proc/self/task").glob("*/children"):
        for child in children.read_text().split():
            status = Path(f"/proc/{child}/status").read_text()
            peaks += [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")]
    return max(peaks) / 1024
