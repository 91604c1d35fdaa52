"""The stories in which the bot is killed everywhere: those of deposits, and the list of all."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from tests.sim import bank, chats
from tests.sim.bank import KBZ, WAVE
from tests.sim.money_scripts import MONEY_SCRIPTS
from tests.sim.payout_scripts import PAYOUT_SCRIPTS
from tests.sim.play import CASHIER, PLAYER, THIEF, Play
from tests.sim.postbacks import Fact, fact_of
from tests.sim.simulated_bot import OPERATORS_CHAT

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


async def corrected_while_searched(play: Play) -> None:
    """He mends a typo while the provider looks for it; then money comes for both of his orders."""
    await play.number_for()
    await play.say(PLAYER, "number", number="7777777999")
    wrong = await play.newest("deposits")
    payment = play.pay()
    await play.say(PLAYER, "have_paid", deposit=wrong)
    await play.say(PLAYER, "number", number=payment.number)
    await play.post()
    late = Fact(wallet=WAVE, number="7777777999", amount=4_000, order_id=wrong or "", label=f"tg-{PLAYER}")
    await play.post(play.world.box.write([late], play.world.schedule.now))


async def corrected_before_the_answer(play: Play) -> None:
    """The old claim is still on its way when he corrects it: its answer says nothing about the new one."""
    await play.number_for()
    payment = play.pay()
    wrong = await play.newest("deposits")
    await play.at_once(
        (PLAYER, "number", {"number": "7777777999"}),
        (PLAYER, "correct", {"number": payment.number, "deposit": wrong}),
    )
    await play.post()


async def number_does_not_work(play: Play) -> None:
    """Another number takes its place; what is paid to either is his."""
    await play.number_for()
    await play.say(PLAYER, "bad_number", deposit=await play.newest("deposits"))
    payment = play.pay()
    await play.say(PLAYER, "number", number=payment.number)
    await play.post()


async def guesses(play: Play) -> None:
    """Number after number is refused, until his next claim is held back for a minute; its money finds him too."""
    await play.number_for()
    for count in range(4):
        await play.say(PLAYER, "number", number=str(6_666_666_600 + count))
    await play.claimed()
    await play.wait(2)
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
    """He blocks the bot before the money is told to him, and comes back; meanwhile he is told of other money."""
    await play.claimed()
    play.world.chats.blocked.add(PLAYER)
    await play.post()
    play.world.chats.blocked.discard(PLAYER)
    await play.by_two("credit", label=f"tg-{PLAYER}", amount=7_000, reason="gift")
    await play.say(PLAYER, "start")


async def album(play: Play) -> None:
    await play.number_for(wallet=KBZ)
    payment = play.pay(wallet=KBZ)
    await play.at_once(
        *((PLAYER, "picture", {"name": name, "album": "one"}) for name in ("", "good", "other", "")),
        (PLAYER, "number", {"number": payment.number}),
    )
    await play.post()


async def group_is_closed(play: Play) -> None:
    """Operators hear later of money that nobody knows, and owners at once; what is settled by then is not told."""
    await play.say(PLAYER, "start")
    play.world.chats.closed.add(OPERATORS_CHAT)
    play.pay()
    play.world.orphan()
    await play.post()
    await play.by_two("claim", quarantine=await play.newest("quarantine"), label=f"tg-{PLAYER}")
    play.world.orphan()
    await play.post()
    play.world.chats.closed.clear()


async def telegram_is_down(play: Play) -> None:
    """Every second message fails, some of them after they arrived."""
    call_outcomes = iter(
        [
            chats.SendOutcome.AFTER,
            chats.SendOutcome.HTML,
            chats.SendOutcome.BROKEN,
            chats.SendOutcome.SLOW_DOWN,
            chats.SendOutcome.BEFORE,
        ]
        * 2
    )
    play.world.chats.call_outcome = lambda _chat: next(call_outcomes, chats.SendOutcome.FINE)
    await play.claimed()
    await play.post()


async def provider_away(play: Play) -> None:
    """For half an hour nobody answers, in one way after the other; then the claim leaves by itself."""
    await play.number_for()
    payment = play.pay()
    for how in bank.AWAY:
        play.world.bank.leave(how, 8)
        if how is bank.AWAY[0]:
            await play.say(PLAYER, "number", number=payment.number)
        await play.wait(8)
    await play.wait(1)
    await play.post()


SCRIPTS: Mapping[str, Script] = {
    script.__name__: script
    for script in (
        deposit,
        deposit_with_receipt,
        provider_away,
        refused_then_corrected,
        corrected_while_searched,
        corrected_before_the_answer,
        number_does_not_work,
        guesses,
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
        group_is_closed,
        telegram_is_down,
        *MONEY_SCRIPTS,
        *PAYOUT_SCRIPTS,
    )
}
