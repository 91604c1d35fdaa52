"""What operators do in a storm, as often as is told at the end."""

from collections.abc import Awaitable, Callable, Mapping
from random import Random
from typing import TypeVar

from tests.sim.people import OPERATORS
from tests.sim.postbacks import PAID
from tests.sim.world import PLAYERS, World

T = TypeVar("T")
Operation = Callable[[World, Random, int], Awaitable[None]]
_PAYOUTS = (5_000, 20_000, 60_000, 100_000, 130_000)


def one_of(rng: Random, weights: Mapping[T, float]) -> T:
    """One of these, the heavier the likelier."""
    return rng.choices(list(weights), list(weights.values()))[0]


async def operate(world: World, rng: Random) -> None:
    """One of them does something."""
    await one_of(rng, _OPERATIONS)(world, rng, rng.choice(list(OPERATORS)))


async def _propose_payout(world: World, rng: Random, who: int) -> None:
    player = rng.choice(PLAYERS)
    account = f"0940000{player}"
    world.say(who, "propose_payout", player=player, amount=rng.choice(_PAYOUTS), account=account)


async def _decide_payout(world: World, rng: Random, who: int) -> None:
    """Often two of them at once."""
    rows = await world.look("SELECT id FROM withdrawals WHERE status = 'proposed' ORDER BY id")
    if rows:
        payout = rng.choice(rows)["id"]
        for one in {who: 1, rng.choice(list(OPERATORS)): 1}:
            world.say(one, "confirm_payout" if rng.random() < 0.85 else "decline_payout", payout=payout)


async def _void_payout(world: World, rng: Random, who: int) -> None:
    rows = await world.look("SELECT id FROM withdrawals WHERE status IN ('sending', 'sent', 'unknown') ORDER BY id")
    if rows:
        world.say(who, "void_payout", payout=rng.choice(rows)["id"])


async def _decide_act(world: World, rng: Random, who: int) -> None:
    rows = await world.look("SELECT id FROM acts WHERE stage = 'proposed' ORDER BY id")
    if rows:
        act = rng.choice(rows)["id"]
        for one in {who: 1, rng.choice(list(OPERATORS)): 1}:
            world.say(one, "confirm" if rng.random() < 0.85 else "decline", act_id=act)


async def _claim(world: World, rng: Random, who: int) -> None:
    rows = await world.look("SELECT id FROM quarantine WHERE state = 'open' ORDER BY id")
    if rows:
        values = {"quarantine": rng.choice(rows)["id"], "label": f"tg-{rng.choice(PLAYERS)}"}
        world.say(who, "propose", kind="claim", values=values)


async def _dismiss(world: World, rng: Random, who: int) -> None:
    rows = await world.look("SELECT id FROM quarantine WHERE state = 'open' ORDER BY id")
    if rows:
        values = {"quarantine": rng.choice(rows)["id"], "reason": "a test of the provider"}
        world.say(who, "propose", kind="dismiss", values=values)


async def _release(world: World, _rng: Random, who: int) -> None:
    rows = await world.look("SELECT id FROM quarantine WHERE state = 'open' AND reason LIKE 'above%' ORDER BY id")
    if rows:
        values = {"entries": " ".join(str(row["id"]) for row in rows), "count": len(rows)}
        world.say(who, "propose", kind="release", values=values)


async def _reverse(world: World, rng: Random, who: int) -> None:
    rows = await world.look("SELECT id FROM deposits WHERE status = 'credited' ORDER BY id")
    if rows:
        values = {"deposit": rng.choice(rows)["id"], "reason": "mistake"}
        world.say(who, "propose", kind="reverse", values=values)


async def _resolve(world: World, rng: Random, who: int) -> None:
    """Honest operators say what the provider's cabinet shows, and wait a day before they say it is not there."""
    rows = await world.look("SELECT id FROM withdrawals WHERE status = 'unknown' ORDER BY id")
    if rows:
        payout = rng.choice(rows)["id"]
        exists = "yes" if payout in world.bank.payouts else "no"
        values = {"withdrawal": payout, "exists": exists, "reason": "seen in the cabinet"}
        world.say(who, "propose", kind="resolve", values=values)


async def _end_silent(world: World, rng: Random, who: int) -> None:
    """What the provider accepted is ended by the line of its cabinet, before its own word or after it."""
    rows = await world.look("SELECT id FROM withdrawals WHERE status IN ('sent', 'unknown') ORDER BY id")
    ended = [row["id"] for row in rows if row["id"] in world.outcomes]
    if ended:
        payout = rng.choice(ended)
        outcome = "paid" if world.outcomes[payout] == PAID else "failed"
        values = {"withdrawal": payout, "outcome": outcome, "reason": "line 17 of the cabinet"}
        world.say(who, "propose", kind="resolve", values=values)


async def _credit(world: World, rng: Random, who: int) -> None:
    values = {"label": f"tg-{rng.choice(PLAYERS)}", "amount": 7_000, "reason": "gift"}
    kind = rng.choice(["credit", "record"])
    if kind == "record":
        values |= {"account": "09400000001", "reference": f"cabinet-{rng.randrange(9)}"}
    world.say(who, "propose", kind=kind, values=values)


async def _switch(world: World, rng: Random, who: int) -> None:
    label = f"tg-{rng.choice(PLAYERS)}"
    match rng.randrange(6):
        case 0:
            world.say(who, "freeze")
        case 1:
            world.say(who, "hold", label=label)
        case 2 | 3:
            world.say(who, "release", label=label)
        case _:
            world.say(who, "propose", kind="unfreeze", values={})


async def _send_back(world: World, rng: Random, who: int) -> None:
    rows = await world.look("SELECT id FROM deposits WHERE status IN ('claimed', 'submitted') ORDER BY id")
    if rows:
        deposit = rng.choice(rows)["id"]
        if rng.random() < 0.5:
            world.say(who, "reject", deposit=deposit)
        else:
            world.say(who, "ask", deposit=deposit, what=rng.choice(["number", "photo"]))


async def _replay(world: World, rng: Random, who: int) -> None:
    rows = await world.look(
        "SELECT id FROM inbox WHERE source = 'paykassma' AND state <> 'new' ORDER BY id DESC LIMIT 20"
    )
    if rows:
        world.say(who, "replay", inbox=rng.choice(rows)["id"])


_OPERATIONS: dict[Operation, float] = {
    _propose_payout: 4,
    _decide_payout: 6,
    _void_payout: 0.7,
    _decide_act: 5,
    _claim: 1.5,
    _dismiss: 0.15,
    _release: 0.3,
    _reverse: 0.3,
    _resolve: 1.5,
    _end_silent: 0.7,
    _credit: 0.5,
    _switch: 0.8,
    _send_back: 0.5,
    _replay: 0.5,
}
