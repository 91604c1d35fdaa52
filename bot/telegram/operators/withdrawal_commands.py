"""Operators' commands about payouts: propose, confirm, decline, list, and resolve an unknown outcome."""

from bot.domain.approval import ActionType
from bot.domain.errors import PayoutsUndocumented, Value
from bot.domain.wallet import WALLETS
from bot.services.operators.recipients import AS_LABEL
from bot.telegram.operators import arguments
from bot.telegram.operators.context import CommandContext, CommandRequest


async def withdraw(context: CommandContext, request: CommandRequest) -> None:
    """Propose a payout, or ask for its first missing part; the question repeats what was given so far."""
    if not request.text:
        await context.answer(request, "ask_payout", part="player", given="", reply_to=request.message_id)
        return
    typed = arguments.read_payout(request.text)
    if not WALLETS[typed.wallet].account_digits:
        raise PayoutsUndocumented(wallet=typed.wallet)
    recipient = await context.recipient(typed.player)
    if typed.account:
        await context.withdrawals.propose(
            request.turn, request.operator, recipient, typed.amount, typed.account, typed.wallet
        )
        return
    label = recipient.label if not recipient.label.isdecimal() else f"{AS_LABEL}:{recipient.label}"
    part, given = ("account", f"{label} {typed.amount}") if typed.amount else ("amount", label)
    await context.answer(request, "ask_payout", part=part, given=given, reply_to=request.message_id)


async def approve(context: CommandContext, request: CommandRequest) -> None:
    """Confirm by command; the card is sent again."""
    subject = arguments.read_subject(request.text)
    await context.confirm(request, context.reply_with_card(request, subject), subject)


async def decline(context: CommandContext, request: CommandRequest) -> None:
    """Decline by command, with a reason in words."""
    subject, reason = arguments.read_subject_and_reason(request.text)
    await context.decline(request, context.reply_with_card(request, subject), subject, reason)


async def void(context: CommandContext, request: CommandRequest) -> None:
    """Cancel a confirmed payout that was not sent yet, with an optional reason."""
    withdrawal_id, reason = arguments.read_id_and_words(request.text)
    await context.withdrawals.void(
        context.reply_with_card(request, withdrawal_id), request.operator, withdrawal_id, reason
    )


async def withdrawals(context: CommandContext, request: CommandRequest) -> None:
    """List recent payouts, or only those still open."""
    only_open = arguments.read_option(request.text, "open")
    await context.answer(request, "withdrawals", arg="open" if only_open else "")


async def record(context: CommandContext, request: CommandRequest) -> None:
    """Propose to book a payout that was made by hand in the provider's cabinet."""
    typed = arguments.read_record(request.text)
    recipient = await context.recipient(typed.player)
    values: dict[str, Value] = {
        "label": recipient.label,
        "amount": typed.amount,
        "account": typed.account,
        "reference": typed.reference,
    }
    await context.acts.propose(request.turn, request.operator, ActionType.RECORD, values)


async def resolve(context: CommandContext, request: CommandRequest) -> None:
    """Propose the outcome that the provider's cabinet shows for an unknown or unfinished payout."""
    withdrawal_id, outcome, reason = arguments.read_resolution(request.text)
    values = {"withdrawal": withdrawal_id, "outcome": outcome.value, "reason": reason}
    await context.acts.propose(request.turn, request.operator, ActionType.RESOLVE, values)


async def freeze(context: CommandContext, request: CommandRequest) -> None:
    """Stop all payouts at once; this needs no second person."""
    arguments.read_nothing(request.text)
    await context.acts.freeze(context.reply(request, "done_freeze"), request.operator)


async def unfreeze(context: CommandContext, request: CommandRequest) -> None:
    """Propose to allow payouts again."""
    arguments.read_nothing(request.text)
    await context.acts.propose(request.turn, request.operator, ActionType.UNFREEZE, {})
