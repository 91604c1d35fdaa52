"""Operators' commands that only read. Each answers with a view, whose data is read when it is sent."""

from bot.telegram.operators import arguments
from bot.telegram.operators.callbacks import View
from bot.telegram.operators.context import CommandContext, CommandRequest


async def pending(context: CommandContext, request: CommandRequest) -> None:
    """List open deposits by age."""
    await _plain(context, request, View.PENDING)


async def find(context: CommandContext, request: CommandRequest) -> None:
    """Search for these words in players, deposits, payouts and the quarantine."""
    if not request.text.strip():
        raise arguments.UsageError
    await context.answer(request, "find", words=request.text[:200])


async def timeline(context: CommandContext, request: CommandRequest) -> None:
    """Show all that happened to one deposit or withdrawal."""
    await context.answer(request, View.TIMELINE, arg=arguments.read_id(request.text))


async def player(context: CommandContext, request: CommandRequest) -> None:
    """Show a player's totals, open items and hold."""
    recipient = await context.recipient(arguments.read_player(request.text))
    await context.answer(request, View.PLAYER, arg=recipient.label)


async def today(context: CommandContext, request: CommandRequest) -> None:
    """Show the figures of the day, with a chart."""
    await _plain(context, request, View.TODAY)


async def inbox(context: CommandContext, request: CommandRequest) -> None:
    """List recent postbacks, or only those that could not be applied."""
    bad = arguments.read_option(request.text, "bad")
    await context.answer(request, View.INBOX, arg="bad" if bad else "")


async def health(context: CommandContext, request: CommandRequest) -> None:
    """Show the bot's state: the provider, queues, disk and alerts."""
    await _plain(context, request, View.HEALTH)


async def help_(context: CommandContext, request: CommandRequest) -> None:
    """Show the operator's commands, then the players' help."""
    await context.answer(request, View.HELP, arg=request.operator.role.value)


async def _plain(context: CommandContext, request: CommandRequest, view: View) -> None:
    arguments.read_nothing(request.text)
    await context.answer(request, view)
