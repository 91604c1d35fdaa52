"""The handlers of operators' commands, replies and button presses: they check the role and answer refusals."""

import re
from collections.abc import Awaitable, Callable
from difflib import get_close_matches
from typing import Any

import structlog
from aiogram import Bot, F, Router
from aiogram.filters import Command as Named
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.domain.errors import DomainError
from bot.domain.operator import Operator, Role
from bot.domain.player import Player
from bot.i18n import Translator
from bot.services.notifications import operator_cards
from bot.services.queue.inbox_worker import Turn
from bot.store.engine.database import Transaction
from bot.telegram.operators.answers import MEANT, QUESTION, toast
from bot.telegram.operators.arguments import UsageError
from bot.telegram.operators.callbacks import Decline, Meant, Move, OnCard, Show, View
from bot.telegram.operators.cards import WHY
from bot.telegram.operators.commands import COMMANDS, commands_of
from bot.telegram.operators.context import CommandContext, CommandRequest
from bot.telegram.transport.press import answer_press

router = Router(name="operators")
_ASKED = re.compile(rf"^{re.escape(QUESTION)}(?: (?P<given>.+))?\Z", re.MULTILINE)
_MEANT = re.compile(rf"^{MEANT}/(?P<command>[a-z]+) (?P<words>.+)\Z", re.MULTILINE)
_ANY_WORD = re.compile(r"[A-Za-z]{3,20}\Z")
_ALIKE = 0.75
_PLAYER_AT = {"claim": 1}
"""The place of the player among a command's words, where it is not the first."""

_log = structlog.get_logger()


async def _by_operator(_event: TelegramObject, operator: Operator | None = None) -> bool:
    """Lets only operators through; the middleware has set `operator`."""
    return operator is not None


router.message.filter(_by_operator)
router.callback_query.filter(_by_operator)


@router.message(Named(*COMMANDS, ignore_case=True))
async def command(
    message: Message, command: CommandObject, *, turn: Turn, operator: Operator, player: Player, context: CommandContext
) -> None:
    text = (command.args or "").strip()
    request = CommandRequest(turn=turn, operator=operator, player=player, text=text, message_id=message.message_id)
    await _serve(context, request, command.command.lower())


async def _nearly(_message: Message, command: CommandObject, operator: Operator) -> bool | dict[str, Any]:
    """The operator's command that was misspelt; False if none is similar, as for another bot's command."""
    near = get_close_matches(command.command.lower(), commands_of(operator.role), n=1, cutoff=_ALIKE)
    return {"name": near[0]} if near else False


@router.message(F.chat.type != "private", Named(_ANY_WORD), _nearly)
async def misspelt(
    message: Message, name: str, *, turn: Turn, operator: Operator, player: Player, context: CommandContext
) -> None:
    """Answer a misspelt command: an operator who writes `/freez` must not believe that payouts are stopped."""
    request = CommandRequest(turn=turn, operator=operator, player=player, message_id=message.message_id)
    await context.answer(request, "misread", command=name, cause="op-no-command")


async def _answers_question(message: Message, bot: Bot) -> bool | dict[str, Any]:
    """Whether this replies to a question of the bot; the words given before are in the question's last line."""
    asked = message.reply_to_message
    if asked is None or asked.from_user is None or asked.from_user.id != bot.id:
        return False
    found = _ASKED.search(asked.text or "")
    return {"given": found["given"] or ""} if found else False


@router.message(F.text, _answers_question)
async def reply(
    message: Message, given: str, *, turn: Turn, operator: Operator, player: Player, context: CommandContext
) -> None:
    text = f"{given} {message.text}".strip()
    request = CommandRequest(turn=turn, operator=operator, player=player, text=text, message_id=message.message_id)
    await _serve(context, request, "withdraw")


async def _serve(context: CommandContext, request: CommandRequest, name: str) -> None:
    try:
        request.require(COMMANDS[name].role)
        await COMMANDS[name].serve(context, request)
    except DomainError as error:
        _log.info("operator.refused", command=name, key=error.key, operator=request.operator.id)
        await context.refuse(request, name, error, is_noted=COMMANDS[name].names_money)
    except UsageError as error:
        cause = error.cause.key if error.cause else ""
        await context.answer(request, "misread", command=name, cause=cause)


@router.callback_query(Meant.filter())
async def meant(
    press: CallbackQuery,
    callback_data: Meant,
    *,
    turn: Turn,
    operator: Operator,
    player: Player,
    context: CommandContext,
    bot: Bot,
) -> None:
    """Run the command that the bot's own message repeats, with the chosen reading of its number."""
    asked = press.message if isinstance(press.message, Message) else None
    found = _MEANT.search(asked.text or "") if asked and asked.from_user and asked.from_user.id == bot.id else None
    text = ""
    if asked is not None and found is not None and found["command"] in COMMANDS:
        words = found["words"].split()
        place = _PLAYER_AT.get(found["command"], 0)
        words[place:] = [f"{callback_data.reading}:{word}" for word in words[place : place + 1]] + words[place + 1 :]
        request = CommandRequest(
            turn=turn, operator=operator, player=player, text=" ".join(words), message_id=asked.message_id
        )
        await _serve(context, request, found["command"])
    else:
        text = toast("error-outdated", {"status": "other"}, Translator(player.language))
    await turn.finish()
    await answer_press(bot, press.id, text)


@router.callback_query(Show.filter())
async def show(
    press: CallbackQuery,
    callback_data: Show,
    *,
    turn: Turn,
    operator: Operator,
    player: Player,
    context: CommandContext,
    bot: Bot,
) -> None:
    under = press.message.message_id if press.message else 0
    edit = 0 if callback_data.as_new else under
    request = CommandRequest(turn=turn, operator=operator, player=player, edit=edit)

    async def look() -> None:
        view = callback_data.view
        request.require(COMMANDS[view].role)
        arg = operator.role.value if view is View.HELP else callback_data.arg
        await context.answer(request, view, arg=arg, page=callback_data.page)

    await _pressed(press, request, bot, look, context=context)


@router.callback_query(OnCard.filter())
async def on_card(
    press: CallbackQuery,
    callback_data: OnCard,
    *,
    turn: Turn,
    operator: Operator,
    player: Player,
    context: CommandContext,
    bot: Bot,
) -> None:
    request = CommandRequest(turn=turn, operator=operator, player=player)
    subject = callback_data.subject

    async def draw(tx: Transaction) -> None:
        now = context.clock.now_ms()
        match callback_data.move:
            case Move.SHOW:
                await operator_cards.show(tx, subject, [operator.chat_id], now)
            case Move.REFRESH:
                await operator_cards.redraw(tx, subject, now)
            case move:
                await operator_cards.ask_reason(tx, subject, operator.chat_id, now, is_asking=move is Move.ASK_REASON)

    async def act() -> None:
        if callback_data.move is Move.CONFIRM:
            await context.confirm(request, turn, subject)
            return
        if callback_data.move is Move.AGAIN:
            await context.withdrawals.propose_again(turn, operator, subject)
            return
        request.require(Role.CASHIER if callback_data.move is Move.ASK_REASON else Role.VIEWER)
        await turn.write(draw)

    await _pressed(press, request, bot, act, context=context, subject=subject)


@router.callback_query(Decline.filter())
async def decline(
    press: CallbackQuery,
    callback_data: Decline,
    *,
    turn: Turn,
    operator: Operator,
    player: Player,
    context: CommandContext,
    bot: Bot,
) -> None:
    request = CommandRequest(turn=turn, operator=operator, player=player)
    reason = Translator(player.language).plain(WHY[callback_data.why])
    subject = callback_data.subject

    async def act() -> None:
        await context.decline(request, turn, subject, reason)

    await _pressed(press, request, bot, act, context=context, subject=subject)


async def _pressed(
    press: CallbackQuery,
    request: CommandRequest,
    bot: Bot,
    act: Callable[[], Awaitable[None]],
    *,
    context: CommandContext,
    subject: str = "",
) -> None:
    """Run `act`. A refusal is shown as a toast, and the card with the button is redrawn as it is now."""
    text = ""
    try:
        await act()
    except DomainError as error:
        _log.info("operator.refused", subject=subject, key=error.key, operator=request.operator.id)
        text = toast(error.key, error.values, Translator(request.player.language))
        if subject:
            await context.refuse_press(request, subject, error)
    await request.turn.finish()
    await answer_press(bot, press.id, text)
