"""The commands that only look: each is answered with a view, which reads when it leaves."""

from bot.telegram.operators import arguments
from bot.telegram.operators.callbacks import View
from bot.telegram.operators.context import CommandContext, CommandRequest


async def pending(desk: CommandContext, request: CommandRequest) -> None:
    """Open deposits by age."""
    await _plain(desk, request, View.PENDING)


async def find(desk: CommandContext, request: CommandRequest) -> None:
    """Whatever is known under these words."""
    if not request.text.strip():
        raise arguments.UsageError
    await desk.answer(request, "find", words=request.text[:200])


async def timeline(desk: CommandContext, request: CommandRequest) -> None:
    """All that happened to one deposit or withdrawal."""
    await desk.answer(request, View.TIMELINE, arg=arguments.read_id(request.text))


async def player(desk: CommandContext, request: CommandRequest) -> None:
    """Totals, open items, hold."""
    recipient = await desk.recipient(arguments.read_player(request.text))
    await desk.answer(request, View.PLAYER, arg=recipient.label)


async def today(desk: CommandContext, request: CommandRequest) -> None:
    """The day in figures, with a chart."""
    await _plain(desk, request, View.TODAY)


async def inbox(desk: CommandContext, request: CommandRequest) -> None:
    """What came in of late, or only what could not be applied."""
    bad = arguments.read_option(request.text, "bad")
    await desk.answer(request, View.INBOX, arg="bad" if bad else "")


async def health(desk: CommandContext, request: CommandRequest) -> None:
    """How the house is."""
    await _plain(desk, request, View.HEALTH)


async def help_(desk: CommandContext, request: CommandRequest) -> None:
    """His commands, then the player's help."""
    await desk.answer(request, View.HELP, arg=request.operator.role.value)


async def _plain(desk: CommandContext, request: CommandRequest, view: View) -> None:
    arguments.read_nothing(request.text)
    await desk.answer(request, view)
