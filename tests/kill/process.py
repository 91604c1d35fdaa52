"""The whole program under load, killed at random moments: by webhook and by polling, also while it starts."""

import asyncio
import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.dev.simulators.paykassma.app import paykassma_app
from bot.dev.simulators.telegram import TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from tests.e2e.process import settings_of
from tests.e2e.world import KEYS, SECRET, TOKEN, WEBHOOK_SECRET, WITHDRAWAL_KEY
from tests.kill.looks import rows
from tests.kill.people import CHECKER, MAKER, OPERATORS_CHAT, Operators, Player, PostbackRepeater, ProgramFixture
from tests.kill.process_checker import check
from tests.kill.program import Program, open_program
from tests.ports import free_port

_WAITING = (
    "SELECT (SELECT COUNT(*) FROM inbox WHERE state = 'new')"
    " + (SELECT COUNT(*) FROM outbox WHERE state = 'waiting') AS waiting"
)
PLAYERS = range(1001, 1007)
_EARLY, _POLLS, _AFRESH = 0.3, 0.35, 15
_LONGEST_LIFE = 1.0
_CEILINGS = {
    "DEPOSIT_AUTO_CREDIT_HOUR_MAX": "0",
    "DEPOSIT_AUTO_CREDIT_PLAYER_DAY_MAX": "0",
    "WITHDRAWAL_DAY_MAX": "1000000000",
    "WITHDRAWAL_OPERATOR_DAY_MAX": "1000000000",
    "WITHDRAWAL_ACCOUNT_DAY_MAX": "1000000000",
}
"""A few people do here within a day what a busy bot sees in a year."""


async def kill_process(kills: int, seed: int) -> str:
    """Kill it so many times, then check. Returns what was seen. Raises Broken, or whatever else went wrong.

    The seed decides modes, delays and what people do; the moment of a kill is one of real time.
    """
    with tempfile.TemporaryDirectory(prefix="kill-") as folder:
        async with _open_scene(Path(folder), Random(seed)) as scene:
            players = [Player(scene, number) for number in PLAYERS]
            team, teller = Operators(scene, list(PLAYERS)), PostbackRepeater(scene)
            async with asyncio.TaskGroup() as group:
                group.create_task(teller.run())
                async with asyncio.TaskGroup() as people:
                    people.create_task(team.run())
                    for player in players:
                        people.create_task(player.run())
                    await _kill(scene, kills)
                    scene.is_over = True
                await scene.until(lambda: _is_at_rest(scene), "rest")
                teller.is_over = True
            await scene.until(lambda: _is_at_rest(scene), "rest")
            await scene.program.stop()
            seen = check(scene)
            return f"{seen}; {_recovery(scene.program)}"


@asynccontextmanager
async def _open_scene(folder: Path, rng: Random) -> AsyncIterator[ProgramFixture]:
    telegram = TelegramSimulator(TOKEN, webhook_pause=0.05)
    provider = PaykassmaSimulator(
        secret=SECRET, postback_keys=KEYS, withdrawal_key=WITHDRAWAL_KEY, pauses=(0.05, 0.1, 0.2, 0.4)
    )
    script = provider.script
    script.wavepay_credit_after, script.kbzpay_credit_after, script.pay_after = 0.1, 0.2, 0.2
    port = free_port()
    provider.postback_url = f"http://127.0.0.1:{port}/paykassma/postback"
    async with serve(telegram_app(telegram)) as telegram_url, serve(paykassma_app(provider)) as provider_url:
        settings = settings_of(folder, port, telegram_url, provider_url) | {
            "BOT_OPERATORS": f"{MAKER}:cashier,{CHECKER}:checker",
            "BOT_OPERATORS_CHAT": str(OPERATORS_CHAT),
            "BOT_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "BOT_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "PAYKASSMA_TEST_WITHDRAWALS": "false",
            **_CEILINGS,
        }
        async with open_program(folder, settings) as program:
            yield ProgramFixture(telegram=telegram, provider=provider, program=program, rng=rng)


async def _kill(scene: ProgramFixture, kills: int) -> None:
    """Life after life; the first ends when somebody was served, the last does not."""
    program, rng = scene.program, scene.rng
    await program.start("webhook")
    await program.works()
    for number in range(kills):
        if rng.random() < _EARLY:
            await asyncio.sleep(rng.uniform(0, _usual(program)))
        else:
            await program.works()
            await asyncio.sleep(rng.uniform(0, _LONGEST_LIFE))
        await program.kill()
        # The last life fetches its updates: that needs no patience with a pusher's pauses.
        polls = rng.random() < _POLLS or number == kills - 1
        await program.start("polling" if polls else "webhook", afresh=number % _AFRESH == _AFRESH - 1)


def _usual(program: Program) -> float:
    """How long a life usually takes to be of use."""
    return statistics.median(program.quick_recoveries or [_LONGEST_LIFE])


def _is_at_rest(scene: ProgramFixture) -> bool:
    waiting = rows(scene.path, _WAITING)
    acknowledged = all(delivery.acknowledged for delivery in scene.provider.deliveries)
    return bool(waiting) and not waiting[0]["waiting"] and acknowledged and not scene.telegram.updates.waiting()


def _recovery(program: Program) -> str:
    fresh, forked = program.recoveries, program.quick_recoveries
    return (
        f"{program.kills} kills, {program.killed_early} of them while it started;"
        f" from SIGKILL to the first acknowledgement: {_spread(fresh)} started afresh, {_spread(forked)} forked"
    )


def _spread(times: list[float]) -> str:
    return f"median {statistics.median(times):.1f} s, longest {max(times):.1f} s of {len(times)}" if times else "none"
