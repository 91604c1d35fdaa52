"""More errors about payouts and manual credits, beside those in `errors`.

PayoutError (in `errors`)
├── OperatorDayLimitPassed, AccountDayLimitPassed
├── RightEnded, AlreadyTried, TwinOpen
├── NumberUnclear, NameOld, CreditMoved
"""

from bot.domain.errors import PayoutError


class OperatorDayLimitPassed(PayoutError):
    """Values: `limit` of the day, `left` (the sum already sent today by this operator), whole kyat; `operator`."""

    key = "error-operator-day-limit"


class AccountDayLimitPassed(PayoutError):
    """Values: `limit` of the day and `left`, the sum already sent today to this account; whole kyat."""

    key = "error-account-day-limit"


class RightEnded(PayoutError):
    """Values: `operator`, whose role is not sufficient any more."""

    key = "error-right-ended"


class AlreadyTried(PayoutError):
    """Values: `id` of a payout that may have reached the provider."""

    key = "error-already-tried"


class TwinOpen(PayoutError):
    """Values: `id` and `status` of an open payout of the same sum to the same account."""

    key = "error-twin-open"


class NumberUnclear(PayoutError):
    """Values: `player`, a number that is no known label, and `known`, the label with this Telegram id, or a dash."""

    key = "error-number-unclear"


class NameOld(PayoutError):
    """Values: `player`, the @name, and `days`: nobody was seen with it for at least so many."""

    key = "error-name-old"


class CreditMoved(PayoutError):
    """Values: `id`, the reference of a credit, and `status`: `none` or `reversed`."""

    key = "error-credit-moved"
