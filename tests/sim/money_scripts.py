"""The stories of money that comes in unusually: denied, spelled otherwise, above a ceiling, nobody's."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from tests.sim.play import CHECKER, PLAYER, THIEF, Play
from tests.sim.postbacks import Fact, fact_of
from tests.sim.simulated_bot import AUTO_CREDIT_MAX


async def denied_then_paid(play: Play) -> None:
    """The provider tells that it failed, and later that it is paid after all."""
    payment = await play.claimed()
    await play.post(play.world.box.write([replace(fact_of(payment), says="Failed")], play.world.schedule.now))
    await play.post()


async def paid_then_denied(play: Play) -> None:
    payment = await play.claimed()
    await play.post()
    await play.post(play.world.box.write([replace(fact_of(payment), says="Rejected")], play.world.schedule.now))


async def spelled_otherwise(play: Play) -> None:
    """One payment in three spellings, the first of them under a lie about whose it is."""
    fact = fact_of(await play.claimed())
    box, now = play.world.box, play.world.schedule.now
    await play.post(box.write([replace(fact, number=f"00{fact.number}")], now, unsigned={"label": f"tg-{THIEF}"}))
    await play.post()
    await play.post(box.write([replace(fact, number=f"{fact.number}-")], now))


async def too_much_released(play: Play) -> None:
    """More than a machine may credit waits for two people, who say yes once for all."""
    payment = await play.claimed(amount=AUTO_CREDIT_MAX + 1_000)
    await play.post()
    rows = await play.world.look("SELECT id FROM quarantine WHERE state = 'open' AND reason LIKE 'above%'")
    if rows:
        await play.by_two("release", entries=" ".join(str(row["id"]) for row in rows), count=len(rows))
    await play.post(play.world.box.write([fact_of(payment)], play.world.schedule.now))


async def nobodys_dismissed(play: Play) -> None:
    """Money without an order is closed by two people; a third word about it moves nothing."""
    await play.say(PLAYER, "start")
    payment = play.pay()
    play.world.orphan()
    await play.post()
    waiting = await play.newest("quarantine")
    await play.by_two("dismiss", quarantine=waiting, reason="a test of the provider")
    fact = Fact(wallet=payment.wallet, number=payment.number, amount=payment.amount, order_id="", label=f"tg-{PLAYER}")
    await play.post(play.world.box.write([fact], play.world.schedule.now))
    await play.say(CHECKER, "propose", kind="claim", values={"quarantine": waiting, "label": f"tg-{PLAYER}"})


async def claimed_for_a_thief(play: Play) -> None:
    """What was signed for one player's order is proposed for another: it cannot become his."""
    payment = await play.claimed()
    lie = {"label": f"tg-{THIEF}"}
    await play.post(play.world.box.write([fact_of(payment)], play.world.schedule.now, unsigned=lie))
    waiting = await play.newest("quarantine")
    await play.by_two("claim", quarantine=waiting, label=f"tg-{THIEF}")
    await play.by_two("claim", quarantine=waiting, label=f"tg-{PLAYER}")
    await play.post()


MONEY_SCRIPTS: tuple[Callable[[Play], Awaitable[None]], ...] = (
    denied_then_paid,
    paid_then_denied,
    spelled_otherwise,
    too_much_released,
    nobodys_dismissed,
    claimed_for_a_thief,
)
