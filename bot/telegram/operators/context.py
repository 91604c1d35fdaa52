"""What an operators' command or button works with: the request, the services, and the answer."""

import re
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.errors import DomainError, RoleTooLow, Value
from bot.domain.operator import Operator, Role
from bot.domain.player import Player, Recipient
from bot.domain.withdrawal_errors import NumberUnclear
from bot.runtime.clock import Clock
from bot.services.notifications import operator_cards
from bot.services.operators.approvals import Approvals
from bot.services.operators.queries import OperatorQueries
from bot.services.operators.refused_actions import note_refusal
from bot.services.queue.inbox_worker import Turn
from bot.services.withdrawals.approval import Withdrawals
from bot.store.engine.database import Transaction, Unit

T = TypeVar("T")
_ACT = re.compile("act:([0-9]{1,15})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRequest:
    """An operator's command or button press; `text` is what he typed after the command.

    `edit` is the id of the message to edit with the answer, 0 for a new message; `message_id` is the command's own.
    """

    turn: Turn
    operator: Operator
    player: Player
    text: str = ""
    edit: int = 0
    message_id: int = 0

    def require(self, role: Role) -> None:
        """Raise RoleTooLow if the operator's role in the settings is too low."""
        if not self.operator.role.covers(role):
            raise RoleTooLow(role=role.value)


class AnsweredTurn(Turn):
    """A turn that also writes an answer in the same transaction."""

    def __init__(self, turn: Turn, answer: Unit[None]) -> None:
        self.row = turn.row
        self.is_done = turn.is_done
        self._turn = turn
        self._answer = answer

    async def write(self, unit: Unit[T]) -> T:
        """Run `unit`, then write the answer; both are committed or neither is."""

        async def both(tx: Transaction) -> T:
            result = await unit(tx)
            await self._answer(tx)
            return result

        result = await self._turn.write(both)
        self.is_done = True
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandContext:
    """The services behind operators' commands, and the ways to answer one."""

    clock: Clock
    operators: OperatorQueries
    withdrawals: Withdrawals
    acts: Approvals

    async def answer(self, request: CommandRequest, name: str, **args: Value) -> None:
        """Answer with the screen `name`, which is rendered when it is sent."""
        await request.turn.write(self._answer(request, name, **args))

    async def recipient(self, text: str) -> Recipient:
        """The player whom the operator means; raises what `Recipients` raises."""
        return await self.operators.recipient(text, self.clock.now_ms())

    async def refuse(self, request: CommandRequest, command: str, error: DomainError, *, is_noted: bool) -> None:
        """Answer with the refusal; with `is_noted` the audit log records it too."""
        # The answer repeats the command, so that a button can run it with one reading of the number or the other.
        line = {"line": f"/{command} {request.text}"} if error.key == NumberUnclear.key else {}
        answer = self._answer(request, "refused", key=error.key, **error.values, **line)

        async def unit(tx: Transaction) -> None:
            if is_noted:
                subject, now = f"command:{command}", self.clock.now_ms()
                await note_refusal(tx, request.operator.id, f"/{command}", subject, request.text, error, now)
            await answer(tx)

        await request.turn.write(unit)

    async def refuse_press(self, request: CommandRequest, subject: str, error: DomainError) -> None:
        """Redraw the card as it is now, and record the refusal in the audit log."""

        async def unit(tx: Transaction) -> None:
            now = self.clock.now_ms()
            await note_refusal(tx, request.operator.id, "button", subject, "", error, now)
            await operator_cards.redraw(tx, subject, now)

        await request.turn.write(unit)

    def reply(self, request: CommandRequest, name: str, **args: Value) -> Turn:
        """The turn for an action that is answered with the screen `name`."""
        return AnsweredTurn(request.turn, self._answer(request, name, **args))

    def reply_with_card(self, request: CommandRequest, subject: str) -> Turn:
        """The turn for an action that is answered with the card of `subject`, sent as a new message."""

        async def show(tx: Transaction) -> None:
            operator = request.operator
            await operator_cards.show(tx, subject, [operator.chat_id], self.clock.now_ms(), thread=operator.thread_id)

        return AnsweredTurn(request.turn, show)

    def _answer(self, request: CommandRequest, name: str, **args: Value) -> Unit[None]:
        async def unit(tx: Transaction) -> None:
            await operator_cards.answer(
                tx,
                request.operator.chat_id,
                name,
                self.clock.now_ms(),
                language=request.player.language,
                args=args,
                edit=request.edit,
                thread=request.operator.thread_id,
            )

        return unit

    async def confirm(self, request: CommandRequest, turn: Turn, subject: str) -> None:
        """Confirm a proposal as the second person. The confirming transaction checks the right to do so again."""
        if (number := act_number(subject)) is not None:
            request.require(Role.CHECKER)
            await self.acts.confirm(turn, request.operator, number)
        else:
            request.require(Role.CASHIER)
            await self.withdrawals.confirm(turn, request.operator, subject)

    async def decline(self, request: CommandRequest, turn: Turn, subject: str, reason: str) -> None:
        """Decline a proposal as a checker, or withdraw one's own. Raises RoleTooLow."""
        if await self._maker(subject) != request.operator.id:
            request.require(Role.CHECKER)
        request.require(Role.CASHIER)
        if (number := act_number(subject)) is not None:
            await self.acts.decline(turn, request.operator, number, reason)
        else:
            await self.withdrawals.decline(turn, request.operator, subject, reason)

    async def _maker(self, subject: str) -> int:
        if (number := act_number(subject)) is not None:
            act = await self.acts.find(number)
            return act.maker if act else 0
        withdrawal = await self.withdrawals.find(subject)
        return withdrawal.maker if withdrawal else 0


def act_number(subject: str) -> int | None:
    """The number in `act:<number>`; None if the subject is a payout."""
    match = _ACT.fullmatch(subject)
    return int(match[1]) if match else None
