"""Handlers of answers to the bot's questions: a read receipt, an unsolicited picture, another number."""

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.domain.errors import NumberInUse
from bot.domain.player import Player
from bot.services.deposits.claims import Claims
from bot.services.deposits.drafts import Deposits
from bot.services.deposits.receipt_first import ReceiptFirst
from bot.services.queue.inbox_worker import Turn
from bot.telegram.player.callbacks import CorrectTo, PaidFirst, ReadRight
from bot.telegram.player.handlers.deposit import own

router = Router(name="receipt")


@router.callback_query(ReadRight.filter())
async def answer(
    _press: CallbackQuery, callback_data: ReadRight, turn: Turn, player: Player, deposits: Deposits, claims: Claims
) -> None:
    deposit = await own(deposits, player, callback_data.id)
    if not callback_data.right:
        await claims.fix(turn, deposit, callback_data.receipt)
        return
    try:
        await claims.confirm(turn, deposit, callback_data.receipt)
    except NumberInUse:
        await claims.tell_in_use(turn, deposit, deposit.read_number)


@router.callback_query(CorrectTo.filter())
async def correct(
    _press: CallbackQuery, callback_data: CorrectTo, turn: Turn, player: Player, deposits: Deposits, claims: Claims
) -> None:
    deposit = await own(deposits, player, callback_data.id)
    number = claims.read_number(deposit, callback_data.number)
    try:
        await claims.correct(turn, deposit, number, callback_data.corrections)
    except NumberInUse:
        await claims.tell_in_use(turn, deposit, number)


@router.callback_query(PaidFirst.filter())
async def begin_with_picture(
    press: CallbackQuery, callback_data: PaidFirst, turn: Turn, player: Player, pictures: ReceiptFirst
) -> None:
    card = press.message.message_id if press.message else 0
    await pictures.begin(turn, player, callback_data.picture, card=card, wallet=callback_data.wallet)
