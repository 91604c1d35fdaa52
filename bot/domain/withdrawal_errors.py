"""Why a payout or a credit may not be proposed, leave or be taken back, beyond what `errors` says of any of them.

PayoutError (in `errors`)
├── OperatorDayLimitPassed, AccountDayLimitPassed
├── RightEnded, AlreadyTried, TwinOpen
├── NumberUnclear, NameOld, CreditMoved
"""

from bot.domain.errors import PayoutError


class OperatorDayLimitPassed(PayoutError):
    """Values: `limit` of the day and what `left` already by this `operator`, whole kyat."""

    key = "error-operator-day-limit"


class AccountDayLimitPassed(PayoutError):
    """Values: `limit` of the day and what `left` already to this account, whole kyat."""

    key = "error-account-day-limit"


class RightEnded(PayoutError):
    """Values: `operator`, whose role does not suffice any more."""

    key = "error-right-ended"


class AlreadyTried(PayoutError):
    """Values: `id` of a payout that may have reached the provider."""

    key = "error-already-tried"


class TwinOpen(PayoutError):
    """Values: `id` and `status` of an open payout of the same sum to the same account."""

    key = "error-twin-open"


class NumberUnclear(PayoutError):
    """Values: `player`, a bare number that is no known label, and `known`, whose Telegram id it is (or a dash)."""

    key = "error-number-unclear"


class NameOld(PayoutError):
    """Values: `player`, the @name, and for how many `days` at least nobody was seen with it."""

    key = "error-name-old"


class CreditMoved(PayoutError):
    """Values: `id`, the reference of a credit, and `status`: `none` or `reversed`."""

    key = "error-credit-moved"
