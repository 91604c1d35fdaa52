"""Edited messages: the original still counts, and the sender is asked to send a new message."""

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
    """Answer an edit in a private chat, once per message.

    Only where the bot waits for the player or checks his claim, or where the message was an operator's command.
    """
    user = message.from_user
    if user is None or user.is_bot or message.chat.type != "private" or not is_own(message):
        return
    directory: OperatorDirectory = data["directory"]
    players: Players = data["players"]
    player = await players.find(user.id)
    if player is None:
        return
    deposits: Deposits = data["deposits"]
    is_command = user.id in directory.roles and bool(command_in(message))
    if not is_command and not _is_awaited(await deposits.current(player)):
        return
    turn: Turn = data["turn"]
    await players.explain_edit(turn, player, message.message_id)


def _is_awaited(deposit: Deposit | None) -> bool:
    """Whether the player may believe that the bot has read his edit."""
    return deposit is not None and (deposit.status in _BEING_CHECKED or expects(deposit) not in _NOT_ASKED)
