"""Measures the delivery of messages that waited for Telegram: time compared with the limit, refusals, order."""

import asyncio
import re
import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from bot.dev.bench.bot_process import MeasuredBot, open_measured_bot
from bot.dev.bench.parts import Run
from bot.dev.bench.seed_data import FIRST_PLAYER, fill
from bot.dev.bench.statistics import Figure, Goal, Round, percentile, single

_PER_SECOND = 30
_COMING = 2.0
"""New players a second, who expect an answer at once."""

_EACH = 4
_WAITING = "SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1"


async def measure(run: Run) -> Sequence[Figure]:
    """Deliver several waiting messages to each of many chats, as after an outage of Telegram."""
    many = 240 if run.quick else 600
    chats, newcomers = many // _EACH, int(_COMING * many / _PER_SECOND)
    await fill(run.folder / "bot.db", credited=10 * chats)
    async with open_measured_bot(run.folder, limited=True) as measured:
        await measured.simulators.ask("members", first=FIRST_PLAYER, players=chats)
        await measured.bot.start()
        await measured.simulators.ask("wait_for_webhook")
        await measured.simulators.ask("greet", player=FIRST_PLAYER - 2)
        idle = await _greet(measured, range(1, 1 + newcomers))
        await measured.bot.stop()
        before = await measured.simulators.ask("sent")
        await asyncio.to_thread(_put_out, run.folder / "bot.db", chats)
        await measured.bot.start()
        await measured.simulators.ask("greet", player=FIRST_PLAYER - 1)  # a warm-up
        busy = await _greet(measured, range(1 + newcomers, 1 + 2 * newcomers))
        await measured.wait_until_empty(_WAITING)
        sent = await measured.simulators.ask("sent")
        seconds = _seconds(measured)
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


async def _greet(measured: MeasuredBot, players: range) -> float:
    """The 99th percentile of new players' waits for their first answer, in milliseconds."""
    waits = await measured.simulators.ask("greets", first=players.start, players=len(players), per_second=_COMING)
    return 1000 * percentile(waits, 99)


def _put_out(path: Path, chats: int) -> None:
    """Add numbered messages to the outbox; those of one chat are not adjacent."""
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


def _seconds(measured: MeasuredBot) -> float:
    with closing(sqlite3.connect(f"file:{measured.bot.folder / 'bot.db'}?mode=ro", uri=True)) as file:
        first, last = file.execute(
            "SELECT MIN(done_at), MAX(done_at) FROM outbox WHERE dedupe LIKE 'bench-%'"
        ).fetchone()
    return float(last - first) / 1000


def _misplaced(texts: Mapping[str, Sequence[str]], many: int) -> int:
    """How many of the `many` messages are in chats where one is missing, repeated or out of order."""
    read_answer = defaultdict(list)
    for chat, said in texts.items():
        read_answer[chat] = [int(found[1]) for text in said if (found := re.search(r"mark: (\d+)$", text))]
    in_place = sum(numbers == sorted(set(numbers)) and len(numbers) == _EACH for numbers in read_answer.values())
    return many - in_place * _EACH
