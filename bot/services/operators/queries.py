"""Queries of operators: players, payments, timelines, quarantine, the day's figures, the state of the bot."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from bot.domain.account import national_form
from bot.domain.day import day_start
from bot.domain.deep_link import valid_label
from bot.domain.deposit import Deposit
from bot.domain.digits import fold
from bot.domain.player import Recipient
from bot.domain.report import (
    FoundKind,
    Health,
    Hit,
    KnownChat,
    Match,
    PlayerReport,
    QuarantinedEntry,
    Received,
    Timeline,
    Today,
    Unclaimed,
)
from bot.domain.risk import RiskSignal
from bot.domain.transaction_number import normal_form
from bot.domain.withdrawal import Withdrawal
from bot.services.deposits.risk_signals import RiskSignals
from bot.services.notifications.messages import lane_of
from bot.services.operators.recipients import Recipients
from bot.services.policy import Policy
from bot.services.postbacks.intake import SOURCE
from bot.store import deposits, holds, inbox, withdrawals
from bot.store.engine.database import Database
from bot.store.queries import quarantine, search, totals
from bot.store.queries import timeline as queries_timeline

LONGEST_SEARCH = 100
"""Characters of the longest search text: a label, a hash, a number with spaces."""

_HITS = 20
_OPEN_OF_PLAYER = 20
_SHORTEST_END = 4
_LONGEST_TELEGRAM_ID = 15
_UPDATES = "telegram"
_DIGEST = re.compile("[0-9a-f]{8,64}")


class OperatorQueries:
    """Reads what operators ask for; changes nothing.

    `last_answer` returns time (epoch ms) and outcome of the provider's latest answer, or None; `disk` is a folder on
    the disk whose free space is reported.
    """

    def __init__(
        self, database: Database, policy: Policy, *, last_answer: Callable[[], tuple[int, str] | None], disk: Path
    ) -> None:
        self._database = database
        self._policy = policy
        self._risk_signals = RiskSignals(database)
        self._recipients = Recipients(database)
        self._last_answer = last_answer
        self._disk = disk

    async def recipient(self, text: str, now: int) -> Recipient:
        """The player an operator means by a label, `id:` with a Telegram id, or an @name; see `Recipients`."""
        return await self._recipients.find(text, now)

    async def _chats(self, name: str) -> list[KnownChat]:
        if name.startswith("@"):
            return await search.chats_named(self._database, name[1:])
        if not valid_label(name):
            return []
        is_id = name.isdecimal() and len(name) <= _LONGEST_TELEGRAM_ID
        return await search.chats_of(self._database, name, int(name) if is_id else -1)

    async def pending(self, limit: int) -> tuple[Deposit, ...]:
        """Open deposits: claimed ones first, then unpaid ones, each oldest first."""
        return tuple(await search.pending(self._database, limit))

    async def withdrawals(self, *, only_open: bool, limit: int) -> tuple[Withdrawal, ...]:
        """Withdrawals without an outcome, oldest first; or all, newest first."""
        if only_open:
            return tuple(await search.withdrawals_open(self._database, limit))
        return tuple(await search.withdrawals_latest(self._database, limit))

    async def find(self, text: str) -> tuple[Hit, ...]:
        """At most 20 hits for `text`: players first, then deposits, withdrawals and entries, newest first."""
        if len(text) > LONGEST_SEARCH:
            return ()
        name = fold(text)
        chats = await self._chats(name)
        hits = [_player_hit(chat) for chat in chats]
        hits += await search.search(self._database, _keys(name, chats), _HITS)
        return tuple(hits[:_HITS])

    async def timeline(self, subject_id: str) -> Timeline | None:
        """The timeline of a deposit (by its id or an order id) or a withdrawal; None if there is none."""
        wanted = fold(subject_id).lower()
        deposit = await deposits.find_named(self._database, wanted)
        subject = deposit or await withdrawals.find(self._database, wanted)
        if subject is None:
            return None
        number = deposit.transaction_number if deposit else ""
        lane = lane_of(subject.player_id)
        return Timeline(
            subject=subject,
            moments=await queries_timeline.moments(self._database, subject.id, number, lane),
            risk_signals=await self.risk_signals(deposit) if deposit else (),
        )

    async def risk_signals(self, deposit: Deposit) -> tuple[RiskSignal, ...]:
        """The risk signals of a deposit."""
        return await self._risk_signals.about(deposit)

    async def player(self, recipient: Recipient) -> PlayerReport:
        """One player's sums, open deposits and withdrawals, and hold."""
        label = recipient.label
        return PlayerReport(
            recipient=recipient,
            chats=tuple(await search.chats_of(self._database, label)),
            totals=await totals.totals(self._database, label),
            deposits=tuple(await search.pending(self._database, _OPEN_OF_PLAYER, label)),
            withdrawals=tuple(await search.withdrawals_open(self._database, _OPEN_OF_PLAYER, label)),
            hold=await holds.is_held(self._database, label),
        )

    async def unclaimed(self, number: int = 0, size: int = 10) -> Unclaimed:
        """One page of open entries in quarantine, money first."""
        return await quarantine.unclaimed(self._database, number, size)

    async def above_ceiling(self, limit: int) -> tuple[QuarantinedEntry, ...]:
        """Payments in quarantine that only a ceiling holds, oldest first."""
        return tuple(await quarantine.above_ceiling(self._database, limit))

    async def quarantined(self, entry_id: int) -> QuarantinedEntry | None:
        """One entry in quarantine, open or closed."""
        return await quarantine.quarantined(self._database, entry_id)

    async def today(self, now_ms: int) -> Today:
        """Figures of the current day in Yangon up to `now_ms`."""
        return await totals.today(self._database, day_start(now_ms), now_ms, self._policy.wallets)

    async def inbox(self, *, bad: bool, limit: int) -> tuple[Received, ...]:
        """The latest postbacks; with `bad`, rows that failed and postbacks that were refused. Newest first."""
        if bad:
            return tuple(await search.received_badly(self._database, limit))
        return tuple(await search.received(self._database, SOURCE, limit))

    async def health(self, now: int) -> Health:
        """The state of the bot: last rows, queues, failures, free space."""
        return Health(
            now=now,
            last_postback=await inbox.last_received(self._database, SOURCE),
            last_update=await inbox.last_received(self._database, _UPDATES),
            inbox=await totals.inbox_queue(self._database),
            outbox=await totals.outbox_queue(self._database),
            bad=await totals.count(self._database, totals.BAD),
            dead=await totals.count(self._database, totals.DEAD),
            alerts=await totals.alerts(self._database),
            database_bytes=await totals.database_bytes(self._database),
            free_bytes=shutil.disk_usage(self._disk).free,
            last_answer=self._last_answer(),
        )


def _player_hit(chat: KnownChat) -> Hit:
    return Hit(
        found=FoundKind.PLAYER,
        match=Match.PLAYER,
        id=str(chat.id),
        at=chat.created_at,
        status="",
        label=chat.label,
        wallet="",
        amount=0,
    )


def _keys(name: str, chats: list[KnownChat]) -> dict[str, list[str]]:
    """The search keys that `name` may be: an id, a label, a number, last digits, a hash."""
    digits = national_form(name)
    small = name.lower()
    return {
        search.WORD: list(dict.fromkeys((name, small))),
        search.LABEL: list(dict.fromkeys((name, *(chat.label for chat in chats)))),
        search.NUMBER: [normal_form(digits)] if digits.isdecimal() and normal_form(digits) else [],
        search.END: [digits] if digits.isdecimal() and len(digits) >= _SHORTEST_END else [],
        search.DIGEST: [small] if _DIGEST.fullmatch(small) else [],
    }
