"""Renders outbox rows for operators: answers, cards and alerts, with data read when they are sent."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence

from bot.domain.approval import Approval
from bot.domain.operator import Role
from bot.domain.player import Language, Recipient, derived_label
from bot.domain.report import PlayerReport, QuarantinedEntry
from bot.i18n import Translator
from bot.pictures.chart import draw_today
from bot.runtime.clock import Clock
from bot.services.deposits.drafts import Deposits
from bot.services.operators.approvals import Approvals
from bot.services.operators.queries import OperatorQueries
from bot.services.players import Players
from bot.services.withdrawals.approval import Withdrawals
from bot.store.outbox import OutboxRow
from bot.telegram.keyboards import keyboard, press
from bot.telegram.message import Screen
from bot.telegram.operators import answers, cards, lists, reports
from bot.telegram.operators.alerts import alerts
from bot.telegram.operators.callbacks import Show, View
from bot.telegram.operators.context import act_number
from bot.telegram.operators.pages import PagedReport, page, pages
from bot.telegram.operators.timeline import timeline

_ENTRIES = 10
_LINES = 60
"""The most rows of a list. Older rows are found by /find."""


class OperatorRenderer:
    """Renders what operators see. It only reads."""

    def __init__(  # noqa: PLR0917 - wired once
        self,
        operators: OperatorQueries,
        withdrawals: Withdrawals,
        acts: Approvals,
        deposits: Deposits,
        players: Players,
        player_help: Callable[[Translator], Awaitable[Screen]],
        clock: Clock,
        language: Language,
    ) -> None:
        self._operators = operators
        self._withdrawals = withdrawals
        self._acts = acts
        self._deposits = deposits
        self._players = players
        self._player_help = player_help
        self._clock = clock
        self._language = language
        self._views: dict[View, Callable[[str, Translator], Awaitable[PagedReport]]] = {
            View.PENDING: self._pending,
            View.WITHDRAWALS: self._payouts,
            View.TIMELINE: self._timeline,
            View.PLAYER: self._player,
            View.INBOX: self._inbox,
            View.HEALTH: self._health,
            View.HELP: self._help,
        }

    def alerts(self, rows: Sequence[OutboxRow]) -> Screen:
        """Alerts of one kind as one message."""
        return alerts(rows, Translator(self._language))

    async def answer(self, row: OutboxRow) -> Screen:
        """The answer to a command, in the language of the operator who asked."""
        payload = json.loads(row.payload)
        name, args, t = payload["name"], payload["args"], Translator(Language(payload["language"]))
        if name == View.TODAY:
            return await self._today(t)
        if name == View.UNCLAIMED:
            return lists.unclaimed(await self._operators.unclaimed(int(args.get("page", 0))), t)
        if name in set(View):
            view, arg = View(name), str(args.get("arg", ""))
            report = await self._views[view](arg, t)
            return page(report, t, view=view, arg=arg, number=int(args.get("page", 0)))
        if name == "find":
            return await self._find(str(args["words"]), t)
        return _short(name, args, t)

    async def card(self, subject: str, chat_id: int, *, asks_reason: bool) -> Screen | None:
        """The card of a proposal; None if there is no such proposal."""
        number = act_number(subject)
        if number is None:
            return await self._payout_card(subject, chat_id, asks_reason=asks_reason)
        act = await self._acts.find(number)
        return await self._act_card(act, chat_id, asks_reason=asks_reason) if act else None

    async def _payout_card(self, subject: str, chat_id: int, *, asks_reason: bool) -> Screen | None:
        payout = await self._withdrawals.find(subject)
        if payout is None:
            return None
        drawn = cards.WithdrawalCard(
            withdrawal=payout,
            player=await self._operators.player(Recipient(label=payout.label, player_id=payout.player_id)),
            risks=await self._withdrawals.risks(payout),
            people=await self._people(payout.maker, payout.checker, payout.voided_by),
            now=self._clock.now_ms(),
            asks_reason=asks_reason,
        )
        return cards.payout_card(drawn, await self._translator(chat_id, payout.maker))

    async def _act_card(self, act: Approval, chat_id: int, *, asks_reason: bool) -> Screen:
        values = act.values
        deposit = await self._deposits.find(str(values["deposit"])) if "deposit" in values else None
        drawn = cards.ProposalCard(
            act=act,
            people=await self._people(act.maker, act.checker),
            now=self._clock.now_ms(),
            player=await self._reported(str(values["label"])) if "label" in values else None,
            entries=await self._entries(str(values.get("quarantine", "")) or str(values.get("entries", ""))),
            deposit=deposit,
            hints=await self._operators.risk_signals(deposit) if deposit else (),
            withdrawal=await self._withdrawals.find(str(values["withdrawal"])) if "withdrawal" in values else None,
            asks_reason=asks_reason,
        )
        return cards.act_card(drawn, await self._translator(chat_id, act.maker))

    async def _entries(self, numbers: str) -> list[QuarantinedEntry]:
        """The first few quarantined entries that an approval is about."""
        found = [await self._operators.quarantined(int(number)) for number in numbers.split()[:_ENTRIES]]
        return [entry for entry in found if entry is not None]

    async def _reported(self, label: str) -> PlayerReport:
        return await self._operators.player(Recipient(label=label, player_id=0))

    async def _people(self, *ids: int) -> cards.People:
        names = [await self._name(one) if one else "" for one in ids]
        return cards.People(**dict(zip(("maker", "checker", "voider"), names, strict=False)))

    async def _name(self, operator_id: int) -> str:
        """The operator's @name if he has used the bot himself, else his Telegram id."""
        known = await self._reported(derived_label(operator_id))
        return next((lists.at_name(chat.username) for chat in known.chats if chat.username), str(operator_id))

    async def _translator(self, chat_id: int, maker: int) -> Translator:
        """A private chat is written to in its own language, a group in that of the operator who proposed."""
        player = await self._players.find(chat_id if chat_id > 0 else maker)
        return Translator(player.language if player else self._language)

    async def _pending(self, _arg: str, t: Translator) -> PagedReport:
        return lists.pending(await self._operators.pending(_LINES), self._clock.now_ms(), t)

    async def _payouts(self, arg: str, t: Translator) -> PagedReport:
        payouts = await self._operators.withdrawals(only_open=arg == "open", limit=_LINES)
        return lists.withdrawals(payouts, self._clock.now_ms(), t)

    async def _timeline(self, arg: str, t: Translator) -> PagedReport:
        told = await self._operators.timeline(arg)
        return timeline(told, t) if told else PagedReport(head=t("op-not-found", id=arg))

    async def _player(self, arg: str, t: Translator) -> PagedReport:
        return lists.player(await self._reported(arg), self._clock.now_ms(), t)

    async def _inbox(self, arg: str, t: Translator) -> PagedReport:
        bad = arg == "bad"
        return lists.inbox(await self._operators.inbox(bad=bad, limit=_LINES), t, bad=bad)

    async def _health(self, _arg: str, t: Translator) -> PagedReport:
        return reports.health(await self._operators.health(self._clock.now_ms()), t)

    async def _help(self, arg: str, t: Translator) -> PagedReport:
        return answers.help_text(Role(arg), (await self._player_help(t)).text, t)

    async def _find(self, words: str, t: Translator) -> Screen:
        report = lists.found(await self._operators.find(words), t)
        lines = pages(report.blocks)[0]
        return Screen(text="\n".join([report.head, *lines]), keyboard=keyboard(*report.rows))

    async def _today(self, t: Translator) -> Screen:
        """The text alone where the chart cannot be drawn (Burmese without raqm)."""
        day = await self._operators.today(self._clock.now_ms())
        photo = await asyncio.to_thread(draw_today, day, t)
        refresh = [press(t.plain("op-button-refresh"), Show(view=View.TODAY))]
        return Screen(text=reports.today(day, t), photo=photo, keyboard=keyboard(refresh))


def _short(name: str, args: answers.Args, t: Translator) -> Screen:
    match name:
        case "refused":
            values = {key: value for key, value in args.items() if key != "key"}
            return answers.refused(str(args["key"]), values, t)
        case "misread":
            return answers.misread(args, t)
        case "ask_payout":
            return answers.ask_payout(args, t)
        case _:
            return answers.done(name, args, t)
