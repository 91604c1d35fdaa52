"""The cards of proposals: all details of what is to be decided, and the outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton

from bot.domain.approval import ActionType, Approval, ApprovalStatus, cabinet_outcome
from bot.domain.deposit import Deposit
from bot.domain.money import group_digits, in_words
from bot.domain.report import PlayerReport, QuarantinedEntry
from bot.domain.risk import RiskSignal
from bot.domain.withdrawal import CabinetOutcome, Withdrawal, WithdrawalFlag, WithdrawalStatus
from bot.domain.withdrawal_risk import WithdrawalRisk
from bot.i18n import Translator, code
from bot.telegram.keyboards import Row, in_rows, keyboard, press
from bot.telegram.message import Screen
from bot.telegram.operators.alert_texts import REASONS
from bot.telegram.operators.callbacks import Decline, Move, OnCard, Why
from bot.telegram.operators.lists import (
    LONGEST_FOREIGN,
    PAYOUT_STATES,
    at_name,
    owner_line,
    timeline_button,
    totals_line,
    wallet_name,
)
from bot.telegram.operators.names import person_line
from bot.telegram.operators.risk_lines import hint_line
from bot.telegram.operators.withdrawal_risks import risk_line

WHY = {
    Why.ACCOUNT: "why-account",
    Why.AMOUNT: "why-amount",
    Why.PLAYER: "why-player",
    Why.TWICE: "why-twice",
    Why.SUSPICIOUS: "why-suspicious",
    Why.NOT_NOW: "why-not-now",
}
ACTS = {
    ActionType.CLAIM: "op-act-claim",
    ActionType.RELEASE: "op-act-release",
    ActionType.DISMISS: "op-act-dismiss",
    ActionType.CREDIT: "op-act-credit",
    ActionType.REVERSE: "op-act-reverse",
    ActionType.RECORD: "op-act-record",
    ActionType.FORGET: "op-act-forget",
    ActionType.UNFREEZE: "op-act-unfreeze",
    ActionType.RESOLVE: "op-act-resolve",
}
_CABINET = {
    CabinetOutcome.EXISTS: "op-act-exists",
    CabinetOutcome.ABSENT: "op-act-absent",
    CabinetOutcome.PAID: "op-act-paid",
    CabinetOutcome.FAILED: "op-act-failed",
}
_STAGES = {
    ApprovalStatus.PROPOSED: "op-stage-proposed",
    ApprovalStatus.DONE: "op-stage-done",
    ApprovalStatus.DECLINED: "op-stage-declined",
    ApprovalStatus.EXPIRED: "op-stage-expired",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The operators who decided: `@name` where the bot knows it, else the Telegram id."""

    maker: str
    checker: str = ""
    voider: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalCard:
    """The contents of a payout's card; `now` is epoch milliseconds."""

    withdrawal: Withdrawal
    player: PlayerReport
    risks: Sequence[WithdrawalRisk]
    people: People
    now: int
    asks_reason: bool = False


def payout_card(drawn: WithdrawalCard, t: Translator) -> Screen:
    """The card of a payout in any state. A proposal past its time is shown as expired before its row is updated."""
    payout = drawn.withdrawal
    is_late = payout.status is WithdrawalStatus.PROPOSED and payout.expires_at <= drawn.now
    status = WithdrawalStatus.EXPIRED if is_late else payout.status
    is_open = status is WithdrawalStatus.PROPOSED
    blocks = [
        _payout_subject(drawn, t),
        _payout_money(payout, t),
        [risk_line(risk, t) for risk in drawn.risks] if is_open else [],
        _payout_history(drawn, status, t),
        [t("op-card-ask-why")] if is_open and drawn.asks_reason else [],
    ]
    rows = _decision_rows(payout.id, t, asks_reason=drawn.asks_reason) if is_open else []
    look = [press(t.plain("op-button-refresh"), OnCard(move=Move.REFRESH, subject=payout.id))]
    return _card(blocks, [*rows, [*look, timeline_button(payout.id, t)]])


def _payout_subject(drawn: WithdrawalCard, t: Translator) -> list[str]:
    payout, player = drawn.withdrawal, drawn.player
    name = at_name(player.chats[0].username) if player.chats else ""
    lines = [t("op-card-title", id=code(payout.id))]
    if payout.is_test:
        lines.append(t("op-card-test"))
    lines.append(t("op-card-player", label=code(payout.label), name=name))
    lines += person_line(player, payout.player_id, t)
    if not payout.player_id:
        lines.append(t("op-card-stranger"))
    if player.hold is not None:
        lines.append(t("op-card-hold", reason=player.hold))
    return [*lines, totals_line(player, t)]


def _payout_money(payout: Withdrawal, t: Translator) -> list[str]:
    account = code(group_digits(payout.account))
    return [
        t("op-card-amount", amount=t.amount(payout.amount)),
        in_words(payout.amount, t.language),
        t("op-card-account", wallet=wallet_name(payout.wallet), account=account),
    ]


def _payout_history(drawn: WithdrawalCard, status: WithdrawalStatus, t: Translator) -> list[str]:
    payout, people = drawn.withdrawal, drawn.people
    lines = [t("op-card-maker", maker=people.maker, date=t.date(payout.created_at))]
    if payout.confirmed_at:
        lines.append(t("op-card-checker", checker=people.checker, date=t.date(payout.confirmed_at)))
    lines += [t(PAYOUT_STATES[status]), *_payout_reasons(drawn, t)]
    if payout.detail:
        lines.append(t("op-card-provider", detail=payout.detail))
    match status:
        case WithdrawalStatus.PROPOSED:
            lines.append(t("op-card-expires", time=t.time(payout.expires_at)))
        case WithdrawalStatus.SENDING:
            lines.append(t("op-card-void", id=payout.id))
        case WithdrawalStatus.UNKNOWN:
            lines.append(t("op-card-resolve", id=payout.id))
        case WithdrawalStatus.SENT:
            lines.append(t("op-card-resolve-sent", id=payout.id))
        case _:
            pass
    if WithdrawalFlag.CONFLICT in payout.flags:
        lines.append(t("op-card-conflict"))
    return lines


def _payout_reasons(drawn: WithdrawalCard, t: Translator) -> list[str]:
    payout, people = drawn.withdrawal, drawn.people
    if payout.voided_by:
        return [t("op-card-voided", voider=people.voider, reason=payout.reason)]
    if payout.status is WithdrawalStatus.DECLINED:
        return [t("op-card-decliner", checker=people.checker, reason=payout.reason)]
    return [t("op-card-reason", reason=payout.reason)] if payout.reason else []


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalCard:
    """The contents of an approval's card: the rows that its values name, as far as they exist."""

    act: Approval
    people: People
    now: int
    player: PlayerReport | None = None
    entries: Sequence[QuarantinedEntry] = ()
    """entries in quarantine; only the first few if there are many"""
    deposit: Deposit | None = None
    withdrawal: Withdrawal | None = None
    hints: Sequence[RiskSignal] = ()
    asks_reason: bool = False


def act_card(drawn: ProposalCard, t: Translator) -> Screen:
    """The card of an action that two operators must approve."""
    act, people = drawn.act, drawn.people
    is_late = act.stage is ApprovalStatus.PROPOSED and act.expires_at <= drawn.now
    stage = ApprovalStatus.EXPIRED if is_late else act.stage
    is_open = stage is ApprovalStatus.PROPOSED
    subject = f"act:{act.id}"
    history = [
        t("op-card-maker", maker=people.maker, date=t.date(act.created_at)),
        t(_STAGES[stage], maker=people.maker, checker=people.checker, reason=act.reason),
    ]
    if is_open:
        history.append(t("op-card-expires", time=t.date(act.expires_at)))
    blocks = [
        [t("op-act-title", kind=t.plain(ACTS[act.kind]), number=str(act.id))],
        _act_lines(drawn, t),
        history,
        [t("op-card-ask-why")] if is_open and drawn.asks_reason else [],
    ]
    rows = _decision_rows(subject, t, asks_reason=drawn.asks_reason) if is_open else []
    look = [press(t.plain("op-button-refresh"), OnCard(move=Move.REFRESH, subject=subject))]
    about = drawn.deposit.id if drawn.deposit else str(act.values.get("withdrawal", ""))
    return _card(blocks, [*rows, [*look, timeline_button(about, t)] if about else look])


def _act_lines(drawn: ProposalCard, t: Translator) -> list[str]:
    act, values = drawn.act, drawn.act.values
    lines = [*_about_rows(drawn, t), *_about_player(drawn, t), *_about_money(values, t)]
    if act.kind in {ActionType.CREDIT, ActionType.CLAIM} and act.stage is ApprovalStatus.DONE:
        lines.append(t("op-act-mark", id=code(f"act-{act.id}")))
    if act.kind is ActionType.RESOLVE:
        lines.append(t(_CABINET[cabinet_outcome(values)]))
    if "reason" in values:
        lines.append(t("op-act-reason", reason=str(values["reason"])))
    return lines


def _about_player(drawn: ProposalCard, t: Translator) -> list[str]:
    player, lines = drawn.player, []
    if "label" in drawn.act.values:
        name = at_name(player.chats[0].username) if player and player.chats else ""
        lines.append(t("op-card-player", label=code(str(drawn.act.values["label"])), name=name))
    return lines if player is None else [*lines, *person_line(player, 0, t), totals_line(player, t)]


def _about_money(values: Mapping[str, str | int], t: Translator) -> list[str]:
    lines = []
    if "amount" in values:
        amount = int(values["amount"])
        lines += [t("op-card-amount", amount=t.amount(amount)), in_words(amount, t.language)]
    if "account" in values:
        lines.append(t("op-act-account", account=code(group_digits(str(values["account"])))))
    if "credit" in values:
        lines.append(t("op-act-credited", id=code(str(values["credit"]))))
    if "reference" in values:
        lines.append(t("op-act-reference", reference=code(str(values["reference"]))))
    return lines


def _about_rows(drawn: ProposalCard, t: Translator) -> list[str]:
    lines = _entry_lines(drawn, t)
    if deposit := drawn.deposit:
        amount = t.amount(deposit.credited_amount or deposit.amount)
        wallet = wallet_name(deposit.wallet)
        lines.append(t("op-act-deposit", id=code(deposit.id), label=deposit.label, amount=amount, wallet=wallet))
        lines += [hint_line(hint, t) for hint in drawn.hints]
    if drawn.act.kind is ActionType.FORGET:
        lines.append(t("op-act-forget-what"))
    if payout := drawn.withdrawal:
        lines.append(t("op-act-payout", id=code(payout.id), amount=t.amount(payout.amount), label=payout.label))
    return lines


def _entry_lines(drawn: ProposalCard, t: Translator) -> list[str]:
    """Each entry with the owner of its order; for a single entry also why it is in quarantine."""
    count = int(drawn.act.values.get("count", 0))
    lines = [t("op-act-entries", count=count)] if count else []
    for entry in drawn.entries:
        lines.append(
            t(
                "op-act-entry",
                entry=str(entry.id),
                amount=t.amount(entry.amount),
                wallet=wallet_name(entry.wallet),
                transaction=code(entry.transaction_id[:LONGEST_FOREIGN] or "–"),
            )
        )
        lines += owner_line("op-act-entry-owner", entry, t)
        if not count:
            lines.append(t.plain(REASONS[entry.reason]))
    if (more := count - len(drawn.entries)) > 0:
        lines.append(t("op-act-entries-more", count=more))
    return lines


def _decision_rows(subject: str, t: Translator, *, asks_reason: bool) -> list[Row]:
    if asks_reason:
        reasons = [press(t.plain(key), Decline(why=why, subject=subject)) for why, key in WHY.items()]
        return [*in_rows(reasons, 2), [_move(t, "op-button-keep", Move.KEEP, subject)]]
    return [
        [
            _move(t, "op-button-confirm", Move.CONFIRM, subject),
            _move(t, "op-button-decline", Move.ASK_REASON, subject),
        ]
    ]


def _move(t: Translator, text: str, move: Move, subject: str) -> InlineKeyboardButton:
    return press(t.plain(text), OnCard(move=move, subject=subject))


def _card(blocks: Sequence[Sequence[str]], rows: Sequence[Row]) -> Screen:
    return Screen(text="\n\n".join("\n".join(lines) for lines in blocks if lines), keyboard=keyboard(*rows))
