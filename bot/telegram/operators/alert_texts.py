"""The texts of alerts, one for each kind."""

from collections.abc import Callable, Mapping

from bot.domain.alert import Alert
from bot.domain.deposit import DepositFlag
from bot.domain.entry import Reason
from bot.domain.errors import AmountTooLarge, DayLimitPassed, PayoutsFrozen, PlayerHeld, WithdrawalsOff
from bot.domain.intake_trouble import Cause
from bot.domain.postback_refusal import Refused
from bot.domain.wallet import WALLETS
from bot.domain.withdrawal_errors import AccountDayLimitPassed, OperatorDayLimitPassed, RightEnded
from bot.i18n import Markup, Translator
from bot.telegram.message import Screen
from bot.telegram.operators.risk_lines import hint_lines

ALERTS = {
    Alert.DEPOSIT_WAITING: "alert-deposit-waiting",
    Alert.QUARANTINE: "alert-quarantine",
    Alert.CREDIT_UNUSUAL: "alert-credit-unusual",
    Alert.CREDITS_WAIT: "alert-credits-wait",
    Alert.POSTBACKS_REFUSED: "alert-postbacks-refused",
    Alert.PROVIDER_LOCKED_OUT: "alert-provider-locked-out",
    Alert.PROVIDER_UNREACHABLE: "alert-provider-unreachable",
    Alert.WALLET_UNAVAILABLE: "alert-wallet-unavailable",
    Alert.BAD_SIGNATURE: "alert-bad-signature",
    Alert.UPDATES_REFUSED: "alert-updates-refused",
    Alert.POSTBACKS_SILENT: "alert-postbacks-silent",
    Alert.PUBLIC_URL_DEAD: "alert-public-url-dead",
    Alert.TOO_MANY_NUMBERS: "alert-too-many-numbers",
    Alert.NUMBERS_GUESSED: "alert-numbers-guessed",
    Alert.NUMBER_DEAD: "alert-number-dead",
    Alert.NUMBER_SHARED: "alert-number-shared",
    Alert.CLAIM_ODD: "alert-claim-odd",
    Alert.CORRECTIONS_OVER: "alert-corrections-over",
    Alert.CLAIM_REFUSED: "alert-claim-refused",
    Alert.CLAIM_UNANSWERED: "alert-claim-unanswered",
    Alert.BELOW_MINIMUM: "alert-below-minimum",
    Alert.PAYOUT_NOT_SENT: "alert-payout-not-sent",
    Alert.PAYOUT_UNKNOWN: "alert-payout-unknown",
    Alert.PAYOUT_STILL_UNKNOWN: "alert-payout-still-unknown",
    Alert.PAYOUT_STILL_SENT: "alert-payout-still-sent",
    Alert.PAYOUT_STOPPED: "alert-payout-stopped",
    Alert.EVENTS_WAITING: "alert-events-waiting",
    Alert.DISK_FILLING: "alert-disk-filling",
    Alert.LOG_LONG: "alert-log-long",
    Alert.DATABASE_RESTORED: "alert-database-restored",
    Alert.DELIVERY_DEAD: "alert-delivery-dead",
    Alert.NOT_APPLIED: "alert-not-applied",
    Alert.UPDATE_FAILED: "alert-update-failed",
    Alert.AUDIT_HEAD: "alert-audit-head",
    Alert.COMMAND_IGNORED: "alert-command-ignored",
    Alert.MESSAGE_BROKEN: "alert-message-broken",
    Alert.CHAT_MOVED: "alert-chat-moved",
}
OVER = {
    Alert.DEPOSIT_WAITING: "alert-over-deposit-waiting",
    Alert.PROVIDER_LOCKED_OUT: "alert-over-provider-locked-out",
    Alert.PROVIDER_UNREACHABLE: "alert-over-provider-unreachable",
    Alert.WALLET_UNAVAILABLE: "alert-over-wallet-unavailable",
    Alert.BAD_SIGNATURE: "alert-over-bad-signature",
    Alert.UPDATES_REFUSED: "alert-over-updates-refused",
    Alert.POSTBACKS_SILENT: "alert-over-postbacks-silent",
    Alert.PUBLIC_URL_DEAD: "alert-over-public-url-dead",
    Alert.PAYOUT_STILL_SENT: "alert-over-payout-still-sent",
    Alert.PAYOUT_STOPPED: "alert-over-payout-stopped",
    Alert.EVENTS_WAITING: "alert-over-events-waiting",
    Alert.CREDITS_WAIT: "alert-over-credits-wait",
    Alert.DISK_FILLING: "alert-over-disk-filling",
    Alert.LOG_LONG: "alert-over-log-long",
    Alert.DATABASE_RESTORED: "alert-over-database-restored",
}
STOPS = {
    WithdrawalsOff.key: "stop-off",
    PayoutsFrozen.key: "stop-frozen",
    PlayerHeld.key: "stop-held",
    AmountTooLarge.key: "stop-amount",
    RightEnded.key: "stop-right",
    DayLimitPassed.key: "stop-player-day",
    AccountDayLimitPassed.key: "stop-account-day",
    OperatorDayLimitPassed.key: "stop-operator-day",
}
"""Why a confirmed payout waits, by the key of the refusal."""

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
    Reason.WITHDRAWAL_DIFFERS: "quarantine-withdrawal-differs",
    Reason.WITHDRAWAL_STATUS: "quarantine-withdrawal-status",
    Reason.UNREADABLE: "quarantine-unreadable",
    Reason.SAYS_NO: "quarantine-says-no",
    Reason.TOP_SAYS_NO: "quarantine-top-says-no",
    Reason.DEPOSIT_REVERSED: "quarantine-deposit-reversed",
    Reason.ABOVE_HOUR: "quarantine-above-hour",
    Reason.ABOVE_PLAYER_DAY: "quarantine-above-player-day",
    Reason.NOT_HANDLED: "quarantine-not-handled",
}
REFUSED = {
    Refused.TOO_LARGE: "refused-too-large",
    Refused.COMPRESSED: "refused-compressed",
    Refused.BOM: "refused-bom",
    Refused.FORM: "refused-form",
    Refused.MALFORMED: "refused-malformed",
    Refused.KEY_UNKNOWN: "refused-key-unknown",
    Refused.SIGNATURE_BAD: "refused-signature-bad",
}
_MARKS = {
    DepositFlag.EXTRA: "mark-extra",
    DepositFlag.AMOUNT_DIFFERS: "mark-amount-differs",
    DepositFlag.NUMBER_DIFFERS: "mark-number-differs",
    DepositFlag.WAS_REJECTED: "mark-was-rejected",
    DepositFlag.LATE: "mark-late",
}
CAUSES = {
    Cause.TOKEN_REFUSED: "updates-token-refused",
    Cause.WEBHOOK_SET: "updates-webhook-set",
    Cause.OTHER_POLLER: "updates-other-poller",
    Cause.WEBHOOK_LOST: "updates-webhook-lost",
    Cause.WEBHOOK_REFUSED: "updates-webhook-refused",
    Cause.WEBHOOK_FAILING: "updates-webhook-failing",
    Cause.WEBHOOK_BEHIND: "updates-webhook-behind",
}


def alert(kind: str, t: Translator, *, over: bool = False, **values: str | int) -> Screen:
    """The text of the alert `kind` (an `Alert`) with its values; `over` when the trouble is resolved.

    Raises ValueError for an unknown kind or reason.
    """
    told = Alert(kind)
    shown = {name: _shown(name, value, t) for name, value in values.items()}
    if not over:
        return Screen(text=t(ALERTS[told], **shown))
    if told in OVER:
        return Screen(text=t(OVER[told], **shown))
    return Screen(text=t("alert-over", text=Markup(t(ALERTS[told], **shown))))


def _shown(name: str, value: str | int, t: Translator) -> str | int:
    match name, value:
        case "amount", int():
            return t.amount(value)
        case "hints", str():
            return hint_lines(value, t)
        case _, str():
            return _words(name, value, t)
        case _:
            return value


def _words(name: str, value: str, t: Translator) -> str:
    if name == "wallet" and value in WALLETS:
        return WALLETS[value].name
    if name == "sent_away":
        return _sent_away(value, t)
    if name in _KEYS:
        return ", ".join(t.plain(_KEYS[name](word)) for word in value.split())
    return value or "–"


_KEYS: Mapping[str, Callable[[str], str]] = {
    "reason": lambda word: REASONS[Reason(word)],
    "marks": lambda word: _MARKS[DepositFlag(word)],
    "refused": lambda word: REFUSED[Refused(word)],
    "cause": lambda word: CAUSES[Cause(word)],
    "stop": lambda word: STOPS[word],
}
"""By the name of an alert's value: how to find the text's key for each word in the value."""


def _sent_away(counted: str, t: Translator) -> str:
    """Which postbacks were refused, and how many of each kind, such as `malformed:3`; says so if none was."""
    if not counted:
        return t.plain("silence-nothing")
    told = (one.partition(":") for one in counted.split())
    return t.plain(
        "silence-sent-away", what=", ".join(f"{t.plain(REFUSED[Refused(name)])} ×{count}" for name, _, count in told)
    )
