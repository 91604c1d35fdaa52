"""Messages that waited for Telegram leave at its limit: time over the least possible, refusals, order in each chat."""

import asyncio
import re
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from bot.dev.bench.bot_process import MeasuredBot, open_house
from bot.dev.bench.parts import Run
from bot.dev.bench.seed_data import FIRST_PLAYER, fill
from bot.dev.bench.statistics import Figure, Goal, Round, percentile, single

_PER_SECOND = 30
_COMING = 2.0
"""New players a second, who want their answer at once."""

_EACH = 4
_WAITING = "SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1"


async def measure(run: Run) -> Sequence[Figure]:
    """What an outage of Telegram left behind: several messages to each of many chats."""
    many = 240 if run.quick else 600
    chats, newcomers = many // _EACH, int(_COMING * many / _PER_SECOND)
    await fill(run.folder / "bot.db", credited=10 * chats)
    async with open_house(run.folder, limited=True) as house:
        await house.peer.ask("members", first=FIRST_PLAYER, players=chats)
        await house.bot.start()
        await house.peer.ask("met")
        await house.peer.ask("greet", player=FIRST_PLAYER - 2)
        idle = await _greet(house, range(1, 1 + newcomers))
        await house.bot.stop()
        before = await house.peer.ask("sent")
        await asyncio.to_thread(_put_out, run.folder / "bot.db", chats)
        await house.bot.start()
        await house.peer.ask("greet", player=FIRST_PLAYER - 1)  # nobody measures the first time that anything is done
        busy = await _greet(house, range(1 + newcomers, 1 + 2 * newcomers))
        await house.rests(_WAITING)
        sent = await house.peer.ask("sent")
        seconds = _seconds(house)
    least = (sent["sends"] - before["sends"] - 1) / _PER_SECOND
    misplaced = _misplaced(sent["texts"], many)
    return [
        Figure(
            name=f"{many} messages",
            unit="s",
            rounds=[Round(value=seconds, before=least, after=least)],
            reference="at Telegram's limit",
            goal=Goal(at_most=1.05),
        ),
        Figure(
            name="answers meanwhile, p99",
            unit="ms",
            rounds=[Round(value=busy, before=idle, after=idle)],
            reference="nothing waits",
            goal=Goal(at_most=2),
        ),
        Figure(name="answers of 429", unit="", rounds=single(sent["refused"]), goal=Goal(at_most=0)),
        Figure(name="out of order, twice or lost", unit="", rounds=single(misplaced), goal=Goal(at_most=0)),
    ]


async def _greet(house: MeasuredBot, players: range) -> float:
    """The 99th percentile of what newcomers wait for their first answer, in milliseconds."""
    waits = await house.peer.ask("greets", first=players.start, players=len(players), per_second=_COMING)
    return 1000 * percentile(waits, 99)


def _put_out(path: Path, chats: int) -> None:
    """Numbered messages, those of one chat not next to each other."""
    with closing(sqlite3.connect(path)) as file, file:
        file.executemany(
            "INSERT INTO outbox (lane, kind, subject, payload, dedupe, priority, due_at, created_at)"
            " VALUES (?, 'screen', '', ?, ?, 1, 0, 0)",
            [
                (
                    f"tg:{FIRST_PLAYER + number % chats}",
                    f'{{"name": "crashed", "args": {{"incident": "{number}"}}}}',
                    f"bench-{number}",
                )
                for number in range(chats * _EACH)
            ],
        )


def _seconds(house: MeasuredBot) -> float:
    with closing(sqlite3.connect(f"file:{house.bot.folder / 'bot.db'}?mode=ro", uri=True)) as books:
        first, last = books.execute(
            "SELECT MIN(done_at), MAX(done_at) FROM outbox WHERE dedupe LIKE 'bench-%'"
        ).fetchone()
    return float(last - first) / 1000


def _misplaced(texts: Mapping[str, Sequence[str]], many: int) -> int:
    """How many messages did not come in their place: once, and after the one before."""
    heard = defaultdict(list)
    for chat, said in texts.items():
        heard[chat] = [int(found[1]) for text in said if (found := re.search(r"mark: (\d+)$", text))]
    rightly = sum(numbers == sorted(set(numbers)) and len(numbers) == _EACH for numbers in heard.values())
    return many - rightly * _EACH
