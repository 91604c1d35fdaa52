"""The commands about deposits, players and wallets: credits by hand, holds, limits, and what is asked of a player."""

from bot.domain.approval import ActionType
from bot.domain.errors import NothingToRelease, Value
from bot.telegram.operators import arguments
from bot.telegram.operators.callbacks import View
from bot.telegram.operators.context import CommandContext, CommandRequest

_AT_ONCE = 100
"""So many entries one proposal releases."""


async def claim(desk: CommandContext, request: CommandRequest) -> None:
    """Propose to credit quarantined money to a player."""
    number, player = arguments.read_claim(request.text)
    recipient = await desk.recipient(player)
    values: dict[str, Value] = {"quarantine": number, "label": recipient.label}
    await desk.acts.propose(request.turn, request.operator, ActionType.CLAIM, values)


async def dismiss(desk: CommandContext, request: CommandRequest) -> None:
    """Propose to close an entry that is nobody's money."""
    word, reason = arguments.read_id_and_reason(request.text)
    values: dict[str, Value] = {"quarantine": arguments.read_number(word), "reason": reason}
    await desk.acts.propose(request.turn, request.operator, ActionType.DISMISS, values)


async def unclaimed(desk: CommandContext, request: CommandRequest) -> None:
    """Money that waits for its owner; or propose to credit all that waits for nothing but its size."""
    if not arguments.read_option(request.text, "release"):
        await desk.answer(request, View.UNCLAIMED)
        return
    held = await desk.operators.above_ceiling(_AT_ONCE)
    if not held:
        raise NothingToRelease
    values: dict[str, Value] = {
        "entries": " ".join(str(entry.id) for entry in held),
        "count": len(held),
        "amount": sum(entry.amount for entry in held),
    }
    await desk.acts.propose(request.turn, request.operator, ActionType.RELEASE, values)


async def credit(desk: CommandContext, request: CommandRequest) -> None:
    """Propose a credit by hand."""
    typed = arguments.read_credit(request.text)
    recipient = await desk.recipient(typed.player)
    values: dict[str, Value] = {"label": recipient.label, "amount": typed.amount, "reason": typed.reason}
    await desk.acts.propose(request.turn, request.operator, ActionType.CREDIT, values)


async def reverse(desk: CommandContext, request: CommandRequest) -> None:
    """Propose to take a credit back: that of a deposit, or one by hand under its reference."""
    subject, reason = arguments.read_subject_and_reason(request.text)
    reference = subject.replace(":", "-")
    kind = "credit" if reference.startswith("act-") else "deposit"
    await desk.acts.propose(request.turn, request.operator, ActionType.REVERSE, {kind: reference, "reason": reason})


async def forget(desk: CommandContext, request: CommandRequest) -> None:
    """Propose to erase what may be erased of a player."""
    recipient = await desk.recipient(arguments.read_player(request.text))
    await desk.acts.propose(request.turn, request.operator, ActionType.FORGET, {"label": recipient.label})


async def reject(desk: CommandContext, request: CommandRequest) -> None:
    """Close a claim; the player is told in his language."""
    deposit_id, reason = arguments.read_id_and_reason(request.text)
    turn = desk.reply(request, "done_reject", deposit=deposit_id)
    await desk.acts.reject(turn, request.operator, deposit_id, reason)


async def ask(desk: CommandContext, request: CommandRequest) -> None:
    """Ask the player for another number or picture."""
    deposit_id, what = arguments.read_ask(request.text)
    await desk.acts.ask(desk.reply(request, f"done_ask_{what}", deposit=deposit_id), request.operator, deposit_id, what)


async def send(desk: CommandContext, request: CommandRequest) -> None:
    """Send a claim that waits to the provider now."""
    deposit_id = arguments.read_id(request.text)
    await desk.acts.send(desk.reply(request, "done_send", deposit=deposit_id), request.operator, deposit_id)


async def hold(desk: CommandContext, request: CommandRequest) -> None:
    """Stop deposits and payouts of one player."""
    player, reason = arguments.read_player_and_reason(request.text)
    recipient = await desk.recipient(player)
    turn = desk.reply(request, "done_hold", label=recipient.label, reason=reason)
    await desk.acts.hold(turn, request.operator, recipient.label, reason)


async def release(desk: CommandContext, request: CommandRequest) -> None:
    """End a hold."""
    recipient = await desk.recipient(arguments.read_player(request.text))
    await desk.acts.release(
        desk.reply(request, "done_release", label=recipient.label), request.operator, recipient.label
    )


async def wallet(desk: CommandContext, request: CommandRequest) -> None:
    """Switch a wallet, at once."""
    named, on = arguments.read_wallet_switch(request.text)
    turn = desk.reply(request, "done_wallet_on" if on else "done_wallet_off", wallet=named.type)
    await desk.acts.set_wallet(turn, request.operator, named.type, on)


async def limits(desk: CommandContext, request: CommandRequest) -> None:
    """Set a wallet's lowest and highest deposit, at once."""
    typed = arguments.read_limits(request.text)
    turn = desk.reply(request, "done_limits", wallet=typed.wallet, low=typed.low, high=typed.high)
    await desk.acts.set_limits(turn, request.operator, typed.wallet, typed.low, typed.high)


async def replay(desk: CommandContext, request: CommandRequest) -> None:
    """Apply a stored postback again."""
    number = arguments.read_number(request.text)
    await desk.acts.replay(desk.reply(request, "done_replay", entry=str(number)), request.operator, number)
