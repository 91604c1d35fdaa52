"""Wallet, amount and the buttons of the card."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.domain.deposit import Deposit, DepositStatus, Step, is_receipt_first
from bot.domain.errors import AmountError, Outdated
from bot.domain.money import parse_amount
from bot.domain.player import Player
from bot.services.deposits.claims import Claims
from bot.services.deposits.drafts import Deposits
from bot.services.players import Players
from bot.services.queue.inbox_worker import Turn
from bot.telegram.player.callbacks import (
    BadNumber,
    DepositAction,
    Limit,
    NearestLimit,
    OfferedAmount,
    OnDeposit,
    PickWallet,
    QuickAmount,
    SwitchWallet,
    mark_of,
)
from bot.telegram.player.filters import Expects

router = Router(name="deposit")


async def own(deposits: Deposits, player: Player, deposit_id: str) -> Deposit:
    """The player's deposit with this id; somebody else's is as good as none."""
    deposit = await deposits.find(deposit_id)
    if deposit is None or deposit.player_id != player.id:
        raise Outdated(status="other")
    return deposit


@router.callback_query(PickWallet.filter())
async def pick_wallet(
    press: CallbackQuery, callback_data: PickWallet, turn: Turn, player: Player, deposits: Deposits
) -> None:
    card = press.message.message_id if press.message else 0
    await deposits.pick_wallet(turn, player, callback_data.wallet, card)


@router.message(F.text, Expects(Step.AMOUNT))
async def type_amount(message: Message, turn: Turn, deposit: Deposit, deposits: Deposits, claims: Claims) -> None:
    await _say_amount(deposits, claims, turn, deposit, parse_amount(message.text or ""))


async def _say_amount(deposits: Deposits, claims: Claims, turn: Turn, deposit: Deposit, amount: int) -> None:
    """An amount to pay leads to a number to pay to; one that was paid is a part of the claim."""
    try:
        if is_receipt_first(deposit):
            await claims.say_amount(turn, deposit, amount)
        else:
            await deposits.set_amount(turn, deposit, amount)
    except AmountError as error:
        error.values["deposit"] = deposit.id  # what the button for the nearest limit is for
        raise


@router.callback_query(QuickAmount.filter())
@router.callback_query(OfferedAmount.filter())
async def quick_amount(
    _press: CallbackQuery,
    callback_data: QuickAmount | OfferedAmount,
    turn: Turn,
    player: Player,
    deposits: Deposits,
    claims: Claims,
) -> None:
    deposit = await own(deposits, player, callback_data.id)
    amounts = deposits.policy.quick_amounts
    is_other = isinstance(callback_data, OfferedAmount) and callback_data.among != mark_of(amounts)
    if is_other or not 0 <= callback_data.index < len(amounts):
        raise Outdated(status="other")
    await _say_amount(deposits, claims, turn, deposit, amounts[callback_data.index])


@router.callback_query(NearestLimit.filter())
async def nearest_limit(
    _press: CallbackQuery, callback_data: NearestLimit, turn: Turn, player: Player, deposits: Deposits, claims: Claims
) -> None:
    deposit = await own(deposits, player, callback_data.id)
    low, high = await deposits.limits(deposit.wallet)
    if is_receipt_first(deposit):
        high = deposits.policy.deposit_max  # what was paid may be above a limit that operators have set since
    await _say_amount(deposits, claims, turn, deposit, low if callback_data.end is Limit.LOW else high)


@router.callback_query(BadNumber.filter())
async def bad_number(
    _press: CallbackQuery, callback_data: BadNumber, turn: Turn, player: Player, deposits: Deposits
) -> None:
    await deposits.ask_other_number(turn, await own(deposits, player, callback_data.id), callback_data.number)


@router.callback_query(SwitchWallet.filter())
async def switch_wallet(
    _press: CallbackQuery, callback_data: SwitchWallet, turn: Turn, player: Player, deposits: Deposits
) -> None:
    await deposits.retry(turn, await own(deposits, player, callback_data.id), callback_data.wallet)


@router.callback_query(OnDeposit.filter())
async def act(
    _press: CallbackQuery,
    callback_data: OnDeposit,
    turn: Turn,
    player: Player,
    deposits: Deposits,
    players: Players,
) -> None:
    deposit = await own(deposits, player, callback_data.id)
    match callback_data.act:
        case DepositAction.CANCEL:
            await deposits.cancel(turn, player, deposit)
        case DepositAction.RETRY:
            await deposits.retry(turn, deposit)
        case DepositAction.NEW_NUMBER:
            await deposits.new_number(turn, player, deposit)
        case DepositAction.HOW_TO:
            await players.show(turn, player, "how_to", deposit.id)
        case DepositAction.RECEIPT:
            await _give_receipt(players, turn, player, deposit)
        case DepositAction.HAVE_PAID | DepositAction.FIX_NUMBER:
            await deposits.resume(turn, deposit, Step.NUMBER)
        case DepositAction.NEW_PICTURE:
            await deposits.resume(turn, deposit, Step.RECEIPT)


async def _give_receipt(players: Players, turn: Turn, player: Player, deposit: Deposit) -> None:
    """Of money that is there: a credit that was taken back has no receipt any more."""
    if deposit.status is not DepositStatus.CREDITED:
        raise Outdated(status=deposit.status.value)
    await players.show(turn, player, "credit", deposit.id)
