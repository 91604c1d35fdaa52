"""The timeline of one deposit or payout: messages, calls, raw postbacks and operators' actions."""

from collections.abc import Iterator

from bot.domain.deposit import Deposit
from bot.domain.entry import Reason
from bot.domain.report import Moment, Timeline, TimelineSource
from bot.i18n import Translator, code
from bot.telegram.keyboards import press
from bot.telegram.operators.alert_texts import REASONS
from bot.telegram.operators.callbacks import Move, OnCard, Show, View
from bot.telegram.operators.lists import PAYOUT_STATES, wallet_name
from bot.telegram.operators.pages import PagedReport, split_raw
from bot.telegram.operators.risk_lines import hint_line
from bot.telegram.player.screens import STATES

_MOMENTS = {
    TimelineSource.POSTBACK: "op-moment-postback",
    TimelineSource.AUDIT: "op-moment-audit",
    TimelineSource.EVENT: "op-moment-event",
    TimelineSource.ATTEMPT: "op-moment-attempt",
    TimelineSource.LEDGER: "op-moment-ledger",
    TimelineSource.QUARANTINE: "op-moment-quarantine",
    TimelineSource.MESSAGE: "op-moment-message",
}
_RAW = frozenset({TimelineSource.POSTBACK, TimelineSource.QUARANTINE})


def timeline(told: Timeline, t: Translator) -> PagedReport:
    """A head with the subject, then its events, oldest first, with postbacks in full."""
    subject = told.subject
    label = press(t.plain("op-button-player"), Show(view=View.PLAYER, arg=subject.label, as_new=True))
    rows = [[label]]
    if not isinstance(subject, Deposit):
        card = press(t.plain("op-button-card"), OnCard(move=Move.SHOW, subject=subject.id))
        rows = [[label, card]]
    blocks = [block for moment in told.moments for block in _blocks(moment, t)]
    return PagedReport(head="\n".join(_head(told, t)), blocks=blocks, rows=rows)


def _head(told: Timeline, t: Translator) -> Iterator[str]:
    subject = told.subject
    is_deposit = isinstance(subject, Deposit)
    state = STATES[subject.status] if isinstance(subject, Deposit) else PAYOUT_STATES[subject.status]
    yield t(
        "op-timeline-deposit" if is_deposit else "op-timeline-payout",
        id=code(subject.id),
        amount=t.amount(subject.amount),
        wallet=wallet_name(subject.wallet),
        state=t.plain(state),
        label=subject.label,
    )
    if isinstance(subject, Deposit):
        if subject.transaction_number:
            yield t("op-timeline-number", number=code(subject.transaction_number))
        if subject.credited_amount:
            yield t("op-timeline-credited", amount=t.amount(subject.credited_amount))
        if subject.refusal:
            yield t("op-timeline-refusal", reason=subject.refusal)
        for hint in told.risk_signals:
            yield hint_line(hint, t)
    else:
        yield t("op-timeline-account", account=code(subject.account))
        if subject.detail:
            yield t("op-card-provider", detail=subject.detail)


def _blocks(moment: Moment, t: Translator) -> Iterator[str]:
    what = t.plain(REASONS[Reason(moment.what)]) if moment.source is TimelineSource.QUARANTINE else moment.what
    yield t(
        _MOMENTS[moment.source],
        date=t.date(moment.at),
        what=what,
        detail="" if moment.source in _RAW else moment.detail,
        ref=moment.ref,
        amount=t.amount(moment.amount),
        actor=str(moment.actor),
    )
    if moment.source in _RAW:
        yield from split_raw(moment.detail)
