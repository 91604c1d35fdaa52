"""A message that its writer changed: it counts as it was, and he is asked to send the new one."""

from typing import Any

from aiogram.types import Message

from bot.domain.deposit import Deposit, DepositStatus, Step, expects
from bot.services.deposits.drafts import Deposits
from bot.services.players import Players
from bot.services.queue.inbox_worker import Turn
from bot.telegram.operators.directory import OperatorDirectory, command_in, is_own

_NOT_ASKED = frozenset({Step.NOTHING, Step.WAIT_FOR_NUMBER})
_BEING_CHECKED = frozenset({DepositStatus.CLAIMED, DepositStatus.SUBMITTED})


async def answer_edit(message: Message, data: dict[str, Any]) -> None:
    """Answer in a private chat, once per message, where an answer is awaited, or where it was an operator's command.

    Everywhere else people may edit what they like, and nobody tells them.
    """
    user = message.from_user
    if user is None or user.is_bot or message.chat.type != "private" or not is_own(message):
        return
    staff: OperatorDirectory = data["staff"]
    players: Players = data["players"]
    player = await players.find(user.id)
    if player is None:
        return
    deposits: Deposits = data["deposits"]
    is_command = user.id in staff.roles and bool(command_in(message))
    if not is_command and not _is_awaited(await deposits.current(player)):
        return
    turn: Turn = data["turn"]
    await players.explain_edit(turn, player, message.message_id)


def _is_awaited(deposit: Deposit | None) -> bool:
    """Whether he may well believe that his change has told us something."""
    return deposit is not None and (deposit.status in _BEING_CHECKED or expects(deposit) not in _NOT_ASKED)
