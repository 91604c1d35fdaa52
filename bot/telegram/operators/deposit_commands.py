"""Operators' commands about deposits, players and wallets."""

from bot.domain.approval import ActionType
from bot.domain.errors import NothingToRelease, Value
from bot.telegram.operators import arguments
from bot.telegram.operators.callbacks import View
from bot.telegram.operators.context import CommandContext, CommandRequest

_AT_ONCE = 100
"""The most entries that one proposal releases."""


async def claim(context: CommandContext, request: CommandRequest) -> None:
    """Propose to credit quarantined money to a player."""
    number, player = arguments.read_claim(request.text)
    recipient = await context.recipient(player)
    values: dict[str, Value] = {"quarantine": number, "label": recipient.label}
    await context.acts.propose(request.turn, request.operator, ActionType.CLAIM, values)


async def dismiss(context: CommandContext, request: CommandRequest) -> None:
    """Propose to close an entry that is nobody's money."""
    word, reason = arguments.read_id_and_reason(request.text)
    values: dict[str, Value] = {"quarantine": arguments.read_number(word), "reason": reason}
    await context.acts.propose(request.turn, request.operator, ActionType.DISMISS, values)


async def unclaimed(context: CommandContext, request: CommandRequest) -> None:
    """List the quarantine; with `release` propose to credit all entries that wait only because of their amount."""
    if not arguments.read_option(request.text, "release"):
        await context.answer(request, View.UNCLAIMED)
        return
    held = await context.operators.above_ceiling(_AT_ONCE)
    if not held:
        raise NothingToRelease
    values: dict[str, Value] = {
        "entries": " ".join(str(entry.id) for entry in held),
        "count": len(held),
        "amount": sum(entry.amount for entry in held),
    }
    await context.acts.propose(request.turn, request.operator, ActionType.RELEASE, values)


async def credit(context: CommandContext, request: CommandRequest) -> None:
    """Propose a credit by hand."""
    typed = arguments.read_credit(request.text)
    recipient = await context.recipient(typed.player)
    values: dict[str, Value] = {"label": recipient.label, "amount": typed.amount, "reason": typed.reason}
    await context.acts.propose(request.turn, request.operator, ActionType.CREDIT, values)


async def reverse(context: CommandContext, request: CommandRequest) -> None:
    """Propose to reverse a credit: a deposit's, or a manual one by its reference."""
    subject, reason = arguments.read_subject_and_reason(request.text)
    reference = subject.replace(":", "-")
    kind = "credit" if reference.startswith("act-") else "deposit"
    await context.acts.propose(request.turn, request.operator, ActionType.REVERSE, {kind: reference, "reason": reason})


async def forget(context: CommandContext, request: CommandRequest) -> None:
    """Propose to erase a player's personal data, as far as it may be erased."""
    recipient = await context.recipient(arguments.read_player(request.text))
    await context.acts.propose(request.turn, request.operator, ActionType.FORGET, {"label": recipient.label})


async def reject(context: CommandContext, request: CommandRequest) -> None:
    """Close a claim; the player is told in his language."""
    deposit_id, reason = arguments.read_id_and_reason(request.text)
    turn = context.reply(request, "done_reject", deposit=deposit_id)
    await context.acts.reject(turn, request.operator, deposit_id, reason)


async def ask(context: CommandContext, request: CommandRequest) -> None:
    """Ask the player for another number or picture."""
    deposit_id, what = arguments.read_ask(request.text)
    await context.acts.ask(
        context.reply(request, f"done_ask_{what}", deposit=deposit_id), request.operator, deposit_id, what
    )


async def send(context: CommandContext, request: CommandRequest) -> None:
    """Send a waiting claim to the provider now."""
    deposit_id = arguments.read_id(request.text)
    await context.acts.send(context.reply(request, "done_send", deposit=deposit_id), request.operator, deposit_id)


async def hold(context: CommandContext, request: CommandRequest) -> None:
    """Stop deposits and payouts of one player."""
    player, reason = arguments.read_player_and_reason(request.text)
    recipient = await context.recipient(player)
    turn = context.reply(request, "done_hold", label=recipient.label, reason=reason)
    await context.acts.hold(turn, request.operator, recipient.label, reason)


async def release(context: CommandContext, request: CommandRequest) -> None:
    """End a hold."""
    recipient = await context.recipient(arguments.read_player(request.text))
    await context.acts.release(
        context.reply(request, "done_release", label=recipient.label), request.operator, recipient.label
    )


async def wallet(context: CommandContext, request: CommandRequest) -> None:
    """Switch a wallet, at once."""
    named, on = arguments.read_wallet_switch(request.text)
    turn = context.reply(request, "done_wallet_on" if on else "done_wallet_off", wallet=named.type)
    await context.acts.set_wallet(turn, request.operator, named.type, on)


async def limits(context: CommandContext, request: CommandRequest) -> None:
    """Set a wallet's lowest and highest deposit, at once."""
    typed = arguments.read_limits(request.text)
    turn = context.reply(request, "done_limits", wallet=typed.wallet, low=typed.low, high=typed.high)
    await context.acts.set_limits(turn, request.operator, typed.wallet, typed.low, typed.high)


async def replay(context: CommandContext, request: CommandRequest) -> None:
    """Apply a stored postback again."""
    number = arguments.read_number(request.text)
    await context.acts.replay(context.reply(request, "done_replay", entry=str(number)), request.operator, number)
