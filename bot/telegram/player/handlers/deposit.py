"""Handlers of a deposit's wallet, amount and card buttons."""

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
    """The player's deposit with this id. Raises Outdated for any other id, also for another player's."""
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
    """Set the amount: a normal deposit then gets a receiving number, a receipt-first one completes its claim."""
    try:
        if is_receipt_first(deposit):
            await claims.say_amount(turn, deposit, amount)
        else:
            await deposits.set_amount(turn, deposit, amount)
    except AmountError as error:
        error.values["deposit"] = deposit.id  # for the button with the nearest limit
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
        high = deposits.policy.deposit_max  # operators may have lowered the limit after the player paid
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
    """Send our receipt. A credit that was reversed has none: raises Outdated."""
    if deposit.status is not DepositStatus.CREDITED:
        raise Outdated(status=deposit.status.value)
    await players.show(turn, player, "credit", deposit.id)
