"""Renders outbox rows for players: the current state in the player's language."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.deposit import Deposit, Step, expects
from bot.domain.player import Language, Player
from bot.domain.withdrawal import WithdrawalStatus
from bot.i18n import Translator
from bot.pictures.credit_receipt import draw_credit
from bot.pictures.how_to import how_to
from bot.provider.payment_window import WindowLink
from bot.runtime.clock import Clock
from bot.services.deposits.drafts import Deposits
from bot.services.players import Players
from bot.services.withdrawals.approval import Withdrawals
from bot.store.outbox import OutboxRow
from bot.telegram.message import Screen
from bot.telegram.player import screens
from bot.telegram.player.deposit_card import deposit_card
from bot.telegram.player.notifications import ManualCredit, MoneyMessage, manual_credit, money_message
from bot.telegram.player.withdrawals import withdrawal_line, withdrawal_message


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A screen to render: the player, the translator, the deposit if there is one, and the row's arguments."""

    player: Player
    t: Translator
    deposit: Deposit | None
    args: Mapping[str, Any]


class PlayerRenderer:
    """Renders rows. It only reads."""

    def __init__(
        self,
        deposits: Deposits,
        withdrawals: Withdrawals,
        players: Players,
        clock: Clock,
        window: WindowLink | None,
    ) -> None:
        self._deposits = deposits
        self._withdrawals = withdrawals
        self._players = players
        self._clock = clock
        self._window = window
        self._screens: dict[str, Callable[[Ask], Screen | Awaitable[Screen]]] = {
            "welcome": lambda ask: screens.welcome(ask.t),
            "menu": lambda ask: screens.menu(ask.t),
            "linked": lambda ask: screens.linked(ask.t),
            "help": lambda ask: self.help_text(ask.t),
            "language": lambda ask: screens.language_choice(ask.t),
            "language_set": lambda ask: screens.language_set(ask.t),
            "choose_wallet": self._choose_wallet,
            "nothing_to_cancel": lambda ask: screens.nothing_open(ask.t),
            "history": self._history,
            "being_checked": lambda ask: screens.being_checked(_deposit(ask), ask.t),
            "number_known": lambda ask: screens.number_known(_deposit(ask), ask.t),
            "picture_kept": lambda ask: screens.picture_kept(_deposit(ask), ask.t),
            "claim_waits": lambda ask: screens.claim_waits(_deposit(ask), ask.t, int(ask.args["minutes"])),
            "enough_pictures": lambda ask: screens.enough_pictures(ask.t),
            "is_correction": _is_correction,
            "prompt": self._prompt,
            "nonsense": self._nonsense,
            "edited": lambda ask: screens.edited(ask.t),
            "how_to": self._how_to,
            "is_payment": _is_payment,
            "choose_paid_wallet": self._choose_paid_wallet,
            "credit": _credit,
            "error": _refused,
            "crashed": lambda ask: screens.crashed(str(ask.args["incident"]), ask.t),
        }

    async def card(self, deposit: Deposit) -> Screen:
        """The deposit's card."""
        policy = self._deposits.policy
        player = await self._player(deposit.player_id)
        window = self._window(deposit, player.language) if self._window else None
        screen = deposit_card(
            deposit,
            Translator(player.language),
            wallets=await self._deposits.open_wallets(),
            quick_amounts=policy.quick_amounts,
            limits=await self._deposits.limits(deposit.wallet),
            window_url=window,
            now_ms=self._clock.now_ms(),
            max_corrections=policy.corrections_max,
            can_read=policy.can_read,
        )
        return _in_topic(screen, player)

    async def money_message(self, row: OutboxRow, deposit: Deposit) -> Screen:
        """The short new message about money."""
        player = await self._player(deposit.player_id)
        told = json.loads(row.payload)
        most = self._deposits.policy.corrections_max
        t = Translator(player.language)
        screen = money_message(MoneyMessage(told["what"]), deposit, t, amount=told["amount"], max_corrections=most)
        return _in_topic(screen, player)

    async def manual_credit(self, row: OutboxRow, chat_id: int) -> Screen:
        """The short new message about money that operators moved without a deposit."""
        player = await self._player(chat_id)
        told = json.loads(row.payload)
        screen = manual_credit(ManualCredit(told["what"]), row.subject, told["amount"], Translator(player.language))
        return _in_topic(screen, player)

    async def withdrawal_message(self, row: OutboxRow) -> Screen:
        """The short new message about a payout, with the status it had when the row was written."""
        withdrawal = await self._withdrawals.find(row.subject)
        if withdrawal is None:
            raise LookupError(row.subject)
        player = await self._player(withdrawal.player_id)
        status = WithdrawalStatus(json.loads(row.payload)["status"])
        return _in_topic(withdrawal_message(status, withdrawal, Translator(player.language)), player)

    async def screen(self, row: OutboxRow, chat_id: int) -> Screen:
        """Any other message."""
        payload = json.loads(row.payload)
        player = await self._player(chat_id)
        deposit = await self._deposits.find(row.subject) if row.subject else None
        ask = Ask(player=player, t=Translator(player.language), deposit=deposit, args=payload["args"])
        drawn = self._screens[payload["name"]](ask)
        return _in_topic(drawn if isinstance(drawn, Screen) else await drawn, player)

    async def _player(self, player_id: int) -> Player:
        return await self._players.find(player_id) or Player(id=player_id, label="", language=Language.EN)

    async def help_text(self, t: Translator) -> Screen:
        """The players' help."""
        policy, wallets = self._deposits.policy, await self._deposits.open_wallets()
        limits = [await self._deposits.limits(wallet.type) for wallet in wallets]
        lows, highs = zip(*(limits or [(policy.deposit_min, policy.deposit_max)]), strict=True)
        return screens.help_text(t, wallets, (min(lows), max(highs)), can_read=policy.can_read)

    async def _choose_wallet(self, ask: Ask) -> Screen:
        return screens.choose_wallet(ask.t, await self._deposits.open_wallets(), ask.player.last_wallet)

    def _choose_paid_wallet(self, ask: Ask) -> Screen:
        """Closed wallets are offered too: the money was sent already."""
        return screens.choose_paid_wallet(ask.t, tuple(self._deposits.policy.wallets.values()), ask.args["picture"])

    async def _history(self, ask: Ask) -> Screen:
        past = await self._deposits.history(ask.player)
        payouts = [withdrawal_line(payout, ask.t) for payout in past.payouts]
        return screens.history(ask.t, (past.deposited, past.paid_out), past.deposits, payouts)

    def _prompt(self, ask: Ask) -> Screen:
        deposit = _deposit(ask)
        return screens.prompt(Step(ask.args["step"]), ask.t, deposit.wallet)

    async def _nonsense(self, ask: Ask) -> Screen:
        current = await self._deposits.current(ask.player)
        step = expects(current) if current else Step.NOTHING
        return screens.nonsense(step, ask.t, current.wallet if current else "")

    async def _how_to(self, ask: Ask) -> Screen:
        """The text alone where the picture cannot be drawn (Burmese without raqm)."""
        policy = self._deposits.policy
        wallet = policy.wallet(_deposit(ask).wallet)
        photo = await asyncio.to_thread(how_to, wallet, ask.player.language, can_read=policy.can_read)
        return Screen(text=screens.how_to_caption(wallet, ask.t, can_read=policy.can_read), photo=photo)


def _in_topic(screen: Screen, player: Player) -> Screen:
    """The screen in the topic in which the player wrote last."""
    return replace(screen, thread_id=player.thread_id)


def _deposit(ask: Ask) -> Deposit:
    if ask.deposit is None:
        raise LookupError("this screen is about a deposit")
    return ask.deposit


def _is_correction(ask: Ask) -> Screen:
    return screens.is_correction(_deposit(ask), ask.t, ask.args["number"], ask.args["corrections"])


def _is_payment(ask: Ask) -> Screen:
    read = ask.args
    return screens.is_payment(ask.t, read["picture"], read["wallet"], read["number"], read["amount"])


async def _credit(ask: Ask) -> Screen:
    """The text alone where the picture cannot be drawn (Burmese without raqm)."""
    deposit = _deposit(ask)
    photo = await asyncio.to_thread(draw_credit, deposit, ask.t)
    return Screen(text=screens.credit_caption(deposit, ask.t), photo=photo)


def _refused(ask: Ask) -> Screen:
    values = dict(ask.args)
    return screens.refused(str(values.pop("key")), ask.t, **values)
