"""The parts of the bench. Each is a module of this room with `async def measure(run: Run) -> Sequence[Figure]`.

A module is imported only when it is asked for, so that `--help` pays for none of them.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from bot.dev.bench.statistics import Figure, Round

Measure = Callable[["Run"], Awaitable[Sequence[Figure]]]
Found = TypeVar("Found")
Value = Callable[[], Awaitable[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How thorough to be, where files may lie, and whom to tell what is going on.

    `postgres` is the URL of an empty database to measure beside SQLite, if one was given.
    """

    quick: bool
    folder: Path
    say: Callable[[str], object]
    postgres: str = ""

    @property
    def rounds(self) -> int:
        return 3 if self.quick else 5

    async def against(self, reference: Value, measured: Value, *, rounds: int | None = None) -> list[Round]:
        """Measure between two looks at the reference, until there are enough steady rounds or it took twice as many."""
        wanted, found = rounds or self.rounds, list[Round]()
        before = await reference()
        while sum(one.is_steady for one in found) < wanted and len(found) < 2 * wanted:
            value = await measured()
            after = await reference()
            found.append(Round(value=value, before=before, after=after))
            before = after
        return found

    async def between(
        self, reference: Callable[[], Awaitable[Found]], measured: Callable[[], Awaitable[Found]]
    ) -> list[tuple[Found, Found, Found]]:
        """The same for what has several values at once: before, measured, after, for each round."""
        found, before = list[tuple[Found, Found, Found]](), await reference()
        for _ in range(self.rounds):
            value = await measured()
            after = await reference()
            found.append((before, value, after))
            before = after
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """`is_usual` says whether it belongs to a run that names no parts."""

    does: str
    is_usual: bool = True


PARTS = {
    "intake": Part("the provider's postbacks, acknowledged when they are on disk"),
    "busy": Part("the same at a steady pace while players chat"),
    "conversation": Part("whole deposits through Telegram's webhook, beside a stock echo bot"),
    "pictures": Part("a receipt from bytes to a clean JPEG, beside plain Pillow"),
    "receipts": Part("receipts read: exact, wrong, CPU, delay of the event loop; needs the extra ocr", is_usual=False),
    "startup": Part("from exec to the first answer, and memory, beside `import aiogram`"),
    "recovery": Part("from a start after SIGKILL to the first acknowledged postback"),
    "growth": Part("the queries of the flow with many deposits in the books, beside few"),
    "delivery": Part("messages that waited for Telegram, beside its limit"),
    "memory": Part("whether memory grows over 100,000 updates; takes long", is_usual=False),
}


def load(name: str) -> Measure:
    """What measures the part `name`."""
    measure: Measure = import_module(f"bot.dev.bench.{name}").measure
    return measure
