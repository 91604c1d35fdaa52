"""Risk warnings on a payout's card."""

from bot.domain.withdrawal import Withdrawal
from bot.domain.withdrawal_risk import WithdrawalRisk, WithdrawalRiskKind
from bot.i18n import Markup, Translator, code
from bot.telegram.operators.lists import PAYOUT_STATES

RISKS = {
    WithdrawalRiskKind.FIRST_PAYOUT: "risk-first-payout",
    WithdrawalRiskKind.ACCOUNT_UNSEEN: "risk-account-unseen",
    WithdrawalRiskKind.ABOVE_CREDITS: "risk-above-credits",
    WithdrawalRiskKind.OTHER_OPEN: "risk-other-open",
    WithdrawalRiskKind.TWIN_OPEN: "risk-twin-open",
    WithdrawalRiskKind.ACCOUNT_SHARED: "risk-account-shared",
    WithdrawalRiskKind.FAILED_LATELY: "risk-failed-lately",
}


def risk_line(risk: WithdrawalRisk, t: Translator) -> str:
    """One warning. Another payout is named with its amount, state, and the date of its last change."""
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
