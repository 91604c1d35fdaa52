"""The commands that only look: each is answered with a view, which reads when it leaves."""

from bot.telegram.operators import arguments
from bot.telegram.operators.callbacks import View
from bot.telegram.operators.context import Desk, Request


async def pending(desk: Desk, request: Request) -> None:
    """Open deposits by age."""
    await _plain(desk, request, View.PENDING)


async def find(desk: Desk, request: Request) -> None:
    """Whatever is known under these words."""
    if not request.text.strip():
        raise arguments.Misread
    await desk.answer(request, "find", words=request.text[:200])


async def timeline(desk: Desk, request: Request) -> None:
    """All that happened to one deposit or withdrawal."""
    await desk.answer(request, View.TIMELINE, arg=arguments.read_id(request.text))


async def player(desk: Desk, request: Request) -> None:
    """Totals, open items, hold."""
    recipient = await desk.recipient(arguments.read_player(request.text))
    await desk.answer(request, View.PLAYER, arg=recipient.label)


async def today(desk: Desk, request: Request) -> None:
    """The day in figures, with a chart."""
    await _plain(desk, request, View.TODAY)


async def inbox(desk: Desk, request: Request) -> None:
    """What came in of late, or only what could not be applied."""
    bad = arguments.read_option(request.text, "bad")
    await desk.answer(request, View.INBOX, arg="bad" if bad else "")


async def health(desk: Desk, request: Request) -> None:
    """How the house is."""
    await _plain(desk, request, View.HEALTH)


async def help_(desk: Desk, request: Request) -> None:
    """His commands, then the player's help."""
    await desk.answer(request, View.HELP, arg=request.operator.role.value)


async def _plain(desk: Desk, request: Request, view: View) -> None:
    arguments.read_nothing(request.text)
    await desk.answer(request, view)
