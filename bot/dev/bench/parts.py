"""The table of the bench's parts. Each is a module here with `async def measure(run: Run) -> Sequence[Figure]`.

A module is imported only when it is used, so that `--help` stays fast.
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
    """The options of a run: `folder` is for files, `say` prints progress.

    `postgres` is the URL of an empty database to measure besides SQLite; empty for none.
    """

    quick: bool
    folder: Path
    say: Callable[[str], object]
    postgres: str = ""

    @property
    def rounds(self) -> int:
        return 3 if self.quick else 5

    async def against(self, reference: Value, measured: Value, *, rounds: int | None = None) -> list[Round]:
        """Measure in rounds, each between two measurements of the reference.

        Ends when enough rounds are steady, or after twice that number of rounds.
        """
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
        """Measure something with several values at once: before, measured and after, for each round."""
        found, before = list[tuple[Found, Found, Found]](), await reference()
        for _ in range(self.rounds):
            value = await measured()
            after = await reference()
            found.append((before, value, after))
            before = after
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """A part: `does` describes it; `is_usual`: it is included when no parts are named."""

    does: str
    is_usual: bool = True


PARTS = {
    "intake": Part("postbacks of the provider, acknowledged when they are on disk"),
    "busy": Part("the same at a steady pace while players chat"),
    "conversation": Part("whole deposits through Telegram's webhook, beside a stock echo bot"),
    "pictures": Part("a receipt from bytes to a clean JPEG, beside plain Pillow"),
    "receipts": Part("receipts read: exact, wrong, CPU, delay of the event loop; needs the extra ocr", is_usual=False),
    "startup": Part("from exec to the first answer, and memory, beside `import aiogram`"),
    "recovery": Part("from a start after SIGKILL to the first acknowledged postback"),
    "growth": Part("the same queries in a database with many deposits and with few"),
    "delivery": Part("queued messages sent to Telegram, beside its limit"),
    "memory": Part("whether memory grows over 100,000 updates; takes long", is_usual=False),
}


def load(name: str) -> Measure:
    """The function that measures the part `name`."""
    measure: Measure = import_module(f"bot.dev.bench.{name}").measure
    return measure
