"""What operators are told without having asked: one text per kind of trouble."""

from enum import StrEnum

from bot.domain.entry import Reason
from bot.domain.wallet import WALLETS
from bot.i18n import Translator
from bot.telegram.screens import Screen


class Alert(StrEnum):
    """The kinds of trouble, and the values each is told with beside `id`, which is that of the deposit or as said."""

    DEPOSIT_SLOW = "deposit_slow"
    """id, amount, wallet"""
    QUARANTINE = "quarantine"
    """id of the inbox row, amount, reason"""
    INBOX_BAD = "inbox_bad"
    """id, source"""
    LOCKED_OUT = "locked_out"
    NO_NUMBER = "no_number"
    """id of the wallet, detail"""
    CLAIM_UNSURE = "claim_unsure"
    """id, detail"""
    CLAIM_STUCK = "claim_stuck"
    """id, detail"""
    BELOW_MINIMUM = "below_minimum"
    CORRECTIONS_OVER = "corrections_over"
    NUMBER_IN_USE = "number_in_use"
    """id, other"""
    BAD_SIGNATURE = "bad_signature"
    POSTBACKS_SILENT = "postbacks_silent"
    DELIVERY_DEAD = "delivery_dead"
    """id, detail"""
    DEPOSIT_SLOW_OVER = "deposit_slow_over"
    LOCKED_OUT_OVER = "locked_out_over"
    NO_NUMBER_OVER = "no_number_over"
    CLAIM_STUCK_OVER = "claim_stuck_over"
    POSTBACKS_SILENT_OVER = "postbacks_silent_over"


ALERTS = {
    Alert.DEPOSIT_SLOW: "alert-deposit-slow",
    Alert.QUARANTINE: "alert-quarantine",
    Alert.INBOX_BAD: "alert-inbox-bad",
    Alert.LOCKED_OUT: "alert-locked-out",
    Alert.NO_NUMBER: "alert-no-number",
    Alert.CLAIM_UNSURE: "alert-claim-unsure",
    Alert.CLAIM_STUCK: "alert-claim-stuck",
    Alert.BELOW_MINIMUM: "alert-below-minimum",
    Alert.CORRECTIONS_OVER: "alert-corrections-over",
    Alert.NUMBER_IN_USE: "alert-number-in-use",
    Alert.BAD_SIGNATURE: "alert-bad-signature",
    Alert.POSTBACKS_SILENT: "alert-postbacks-silent",
    Alert.DELIVERY_DEAD: "alert-delivery-dead",
    Alert.DEPOSIT_SLOW_OVER: "alert-deposit-slow-over",
    Alert.LOCKED_OUT_OVER: "alert-locked-out-over",
    Alert.NO_NUMBER_OVER: "alert-no-number-over",
    Alert.CLAIM_STUCK_OVER: "alert-claim-stuck-over",
    Alert.POSTBACKS_SILENT_OVER: "alert-postbacks-silent-over",
}
REASONS = {
    Reason.OLD_SHAPE: "quarantine-old-shape",
    Reason.NO_ENTRIES: "quarantine-no-entries",
    Reason.NOT_AN_OBJECT: "quarantine-not-an-object",
    Reason.BOTH_KINDS: "quarantine-both-kinds",
    Reason.NEITHER_KIND: "quarantine-neither-kind",
    Reason.AMOUNT_INVALID: "quarantine-amount-invalid",
    Reason.TRANSACTION_INVALID: "quarantine-transaction-invalid",
    Reason.DIRECTION_DIFFERS: "quarantine-direction-differs",
    Reason.TOTAL_DIFFERS: "quarantine-total-differs",
    Reason.CURRENCY_DIFFERS: "quarantine-currency-differs",
    Reason.CURRENCY_UNKNOWN: "quarantine-currency-unknown",
    Reason.WALLET_DIFFERS: "quarantine-wallet-differs",
    Reason.WALLET_UNKNOWN: "quarantine-wallet-unknown",
    Reason.REPEATED_IN_BODY: "quarantine-repeated-in-body",
    Reason.LABEL_DIFFERS: "quarantine-label-differs",
    Reason.ORDER_UNKNOWN: "quarantine-order-unknown",
    Reason.ORDER_DIFFERS: "quarantine-order-differs",
    Reason.CONFLICT: "quarantine-conflict",
    Reason.ABOVE_AUTO_CREDIT: "quarantine-above-auto-credit",
    Reason.WITHDRAWAL_UNKNOWN: "quarantine-withdrawal-unknown",
    Reason.UNREADABLE: "quarantine-unreadable",
}


def alert(kind: str, t: Translator, **values: str | int) -> Screen:
    """The alert of `kind` (an `Alert`) with its values: `amount` in whole kyat, wallets by their type.

    Raises ValueError for a kind or a reason nobody wrote a text for.
    """
    shown = {name: _shown(name, value, t) for name, value in values.items()}
    return Screen(text=t(ALERTS[Alert(kind)], **shown))


def _shown(name: str, value: str | int, t: Translator) -> str | int:
    match name, value:
        case "amount", int():
            return t.amount(value)
        case "reason", str():
            return t.plain(REASONS[Reason(value)])
        case _, str() if value in WALLETS:
            return WALLETS[value].name
        case _:
            return value
