"""The stories of payouts: how they end, who may let them leave, and what stops them."""

from dataclasses import replace

from tests.sim.bank import CallOutcome
from tests.sim.copies import copy_of, put_back
from tests.sim.play import CASHIER, CHECKER, OTHER_CHECKER, OWNER, PLAYER, Play
from tests.sim.postbacks import FAILED, PAID, Ending


async def payout(play: Play) -> None:
    await play.confirmed()
    await play.post()


async def payout_fails(play: Play) -> None:
    play.world.ends_in = lambda: FAILED
    await play.confirmed()
    await play.post()


async def success_after_failure(play: Play) -> None:
    play.world.ends_in = lambda: FAILED
    await _and_then(play, PAID)


async def failure_after_success(play: Play) -> None:
    await _and_then(play, FAILED)


async def _and_then(play: Play, status: int) -> None:
    await play.confirmed()
    await play.post()
    for letter in list(play.world.box.letters):
        first = letter.told[0]
        if isinstance(first, Ending):
            await play.post(play.world.box.write([replace(first, status=status)], play.world.schedule.now))


async def two_checkers(play: Play) -> None:
    payout_id = await play.proposed()
    said = {"payout": payout_id}
    await play.at_once((CHECKER, "confirm_payout", said), (OTHER_CHECKER, "confirm_payout", said))
    await play.post()


async def declined(play: Play) -> None:
    payout_id = await play.proposed()
    said = {"payout": payout_id}
    await play.at_once((CHECKER, "decline_payout", said), (OTHER_CHECKER, "confirm_payout", said))
    await play.post()


async def typed_twice(play: Play) -> None:
    """The command reaches the bot twice, and so does the confirmation."""
    said = {"player": PLAYER, "amount": 60_000, "account": "09400001001"}
    await play.at_once((CASHIER, "propose_payout", said), (CASHIER, "propose_payout", said))
    confirmed = {"payout": await play.newest("withdrawals")}
    await play.at_once((CHECKER, "confirm_payout", confirmed), (CHECKER, "confirm_payout", confirmed))
    await play.post()


async def resolved_by_two(play: Play) -> None:
    """What nobody knows, two people look up in the provider's cabinet."""
    payout_id = await play.confirmed()
    await play.wait(60 * 25)
    exists = "yes" if payout_id in play.world.bank.payouts else "no"
    await play.by_two("resolve", withdrawal=payout_id, exists=exists, reason="seen")
    await play.post()


async def silent_sent(play: Play) -> None:
    """What the provider accepted and does not end, two people end by its cabinet; then its word comes after all."""
    payout_id = await play.confirmed()
    await play.wait(60 * 25)
    play.world.write_letters()
    if payout_id in play.world.outcomes:
        outcome = "paid" if play.world.outcomes[payout_id] == PAID else "failed"
        await play.by_two("resolve", withdrawal=payout_id, outcome=outcome, reason="line 17")
    await play.post()


async def freeze(play: Play) -> None:
    """All stops between the second person and the provider, and two people let it go on."""
    payout_id = await play.proposed()
    await play.at_once((OWNER, "freeze", {}), (CHECKER, "confirm_payout", {"payout": payout_id}))
    await play.by_two("unfreeze")
    await play.say(OTHER_CHECKER, "confirm_payout", payout=payout_id)
    await play.post()


async def held_player(play: Play) -> None:
    """Operators stop a player while a payout to him waits for its second person."""
    payout_id = await play.proposed()
    label = {"label": f"tg-{PLAYER}"}
    await play.say(CHECKER, "hold", **label)
    await play.at_once((OTHER_CHECKER, "confirm_payout", {"payout": payout_id}), (CHECKER, "release", label))
    await play.say(CHECKER, "confirm_payout", payout=payout_id)
    await play.post()


async def held_after(play: Play) -> None:
    """Operators stop a player while a confirmed payout to him is on its way out."""
    payout_id = await play.proposed()
    label = {"label": f"tg-{PLAYER}"}
    await play.at_once((OTHER_CHECKER, "confirm_payout", {"payout": payout_id}), (CHECKER, "hold", label))
    await play.wait(2)
    await play.say(CHECKER, "release", **label)
    await play.wait(2)
    await play.post()


async def taken_back(play: Play) -> None:
    """A checker takes back what another one confirms, or has confirmed, at the same moment."""
    payout_id = await play.proposed()
    said = {"payout": payout_id}
    await play.at_once((CHECKER, "confirm_payout", said), (OTHER_CHECKER, "void_payout", said))
    await play.say(OTHER_CHECKER, "void_payout", **said)
    await play.post()


async def limit_of_a_day(play: Play) -> None:
    """Each of two payouts is within the limit, both together are not."""
    said = {"player": PLAYER, "account": "09400001001"}
    for amount in (150_000, 130_000):
        await play.say(CASHIER, "propose_payout", amount=amount, **said)
    rows = await play.world.look("SELECT id FROM withdrawals WHERE status = 'proposed' ORDER BY id")
    checkers = (CHECKER, OTHER_CHECKER)
    await play.at_once(
        *((who, "confirm_payout", {"payout": row["id"]}) for who, row in zip(checkers, rows, strict=False))
    )
    await play.post()


async def restored(play: Play) -> None:
    """A copy is put back in which one payout waits for its second person and another for the provider; both are paid.

    They are unknown then: they leave no second time, and no hold is given back but by two people or a signed word.
    """
    play.world.bank.leave(CallOutcome.NOT_SENT, 1)
    await play.confirmed(50_000)
    proposed = await play.proposed()
    copy = copy_of(play.world)
    await play.say(CHECKER, "confirm_payout", payout=proposed)
    await play.wait(1)
    await play.post()
    if copy is not None:
        await put_back(play.world, copy)
    await play.wait(70)
    await play.by_two("unfreeze")
    await play.say(OTHER_CHECKER, "confirm_payout", payout=proposed)
    await play.post()


PAYOUT_SCRIPTS = (
    payout,
    payout_fails,
    success_after_failure,
    failure_after_success,
    two_checkers,
    declined,
    typed_twice,
    resolved_by_two,
    silent_sent,
    restored,
    freeze,
    held_player,
    held_after,
    taken_back,
    limit_of_a_day,
)
