"""The commands about payouts: propose, confirm, decline, list, and decide about an unknown one."""

from bot.domain.approval import ActionType
from bot.domain.errors import PayoutsUndocumented, Value
from bot.domain.wallet import WALLETS
from bot.services.operators.recipients import AS_LABEL
from bot.telegram.operators import arguments
from bot.telegram.operators.context import CommandContext, CommandRequest


async def withdraw(desk: CommandContext, request: CommandRequest) -> None:
    """Propose a payout, or ask for the first part that is missing; the question carries what was given so far."""
    if not request.text:
        await desk.answer(request, "ask_payout", part="player", given="", reply_to=request.message_id)
        return
    typed = arguments.read_payout(request.text)
    if not WALLETS[typed.wallet].account_digits:
        raise PayoutsUndocumented(wallet=typed.wallet)
    recipient = await desk.recipient(typed.player)
    if typed.account:
        await desk.withdrawals.propose(
            request.turn, request.operator, recipient, typed.amount, typed.account, typed.wallet
        )
        return
    label = recipient.label if not recipient.label.isdecimal() else f"{AS_LABEL}:{recipient.label}"
    part, given = ("account", f"{label} {typed.amount}") if typed.amount else ("amount", label)
    await desk.answer(request, "ask_payout", part=part, given=given, reply_to=request.message_id)


async def approve(desk: CommandContext, request: CommandRequest) -> None:
    """Confirm by command; the card comes to the end of this chat as it stands then."""
    subject = arguments.read_subject(request.text)
    await desk.confirm(request, desk.reply_with_card(request, subject), subject)


async def decline(desk: CommandContext, request: CommandRequest) -> None:
    """Decline by command, with a reason in words."""
    subject, reason = arguments.read_subject_and_reason(request.text)
    await desk.decline(request, desk.reply_with_card(request, subject), subject, reason)


async def void(desk: CommandContext, request: CommandRequest) -> None:
    """Take back a confirmed payout that was not tried yet; a reason may stand behind it."""
    withdrawal_id, reason = arguments.read_id_and_words(request.text)
    await desk.withdrawals.void(desk.reply_with_card(request, withdrawal_id), request.operator, withdrawal_id, reason)


async def withdrawals(desk: CommandContext, request: CommandRequest) -> None:
    """All of late, or only those whose outcome is still to come."""
    only_open = arguments.read_option(request.text, "open")
    await desk.answer(request, "withdrawals", arg="open" if only_open else "")


async def record(desk: CommandContext, request: CommandRequest) -> None:
    """Propose to book a payout that was made by hand in the provider's cabinet."""
    typed = arguments.read_record(request.text)
    recipient = await desk.recipient(typed.player)
    values: dict[str, Value] = {
        "label": recipient.label,
        "amount": typed.amount,
        "account": typed.account,
        "reference": typed.reference,
    }
    await desk.acts.propose(request.turn, request.operator, ActionType.RECORD, values)


async def resolve(desk: CommandContext, request: CommandRequest) -> None:
    """Propose what the provider's cabinet shows of a payout that is unknown, or that it never ended."""
    withdrawal_id, outcome, reason = arguments.read_resolution(request.text)
    values = {"withdrawal": withdrawal_id, "outcome": outcome.value, "reason": reason}
    await desk.acts.propose(request.turn, request.operator, ActionType.RESOLVE, values)


async def freeze(desk: CommandContext, request: CommandRequest) -> None:
    """Stop all payouts at once: one person is enough."""
    arguments.read_nothing(request.text)
    await desk.acts.freeze(desk.reply(request, "done_freeze"), request.operator)


async def unfreeze(desk: CommandContext, request: CommandRequest) -> None:
    """Propose to let payouts go again."""
    arguments.read_nothing(request.text)
    await desk.acts.propose(request.turn, request.operator, ActionType.UNFREEZE, {})
