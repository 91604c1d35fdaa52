"""The errors that people are told, as one tree; each names its Fluent message and the values in it.

DomainError
├── AmountError
│   ├── AmountUnreadable       not an amount, or one that could mean two things
│   ├── AmountTooSmall         below DEPOSIT_MIN
│   └── AmountTooLarge         above DEPOSIT_MAX
├── NumberError                the transaction number a player typed
│   ├── NumberUnreadable       holds something that is no digit
│   ├── NumberAmbiguous        two numbers in one message
│   ├── NumberLooksLikePhone   09…
│   ├── NumberLooksLikeAmount  a round sum, or one with its currency
│   ├── NumberIsEnd            its last digits only, as shops ask for them
│   └── NumberWrongLength      so many digits, so many needed
├── PictureError               a file that cannot be the receipt
│   ├── PictureTooLarge
│   ├── PictureUnsupported     PDF, HEIC, video, …
│   ├── PictureAnimated
│   ├── PictureBroken
│   └── PictureUnavailable     Telegram did not hand it out
├── LinkError                  a deep link that binds nothing
│   ├── LinkForged
│   ├── LinkExpired
│   └── LinkUsed               by another chat
├── WalletClosed               the wallet is switched off or the provider does not offer it
├── NumberInUse                the transaction number belongs to another player's claim
├── TooManyCorrections         refused k times; an operator must look
├── PlayerHeld                 operators stopped this player's deposits or payouts
├── PlayerUnknown              no label, or an @name that never wrote to the bot
├── PlayerAmbiguous            what was typed means two players
├── PayoutError                a payout that may not be proposed, sent or decided so
│   ├── WithdrawalsOff         no key to sign with
│   ├── AccountMalformed       not an account of this wallet
│   │   └── PayoutsUndocumented  the provider does not say how to pay out to this wallet
│   ├── DayLimitPassed         too much for this player today
│   ├── MakerMayNotConfirm     the second person is missing
│   ├── PayoutsFrozen          operators stopped all payouts
│   ├── TooEarly               an unknown payout may still appear at the provider
│   └── WithdrawalMoved        it is in another state now
├── ActError                   an act of operators that cannot be done as things stand
│   ├── ActMoved               confirmed, declined or expired by now
│   ├── AlreadyBooked          the payment, or the reference, is in the ledger
│   ├── NotClaimable           closed, or nothing that two people may credit
│   ├── OwnerKnown             the provider signed another player's order
│   ├── NothingToRelease       no money waits only for its size
│   ├── DepositMoved           its state does not allow this
│   ├── ClaimNotWaiting        nothing of this deposit waits to be sent
│   ├── NotFrozen              payouts leave already
│   ├── LimitsCrossed          the lowest is above the highest
│   └── NotReplayable          no stored postback, or not applied yet
├── RoleTooLow                 an operator's role does not cover this act
└── Outdated                   a button whose deposit has moved on
"""

from typing import ClassVar

Value = str | int


class DomainError(Exception):
    """An error that a person is told: `key` is its Fluent message, `values` stand in it."""

    key: ClassVar[str] = "error-unknown"

    def __init__(self, **values: Value) -> None:
        super().__init__(self.key)
        self.values = values


class AmountError(DomainError):
    """The text cannot be the amount of a deposit."""


class AmountUnreadable(AmountError):
    key = "error-amount-unreadable"


class AmountTooSmall(AmountError):
    """Values: `limit`, whole kyat."""

    key = "error-amount-too-small"


class AmountTooLarge(AmountError):
    """Values: `limit`, whole kyat."""

    key = "error-amount-too-large"


class NumberError(DomainError):
    """The text cannot be the transaction number. Values: `have`, `low`, `high`, numbers of digits where known."""


class NumberUnreadable(NumberError):
    key = "error-number-unreadable"


class NumberAmbiguous(NumberError):
    key = "error-number-ambiguous"


class NumberLooksLikePhone(NumberError):
    key = "error-number-phone"


class NumberLooksLikeAmount(NumberError):
    key = "error-number-amount"


class NumberIsEnd(NumberError):
    key = "error-number-end"


class NumberWrongLength(NumberError):
    key = "error-number-length"


class PictureError(DomainError):
    """The file cannot be used as the receipt."""


class PictureTooLarge(PictureError):
    key = "error-picture-large"


class PictureUnsupported(PictureError):
    """Values: `kind`, such as PDF or HEIC."""

    key = "error-picture-unsupported"


class PictureAnimated(PictureError):
    key = "error-picture-animated"


class PictureBroken(PictureError):
    key = "error-picture-broken"


class PictureUnavailable(PictureError):
    key = "error-picture-unavailable"


class LinkError(DomainError):
    """The deep link binds nothing."""


class LinkForged(LinkError):
    key = "error-link-forged"


class LinkExpired(LinkError):
    key = "error-link-expired"


class LinkUsed(LinkError):
    key = "error-link-used"


class WalletClosed(DomainError):
    key = "error-wallet-closed"


class NumberInUse(DomainError):
    key = "error-number-in-use"


class TooManyCorrections(DomainError):
    key = "error-too-many-corrections"


class PlayerHeld(DomainError):
    key = "error-player-held"


class PlayerUnknown(DomainError):
    """Values: `player`, as it was typed."""

    key = "error-player-unknown"


class PlayerAmbiguous(DomainError):
    """Values: `player`, as it was typed, and the two `first` and `second` labels it means."""

    key = "error-player-ambiguous"


class Outdated(DomainError):
    key = "error-outdated"


class RoleTooLow(DomainError):
    """Values: `role`, the lowest that suffices."""

    key = "error-role-too-low"


class PayoutError(DomainError):
    """The payout may not be proposed, sent or decided like this."""


class WithdrawalsOff(PayoutError):
    key = "error-withdrawals-off"


class AccountMalformed(PayoutError):
    """Values: `wallet`, the provider's type, and `digits`, how many it needs."""

    key = "error-account-malformed"


class PayoutsUndocumented(AccountMalformed):
    """Values: `wallet`, the provider's type."""

    key = "error-payouts-undocumented"


class DayLimitPassed(PayoutError):
    """Values: `limit` of the day, and `left`, the sum that already left today; whole kyat."""

    key = "error-day-limit"


class MakerMayNotConfirm(PayoutError):
    key = "error-maker-may-not-confirm"


class PayoutsFrozen(PayoutError):
    key = "error-payouts-frozen"


class TooEarly(PayoutError):
    """Values: `hours` to wait."""

    key = "error-too-early"


class WithdrawalMoved(PayoutError):
    """Values: `id` and its `status`."""

    key = "error-withdrawal-moved"


class ActError(DomainError):
    """The action of operators cannot be done now."""


class ActMoved(ActError):
    """Values: `id`, and its `stage`, or `none` if there is no such proposal."""

    key = "error-act-moved"


class AlreadyBooked(ActError):
    """Values: `ref`, under which the ledger has it."""

    key = "error-already-booked"


class NotClaimable(ActError):
    """Values: `id` in quarantine; `reason`: `none`, `closed`, or why the entry is there."""

    key = "error-not-claimable"


class OwnerKnown(ActError):
    """Values: the `deposit` whose order is signed, and its `player`, the label."""

    key = "error-owner-known"


class NothingToRelease(ActError):
    key = "error-nothing-to-release"


class DepositMoved(ActError):
    """Values: `id`, and its `status`, or `none` if there is no such deposit."""

    key = "error-deposit-moved"


class ClaimNotWaiting(ActError):
    """The deposit has no claim that waits to be sent. Values: `id` and `status`."""

    key = "error-claim-not-waiting"


class NotFrozen(ActError):
    key = "error-not-frozen"


class LimitsCrossed(ActError):
    key = "error-limits-crossed"


class NotReplayable(ActError):
    """Values: `id` in the inbox."""

    key = "error-not-replayable"
