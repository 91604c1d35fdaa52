"""Players' messages about payouts, and the payouts in their history."""

from bot.domain.wallet import WALLETS
from bot.domain.withdrawal import Withdrawal, WithdrawalStatus
from bot.i18n import Translator
from bot.telegram.message import Screen

MESSAGES = {
    WithdrawalStatus.SENT: "payout-sent",
    WithdrawalStatus.PAID: "payout-paid",
    WithdrawalStatus.FAILED: "payout-failed",
}
STATES = {
    WithdrawalStatus.PROPOSED: "payout-state-open",
    WithdrawalStatus.SENDING: "payout-state-open",
    WithdrawalStatus.UNKNOWN: "payout-state-open",
    WithdrawalStatus.SENT: "payout-state-sent",
    WithdrawalStatus.PAID: "payout-state-paid",
    WithdrawalStatus.FAILED: "payout-state-failed",
    WithdrawalStatus.REFUSED: "payout-state-failed",
    WithdrawalStatus.DECLINED: "payout-state-failed",
    WithdrawalStatus.EXPIRED: "payout-state-failed",
}
_SHOWN_DIGITS = 4


def _about(withdrawal: Withdrawal, t: Translator) -> dict[str, str | int]:
    return {
        "id": withdrawal.id,
        "amount": t.amount(withdrawal.amount),
        "wallet": WALLETS[withdrawal.wallet].name,
        "tail": withdrawal.account[-_SHOWN_DIGITS:],
    }


def withdrawal_message(status: WithdrawalStatus, withdrawal: Withdrawal, t: Translator) -> Screen:
    """The message that a payout is on its way, paid or failed; `status` is that of the time it was written."""
    values = _about(withdrawal, t)
    return Screen(text="\n".join([t(MESSAGES[status], **values), t("card-mark", **values)]))


def withdrawal_line(withdrawal: Withdrawal, t: Translator) -> str:
    """A payout's line in the history."""
    moment = t.date(withdrawal.done_at or withdrawal.sent_at or withdrawal.confirmed_at)
    return t("payout-line", state=t.plain(STATES[withdrawal.status]), date=moment, **_about(withdrawal, t))
