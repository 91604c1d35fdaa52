"""Handlers of players' commands and the menu: start, help, history, language."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from bot.domain.deposit import Deposit
from bot.domain.player import Player
from bot.services.deposits.drafts import Deposits
from bot.services.players import Players
from bot.services.queue.inbox_worker import Turn
from bot.telegram.player.callbacks import Go, Menu, Speak

router = Router(name="menu")
_SCREENS = {Go.HOME: "menu", Go.HISTORY: "history", Go.HELP: "help", Go.LANGUAGE: "language"}


@router.message(CommandStart())
async def start(_message: Message, command: CommandObject, turn: Turn, player: Player, players: Players) -> None:
    await players.start(turn, player, command.args or "")


@router.message(Command("deposit"))
async def deposit_command(_message: Message, turn: Turn, player: Player, deposits: Deposits) -> None:
    await deposits.begin(turn, player)


@router.message(Command("cancel"))
async def cancel_command(
    _message: Message, turn: Turn, player: Player, deposit: Deposit | None, deposits: Deposits
) -> None:
    await deposits.cancel(turn, player, deposit)


@router.message(Command("help", "history", "language"))
async def screen_command(
    _message: Message, command: CommandObject, turn: Turn, player: Player, players: Players
) -> None:
    await players.show(turn, player, command.command)


@router.callback_query(Menu.filter(F.go.in_({Go.DEPOSIT, Go.DEPOSIT_ANYWAY})))
async def deposit_pressed(
    _press: CallbackQuery, callback_data: Menu, turn: Turn, player: Player, deposits: Deposits
) -> None:
    await deposits.begin(turn, player, anyway=callback_data.go is Go.DEPOSIT_ANYWAY)


@router.callback_query(Menu.filter())
async def screen_pressed(
    _press: CallbackQuery, callback_data: Menu, turn: Turn, player: Player, players: Players
) -> None:
    await players.show(turn, player, _SCREENS[callback_data.go])


@router.callback_query(Speak.filter())
async def speak(_press: CallbackQuery, callback_data: Speak, turn: Turn, player: Player, players: Players) -> None:
    await players.set_language(turn, player, callback_data.language)
