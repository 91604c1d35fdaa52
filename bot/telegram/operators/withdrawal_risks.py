"""The lines of a payout's card that say what to think of before it is confirmed."""

from bot.domain.withdrawal import Withdrawal
from bot.domain.withdrawal_risk import Risk, RiskKind
from bot.i18n import Markup, Translator, code
from bot.telegram.operators.lists import PAYOUT_STATES

RISKS = {
    RiskKind.FIRST_PAYOUT: "risk-first-payout",
    RiskKind.ACCOUNT_UNSEEN: "risk-account-unseen",
    RiskKind.ABOVE_CREDITS: "risk-above-credits",
    RiskKind.OTHER_OPEN: "risk-other-open",
    RiskKind.TWIN_OPEN: "risk-twin-open",
    RiskKind.ACCOUNT_SHARED: "risk-account-shared",
    RiskKind.FAILED_LATELY: "risk-failed-lately",
}


def risk_line(risk: Risk, t: Translator) -> str:
    """One line; another payout is named with its sum, state, and the day of its last move."""
    if risk.other is None:
        return t(RISKS[risk.kind])
    return t(RISKS[risk.kind], label=risk.other.label, payout=Markup(_payout(risk.other, t)))


def _payout(other: Withdrawal, t: Translator) -> str:
    moved = other.done_at or other.sent_at or other.tried_at or other.created_at
    return t(
        "risk-payout",
        id=code(other.id),
        amount=t.amount(other.amount),
        date=t.date(moved),
        state=t.plain(PAYOUT_STATES[other.status]),
    )
