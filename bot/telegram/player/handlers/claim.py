"""The player's claim: numbers and pictures, and a kind word for everything else."""

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, Message

from bot.domain.deposit import Deposit, DepositStatus, Step, is_receipt_first
from bot.domain.errors import (
    NumberError,
    NumberInUse,
    NumberIsEnd,
    NumberUnreadable,
    NumberWrongLength,
    Outdated,
    PictureError,
)
from bot.domain.player import Player
from bot.services.deposits.claims import Claims, Picture
from bot.services.deposits.receipt_first import ReceiptFirst
from bot.services.players import Players
from bot.services.queue.inbox_worker import Turn
from bot.telegram.player.filters import Expects, IsChecked
from bot.telegram.transport.download import fetch_receipt

router = Router(name="claim")
_CLAIM_STEPS = Expects(Step.NUMBER, Step.CONFIRMATION, Step.RECEIPT, Step.CORRECTION)


@router.message(F.text, ~F.text.startswith("/"), _CLAIM_STEPS)
async def type_number(
    message: Message, turn: Turn, player: Player, deposit: Deposit, step: Step, claims: Claims, players: Players
) -> None:
    text = message.text or ""
    try:
        number = claims.read_number(deposit, text)
    except NumberError as error:
        if number := await claims.number_ending(deposit, text):
            await _confirm(claims, turn, deposit, step, number)
        elif isinstance(error, NumberUnreadable) and step is Step.RECEIPT:
            await players.show(turn, player, "nonsense")
        else:
            raise
        return
    await _add(claims, turn, deposit, number=number)


@router.message(F.text, ~F.text.startswith("/"), IsChecked())
async def type_while_checked(
    message: Message, turn: Turn, player: Player, deposit: Deposit, claims: Claims, players: Players
) -> None:
    """Another number may be a correction, and he is asked; whatever cannot be a number is just words."""
    text = message.text or ""
    try:
        number = claims.read_number(deposit, text)
    except NumberError as error:
        number = await claims.number_ending(deposit, text)
        if not number and isinstance(error, NumberIsEnd | NumberWrongLength):
            raise
    if number:
        await _add(claims, turn, deposit, number=number)
    else:
        await players.show(turn, player, "nonsense")


async def _confirm(claims: Claims, turn: Turn, deposit: Deposit, step: Step, number: str) -> None:
    """The last digits that he typed are those on his receipt."""
    if step is not Step.CONFIRMATION or number != deposit.read_number:
        await _add(claims, turn, deposit, number=number)
        return
    try:
        await claims.confirm(turn, deposit, deposit.receipt_id)
    except NumberInUse:
        await claims.tell_in_use(turn, deposit, number)


@router.message(F.photo | F.document)
async def send_picture(
    message: Message,
    bot: Bot,
    turn: Turn,
    player: Player,
    deposit: Deposit | None,
    claims: Claims,
    pictures: ReceiptFirst,
    players: Players,
) -> None:
    if deposit is not None and deposit.status is DepositStatus.DRAFT and not is_receipt_first(deposit):
        await players.show(turn, player, "nonsense")
        return
    album = message.media_group_id or ""
    if not await claims.takes_picture(player.id, deposit, album):
        await claims.tell_enough(turn, player.id, album)
        return
    try:
        receipt = await fetch_receipt(bot, message)
    except PictureError as error:
        if deposit is None:
            raise
        await claims.refuse_picture(turn, deposit, error, album)
        return
    picture = Picture(id=receipt.sha256, content=receipt.content, perceptual_hash=receipt.perceptual_hash, album=album)
    if deposit is None:
        await pictures.ask(turn, player, picture)
        return
    await _add(claims, turn, deposit, number=_in_caption(claims, deposit, message), picture=picture)


def _in_caption(claims: Claims, deposit: Deposit, message: Message) -> str:
    """A number under the picture is the transaction number; any other words are just words."""
    try:
        return claims.read_number(deposit, message.caption) if message.caption else ""
    except NumberError:
        return ""


async def _add(
    claims: Claims, turn: Turn, deposit: Deposit, *, number: str = "", picture: Picture | None = None
) -> None:
    try:
        await claims.add(turn, deposit, number=number, picture=picture)
    except NumberInUse:
        await claims.tell_in_use(turn, deposit, number)


@router.message()
async def nonsense(_message: Message, turn: Turn, player: Player, players: Players) -> None:
    await players.show(turn, player, "nonsense")


@router.callback_query()
async def unknown_button(_press: CallbackQuery) -> None:
    """A button of another version of the bot: it still asks for an answer."""
    raise Outdated(status="other")
