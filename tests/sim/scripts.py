"""The stories in which the bot is killed everywhere: deposits first, then payouts, then what people decide."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from tests.sim import chats
from tests.sim.bank import KBZ
from tests.sim.letters import FAILED, PAID, Ending, Fact, fact_of
from tests.sim.play import CASHIER, CHECKER, OTHER_CHECKER, OWNER, PLAYER, THIEF, Play

Script = Callable[[Play], Awaitable[None]]


async def deposit(play: Play) -> None:
    await play.claimed()
    await play.post()


async def deposit_with_receipt(play: Play) -> None:
    await play.claimed(wallet=KBZ)
    await play.post()


async def number_is_slow(play: Play) -> None:
    """The number is asked for again and again, and at last by the player."""
    await play.number_for()
    if deposit_id := await play.newest("deposits", "refusal <> ''"):
        await play.say(PLAYER, "retry", deposit=deposit_id)
    payment = play.pay()
    await play.say(PLAYER, "number", number=payment.number)
    await play.post()


async def postback_before_the_answer(play: Play) -> None:
    """The provider tells of the money while its answer to the claim is still on its way."""
    await play.number_for()
    payment = play.pay()
    play.world.post_update(play.world.say(PLAYER, "number", number=payment.number))
    await play.world.schedule.quiet()
    await play.post()
    await play.wait()


async def amount_differs(play: Play) -> None:
    await play.number_for()
    payment = play.pay(amount=6_000)
    await play.say(PLAYER, "number", number=payment.number)
    await play.post()


async def late(play: Play) -> None:
    """The provider takes days."""
    await play.claimed()
    await play.wait(60 * 30)
    await play.post()


async def other_bytes(play: Play) -> None:
    """The same fact as it was, in other bytes, and once more as it was."""
    await play.claimed()
    await play.post()
    (letter, *_) = [*play.world.box.letters, None]
    if letter is not None:
        for again in (letter, play.world.box.respell(letter, play.world.schedule.now)):
            play.world.post_letter(again)
            await play.wait()


async def double_tap(play: Play) -> None:
    await play.number_for()
    payment = play.pay()
    tap = (PLAYER, "number", {"number": payment.number})
    await play.at_once(tap, tap)
    await play.post()


async def thief(play: Play) -> None:
    """Another player claims the same number at the same time; the provider goes by the first claim it sees."""
    await play.number_for()
    await play.number_for(THIEF)
    payment = play.pay()
    said = {"number": payment.number}
    await play.at_once((THIEF, "number", said), (PLAYER, "number", said))
    await play.post()


async def two_entries(play: Play) -> None:
    """Two payments in one letter, one of which is good."""
    first = await play.claimed()
    facts = [fact_of(first), Fact(wallet=first.wallet, number="0", amount=0, order_id="", label=first.label)]
    letter = play.world.box.write(facts, play.world.schedule.now)
    await play.post(letter)
    await play.post()


async def orphan_assigned(play: Play) -> None:
    """Money without an order waits, and two people say whose it is."""
    await play.say(PLAYER, "start")
    play.pay()
    play.world.orphan()
    await play.post()
    await play.by_two("claim", quarantine=await play.newest("quarantine"), label=f"tg-{PLAYER}")


async def quarantine(play: Play) -> None:
    """The unsigned part lies first, then the same comes as it should."""
    payment = await play.claimed()
    await play.post(
        play.world.box.write([fact_of(payment)], play.world.schedule.now, unsigned={"label": f"tg-{THIEF}"})
    )
    await play.post()


async def refused_then_corrected(play: Play) -> None:
    await play.number_for()
    await play.say(PLAYER, "number", number="7777777999")
    if deposit_id := await play.newest("deposits"):
        await play.say(CASHIER, "reject", deposit=deposit_id)
    payment = play.pay()
    await play.say(PLAYER, "number", number=payment.number)
    await play.post()


async def expired_then_paid(play: Play) -> None:
    await play.number_for()
    await play.wait(40)
    payment = play.pay()
    await play.say(PLAYER, "number", number=payment.number)
    await play.post()


async def cancelled_then_paid(play: Play) -> None:
    """The order is known, the player has given it up, and the money comes."""
    await play.number_for()
    await play.say(PLAYER, "cancel")
    order = await play.newest("deposits")
    payment = replace(play.pay(), order_id=order or "", label=f"tg-{PLAYER}")
    await play.post(play.world.box.write([fact_of(payment)], play.world.schedule.now))


async def paid_twice(play: Play) -> None:
    first = await play.claimed()
    second = replace(play.pay(), order_id=first.order_id, label=first.label)
    await play.post()
    await play.post(play.world.box.write([fact_of(second)], play.world.schedule.now))


async def reversed_credit(play: Play) -> None:
    await play.claimed()
    await play.post()
    await play.by_two("reverse", deposit=await play.newest("deposits"), reason="mistake")
    await play.post()


async def blocked_player(play: Play) -> None:
    """He blocks the bot before the money is told to him, and comes back."""
    await play.claimed()
    play.world.chats.blocked.add(PLAYER)
    await play.post()
    play.world.chats.blocked.discard(PLAYER)
    await play.say(PLAYER, "start")


async def album(play: Play) -> None:
    await play.number_for(wallet=KBZ)
    payment = play.pay(wallet=KBZ)
    await play.at_once(
        *((PLAYER, "picture", {"name": name, "album": "one"}) for name in ("", "good", "other", "")),
        (PLAYER, "number", {"number": payment.number}),
    )
    await play.post()


async def telegram_is_down(play: Play) -> None:
    """Every second message fails, some of them after they arrived."""
    fates = iter([chats.Fate.AFTER, chats.Fate.HTML, chats.Fate.BROKEN, chats.Fate.SLOW_DOWN, chats.Fate.BEFORE] * 2)
    play.world.chats.fate = lambda _chat: next(fates, chats.Fate.FINE)
    await play.claimed()
    await play.post()


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
    """The command reaches the house twice, and so does the confirmation."""
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


SCRIPTS: Mapping[str, Script] = {
    script.__name__: script
    for script in (
        deposit,
        payout,
        deposit_with_receipt,
        refused_then_corrected,
        resolved_by_two,
        number_is_slow,
        postback_before_the_answer,
        amount_differs,
        late,
        other_bytes,
        double_tap,
        thief,
        two_entries,
        orphan_assigned,
        quarantine,
        expired_then_paid,
        cancelled_then_paid,
        paid_twice,
        reversed_credit,
        blocked_player,
        album,
        telegram_is_down,
        payout_fails,
        success_after_failure,
        failure_after_success,
        two_checkers,
        declined,
        typed_twice,
        freeze,
        held_player,
        limit_of_a_day,
    )
}
