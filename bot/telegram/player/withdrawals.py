"""What a player reads of his payouts: short messages that ring, and lines of his history."""

from bot.domain.wallet import WALLETS
from bot.domain.withdrawal import Status, Withdrawal
from bot.i18n import Translator
from bot.telegram.message import Screen

RINGS = {
    Status.SENT: "payout-sent",
    Status.PAID: "payout-paid",
    Status.FAILED: "payout-failed",
}
STATES = {
    Status.PROPOSED: "payout-state-open",
    Status.SENDING: "payout-state-open",
    Status.UNKNOWN: "payout-state-open",
    Status.SENT: "payout-state-sent",
    Status.PAID: "payout-state-paid",
    Status.FAILED: "payout-state-failed",
    Status.REFUSED: "payout-state-failed",
    Status.DECLINED: "payout-state-failed",
    Status.EXPIRED: "payout-state-failed",
}
_SHOWN_DIGITS = 4


def _about(withdrawal: Withdrawal, t: Translator) -> dict[str, str | int]:
    return {
        "id": withdrawal.id,
        "amount": t.amount(withdrawal.amount),
        "wallet": WALLETS[withdrawal.wallet].name,
        "tail": withdrawal.account[-_SHOWN_DIGITS:],
    }


def payout_ring(status: Status, withdrawal: Withdrawal, t: Translator) -> Screen:
    """The message that a payout is on its way, paid, or failed, as it was when it was put out."""
    values = _about(withdrawal, t)
    return Screen(text="\n".join([t(RINGS[status], **values), t("card-mark", **values)]))


def payout_line(withdrawal: Withdrawal, t: Translator) -> str:
    """One line of the history."""
    moment = t.date(withdrawal.done_at or withdrawal.sent_at or withdrawal.confirmed_at)
    return t("payout-line", state=t.plain(STATES[withdrawal.status]), date=moment, **_about(withdrawal, t))
