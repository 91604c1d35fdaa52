"""The lists that operators read: deposits, payouts, search results, quarantine, inbox, one player."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.report import FoundKind, Hit, PlayerReport, QuarantinedEntry, Received, Unclaimed
from bot.domain.wallet import WALLETS
from bot.domain.withdrawal import Withdrawal, WithdrawalStatus
from bot.i18n import Translator, code
from bot.telegram.keyboards import Row, in_rows, keyboard, press
from bot.telegram.message import Screen
from bot.telegram.operators.alert_texts import REASONS
from bot.telegram.operators.callbacks import Show, View
from bot.telegram.operators.pages import PagedReport
from bot.telegram.player.screens import STATES

PAYOUT_STATES = {
    WithdrawalStatus.PROPOSED: "op-state-proposed",
    WithdrawalStatus.SENDING: "op-state-sending",
    WithdrawalStatus.SENT: "op-state-sent",
    WithdrawalStatus.UNKNOWN: "op-state-unknown",
    WithdrawalStatus.PAID: "op-state-paid",
    WithdrawalStatus.FAILED: "op-state-failed",
    WithdrawalStatus.REFUSED: "op-state-refused",
    WithdrawalStatus.DECLINED: "op-state-declined",
    WithdrawalStatus.EXPIRED: "op-state-expired",
}
_MINUTE = 60_000
_HOUR, _DAY = 60 * _MINUTE, 24 * 60 * _MINUTE
_BUTTONS = 8


def age(since: int, now: int, t: Translator) -> str:
    """The time since `since` in its largest unit: `12 min`, `3 h`, `2 d`; a dash for 0."""
    if not since:
        return "–"
    passed = max(0, now - since)
    if passed < 2 * _HOUR:
        return t.plain("op-age-minutes", count=passed // _MINUTE)
    if passed < 2 * _DAY:
        return t.plain("op-age-hours", count=passed // _HOUR)
    return t.plain("op-age-days", count=passed // _DAY)


def ago(at: int, now: int, t: Translator) -> str:
    """How long ago something happened, or that it never did."""
    return t.plain("op-ago", age=age(at, now, t)) if at else t.plain("op-never")


def wallet_name(wallet: str) -> str:
    """The wallet's name; an unknown wallet as it is written."""
    return WALLETS[wallet].name if wallet in WALLETS else wallet or "–"


def timeline_button(subject: str, t: Translator) -> InlineKeyboardButton:
    """A button that opens the timeline of `subject` in a new message."""
    return press(t.plain("op-button-timeline-of", id=subject), Show(view=View.TIMELINE, arg=subject, as_new=True))


def _timelines(subjects: Sequence[str], t: Translator) -> list[Row]:
    """Buttons for the first few; for the others /tx takes the id from the text."""
    return in_rows((timeline_button(subject, t) for subject in subjects[:_BUTTONS]), 2)


def pending(deposits: Sequence[Deposit], now: int, t: Translator) -> PagedReport:
    """The list of open deposits."""
    if not deposits:
        return PagedReport(head=t("op-pending-none"))
    return PagedReport(
        head=t("op-pending-head", count=len(deposits)),
        blocks=[_deposit_line(deposit, now, t) for deposit in deposits],
        rows=_timelines([deposit.id for deposit in deposits], t),
    )


def _deposit_line(deposit: Deposit, now: int, t: Translator) -> str:
    return t(
        "op-deposit-line",
        age=age(deposit.claimed_at or deposit.created_at, now, t),
        amount=t.amount(deposit.amount),
        wallet=wallet_name(deposit.wallet),
        state=t.plain(STATES[deposit.status]),
        label=deposit.label,
        id=code(deposit.id),
    )


def withdrawals(payouts: Sequence[Withdrawal], now: int, t: Translator) -> PagedReport:
    """The list of payouts, with state and age."""
    if not payouts:
        return PagedReport(head=t("op-withdrawals-none"))
    return PagedReport(
        head=t("op-withdrawals-head", count=len(payouts)),
        blocks=[_payout_line(payout, now, t) for payout in payouts],
        rows=_timelines([payout.id for payout in payouts], t),
    )


def _payout_line(payout: Withdrawal, now: int, t: Translator) -> str:
    test = "🧪 " if payout.is_test else ""
    return test + t(
        "op-withdrawal-line",
        age=age(payout.created_at, now, t),
        amount=t.amount(payout.amount),
        state=t.plain(PAYOUT_STATES[payout.status]),
        label=payout.label,
        id=code(payout.id),
    )


_HITS = {
    FoundKind.PLAYER: "op-hit-player",
    FoundKind.DEPOSIT: "op-hit-deposit",
    FoundKind.WITHDRAWAL: "op-hit-withdrawal",
    FoundKind.QUARANTINE: "op-hit-quarantine",
}


def found(hits: Sequence[Hit], t: Translator) -> PagedReport:
    """The results of a search, with buttons that open them."""
    if not hits:
        return PagedReport(head=t("op-find-none"))
    items = [hit.id for hit in hits if hit.found in {FoundKind.DEPOSIT, FoundKind.WITHDRAWAL}]
    players = list(dict.fromkeys(hit.label for hit in hits if hit.found is FoundKind.PLAYER))
    opened = [press(f"👤 {label}", Show(view=View.PLAYER, arg=label, as_new=True)) for label in players[:2]]
    return PagedReport(
        head=t("op-find-head", count=len(hits)),
        blocks=[_hit_line(hit, t) for hit in hits],
        rows=[*([button] for button in opened), *_timelines(items, t)],
    )


def _hit_line(hit: Hit, t: Translator) -> str:
    match hit.found:
        case FoundKind.DEPOSIT:
            state = t.plain(STATES[DepositStatus(hit.status)])
        case FoundKind.WITHDRAWAL:
            state = t.plain(PAYOUT_STATES[WithdrawalStatus(hit.status)])
        case _:
            state = hit.status
    return t(
        _HITS[hit.found],
        id=code(hit.id),
        label=hit.label,
        amount=t.amount(hit.amount),
        wallet=wallet_name(hit.wallet),
        state=state,
        date=t.date(hit.at),
    )


LONGEST_FOREIGN = 40
"""The most characters shown of a value from outside, such as a label or a malformed number."""


def unclaimed(found: Unclaimed, t: Translator) -> Screen:
    """One page of the quarantine."""
    turn = [
        press(text, Show(view=View.UNCLAIMED, page=to))
        for text, to, is_there in (
            ("◀️", found.number - 1, found.number > 0),
            ("▶️", found.number + 1, found.number + 1 < found.pages),
        )
        if is_there
    ]
    refresh = [press(t.plain("op-button-refresh"), Show(view=View.UNCLAIMED, page=found.number))]
    if not found.entries:
        return Screen(text=t("op-unclaimed-none"), keyboard=keyboard(refresh))
    head = [t("op-unclaimed-head", count=found.count, money=found.money)]
    if found.above_ceiling.count:
        head.append(
            t("op-unclaimed-release", count=found.above_ceiling.count, amount=t.amount(found.above_ceiling.amount))
        )
    parts = ["\n".join(head), "\n".join(_entry_line(entry, t) for entry in found.entries)]
    if found.pages > 1:
        parts.append(t("op-page", page=found.number + 1, pages=found.pages))
    return Screen(text="\n\n".join(parts), keyboard=keyboard(turn, refresh))


def owner_line(key: str, entry: QuarantinedEntry, t: Translator) -> list[str]:
    """The owner of the entry's order, if it is a known order."""
    return [t(key, deposit=code(entry.deposit_id), owner=code(entry.owner))] if entry.deposit_id else []


def _entry_line(entry: QuarantinedEntry, t: Translator) -> str:
    line = t(
        "op-unclaimed-line",
        entry=str(entry.id),
        amount=t.amount(entry.amount),
        wallet=wallet_name(entry.wallet),
        transaction=code(entry.transaction_id[:LONGEST_FOREIGN] or "–"),
        label=entry.label[:LONGEST_FOREIGN] or "–",
        date=t.date(entry.at),
        reason=t.plain(REASONS[entry.reason]),
    )
    return "\n".join([line, *owner_line("op-unclaimed-owner", entry, t)])


def inbox(rows: Sequence[Received], t: Translator, *, bad: bool) -> PagedReport:
    """Recent inbox rows. Each line starts with the number that /replay takes."""
    head = t("op-inbox-bad-head" if bad else "op-inbox-head")
    return PagedReport(head=head if rows else t("op-inbox-none"), blocks=[_received_line(row, t) for row in rows])


def _received_line(row: Received, t: Translator) -> str:
    return t(
        "op-inbox-line",
        entry=f"({row.id})" if row.state == "refused" else str(row.id),
        source=row.source,
        state=row.state,
        date=t.date(row.received_at),
        reason=row.reason,
    )


def player(report: PlayerReport, now: int, t: Translator) -> PagedReport:
    """One player: his chats, totals, open deposits and payouts, and his hold."""
    chats = [t("op-player-chat", id=code(str(chat.id)), name=at_name(chat.username)) for chat in report.chats]
    head = [
        t("op-player-head", label=report.recipient.label),
        *(chats or [t("op-card-stranger")]),
        totals_line(report, t),
    ]
    if report.hold is not None:
        head.append(t("op-card-hold", reason=report.hold))
    deposits = [_deposit_line(deposit, now, t) for deposit in report.deposits]
    payouts = [_payout_line(payout, now, t) for payout in report.withdrawals]
    blocks = [
        *([t("op-player-open-deposits"), *deposits] if deposits else []),
        *([t("op-player-open-payouts"), *payouts] if payouts else []),
    ]
    opened = [deposit.id for deposit in report.deposits] + [payout.id for payout in report.withdrawals]
    return PagedReport(head="\n".join(head), blocks=blocks, rows=_timelines(opened, t))


def totals_line(report: PlayerReport, t: Translator) -> str:
    """The player's totals: deposited, paid out, reserved for payouts."""
    totals = report.totals
    return t(
        "op-card-totals",
        deposited=t.amount(totals.deposited),
        paid_out=t.amount(totals.paid_out),
        held=t.amount(totals.reserved),
    )


def at_name(username: str) -> str:
    """`@name`, or empty if it is not known."""
    return f"@{username}" if username else ""
