"""Kinds of alerts to operators, and the events that end each of them."""

from collections.abc import Mapping
from enum import StrEnum

from bot.domain.deposit import DepositStatus
from bot.domain.withdrawal import WithdrawalStatus


class Alert(StrEnum):
    """Each kind with its values (`amount` in whole kyat, `wallet` is the provider's type)."""

    DEPOSIT_WAITING = "deposit_waiting"
    """deposit, minutes, amount, wallet"""
    QUARANTINE = "quarantine"
    """entry: its number in quarantine; reason, amount, wallet, transaction"""
    CREDIT_UNUSUAL = "credit_unusual"
    """deposit, amount, wallet, marks: flags of the deposit, parted by spaces"""
    CREDITS_WAIT = "credits_wait"
    """reason: the ceiling that they are above"""
    PROVIDER_LOCKED_OUT = "provider_locked_out"
    PROVIDER_UNREACHABLE = "provider_unreachable"
    """several claims in a row get no answer"""
    WALLET_UNAVAILABLE = "wallet_unavailable"
    """wallet, detail"""
    BAD_SIGNATURE = "bad_signature"
    UPDATES_REFUSED = "updates_refused"
    """cause: why Telegram's updates do not come in; detail"""
    POSTBACKS_SILENT = "postbacks_silent"
    """minutes; sent_away: what was refused meanwhile, as `reason:count` parted by spaces"""
    POSTBACKS_REFUSED = "postbacks_refused"
    """refused: why, as in `Refused`; size, content_type, members: what one of them looked like"""
    PUBLIC_URL_DEAD = "public_url_dead"
    """detail"""
    TOO_MANY_NUMBERS = "too_many_numbers"
    """player, deposit: the claim that waits for an operator"""
    NUMBERS_GUESSED = "numbers_guessed"
    """times: how many numbers of all players were refused within a day; deposit: the first claim that waits"""
    NUMBER_DEAD = "number_dead"
    """number, wallet, times: for how many deposits within a day; deposit: the last of them"""
    NUMBER_SHARED = "number_shared"
    """number, deposit, other"""
    CLAIM_ODD = "claim_odd"
    """deposit, amount, wallet, hints: JSON, a list of risk signals, each a kind and its values"""
    CORRECTIONS_OVER = "corrections_over"
    """deposit, amount, wallet"""
    CLAIM_REFUSED = "claim_refused"
    """deposit, detail"""
    CLAIM_UNANSWERED = "claim_unanswered"
    """deposit, tries, detail: while others are answered"""
    BELOW_MINIMUM = "below_minimum"
    """deposit, amount, wallet"""
    PAYOUT_NOT_SENT = "payout_not_sent"
    """withdrawal, amount, wallet: it surely did not leave, and is tried again"""
    PAYOUT_UNKNOWN = "payout_unknown"
    """withdrawal, amount, wallet"""
    PAYOUT_STILL_UNKNOWN = "payout_still_unknown"
    """withdrawal, amount, wallet, minutes"""
    PAYOUT_STILL_SENT = "payout_still_sent"
    """withdrawal, amount, wallet, minutes: the provider accepted it so long ago and has not ended it"""
    PAYOUT_STOPPED = "payout_stopped"
    """withdrawal, amount, wallet, stop: the key of the error that stops a confirmed payout"""
    EVENTS_WAITING = "events_waiting"
    """rows: how many; minutes: how long the oldest"""
    DISK_FILLING = "disk_filling"
    """percent: how full it is; megabytes: how much is free"""
    LOG_LONG = "log_long"
    """megabytes: the write-ahead log"""
    DATABASE_RESTORED = "database_restored"
    """sign: how it was noticed, a `RestoreSign`; payouts: how many are unknown now"""
    DELIVERY_DEAD = "delivery_dead"
    """recipient, detail"""
    NOT_APPLIED = "not_applied"
    """row, source: one that can be applied again by hand"""
    UPDATE_FAILED = "update_failed"
    """row: an update of Telegram that could not be handled; its sender was told so"""
    COMMAND_IGNORED = "command_ignored"
    """command: one about money that came forwarded, through a bot, or without a name"""
    AUDIT_HEAD = "audit_head"
    """rows, hash: not a problem; the audit log can be compared with it later"""
    MESSAGE_BROKEN = "message_broken"
    """row, sort, about (such as a deposit), detail: a message that we could not draw, or Telegram did not take"""
    CHAT_MOVED = "chat_moved"
    """old, chat: ids of the operators' group before and after it became a supergroup; not a problem"""


class End(StrEnum):
    """Events that end alerts. Most are about one deposit or one withdrawal."""

    CREDITED = "credited"
    CLAIMED = "claimed"
    """the player sent his claim, perhaps a corrected one: what was wrong with the one before is past"""
    ACCEPTED = "accepted"
    """the provider has the claim"""
    REFUSED = "refused"
    """the claim, by the provider or by an operator; its player can correct it"""
    CLOSED = "closed"
    """the deposit expired or was cancelled, or its credit was taken back"""
    TAKEN_UP = "taken_up"
    """an operator did something about it"""
    ENTRY_CLOSED = "entry_closed"
    PAYOUT_LEFT = "payout_left"
    """it is tried by now, or was taken back"""
    PAYOUT_ATTEMPTED = "payout_attempted"
    """it left for the provider, whether or not it arrived, or was taken back"""
    PAYOUT_SENT = "payout_sent"
    """the provider has the payout: its outcome is still to come"""
    PAYOUT_ENDED = "payout_ended"
    """paid, failed or refused"""
    PROVIDER_ANSWERED = "provider_answered"
    """a call with our secret, so that it knows us"""
    CLAIM_ANSWERED = "claim_answered"
    NUMBER_GIVEN = "number_given"
    WALLET_CLOSED = "wallet_closed"
    POSTBACK_CAME = "postback_came"
    """one whose signature fits"""
    LOOKED_AT = "looked_at"
    """the check that raised the alert passed"""
    CHAT_OPEN = "chat_open"
    """what could not be delivered leaves after all"""
    REPLAYED = "replayed"
    NUMBER_LEFT = "number_left"
    """a claim of the player leaves for the provider again"""
    UNFROZEN = "unfrozen"
    """two operators let payouts go again"""
    LAPSED = "lapsed"
    """a week passed: it is over, or it is reported again"""


_CLAIM_MOVED_ON = frozenset({End.CREDITED, End.CLAIMED, End.ACCEPTED, End.REFUSED, End.TAKEN_UP})
_CLAIM_SETTLED = frozenset({End.CREDITED, End.CLAIMED, End.REFUSED, End.CLOSED, End.TAKEN_UP})

ENDS: Mapping[Alert, frozenset[End]] = {
    Alert.DEPOSIT_WAITING: _CLAIM_SETTLED,
    Alert.QUARANTINE: frozenset({End.ENTRY_CLOSED}),
    Alert.CREDITS_WAIT: frozenset({End.ENTRY_CLOSED}),
    Alert.PROVIDER_LOCKED_OUT: frozenset({End.PROVIDER_ANSWERED}),
    Alert.PROVIDER_UNREACHABLE: frozenset({End.CLAIM_ANSWERED}),
    Alert.WALLET_UNAVAILABLE: frozenset({End.NUMBER_GIVEN, End.WALLET_CLOSED}),
    Alert.BAD_SIGNATURE: frozenset({End.POSTBACK_CAME}),
    Alert.POSTBACKS_SILENT: frozenset({End.POSTBACK_CAME}),
    Alert.PUBLIC_URL_DEAD: frozenset({End.LOOKED_AT}),
    Alert.UPDATES_REFUSED: frozenset({End.LOOKED_AT}),
    Alert.NUMBER_SHARED: _CLAIM_SETTLED | {End.LAPSED},
    Alert.CORRECTIONS_OVER: _CLAIM_SETTLED | {End.LAPSED},
    Alert.CLAIM_REFUSED: _CLAIM_MOVED_ON,
    Alert.CLAIM_UNANSWERED: _CLAIM_MOVED_ON,
    Alert.BELOW_MINIMUM: _CLAIM_SETTLED,
    Alert.PAYOUT_NOT_SENT: frozenset({End.PAYOUT_ATTEMPTED, End.PAYOUT_SENT, End.PAYOUT_ENDED}),
    Alert.PAYOUT_UNKNOWN: frozenset({End.PAYOUT_SENT, End.PAYOUT_ENDED}),
    Alert.PAYOUT_STILL_UNKNOWN: frozenset({End.PAYOUT_SENT, End.PAYOUT_ENDED, End.LAPSED}),
    Alert.PAYOUT_STILL_SENT: frozenset({End.PAYOUT_ENDED, End.LAPSED}),
    Alert.PAYOUT_STOPPED: frozenset({End.PAYOUT_LEFT, End.PAYOUT_SENT, End.PAYOUT_ENDED}),
    Alert.EVENTS_WAITING: frozenset({End.LOOKED_AT}),
    Alert.DISK_FILLING: frozenset({End.LOOKED_AT}),
    Alert.LOG_LONG: frozenset({End.LOOKED_AT}),
    Alert.DATABASE_RESTORED: frozenset({End.UNFROZEN}),
    Alert.DELIVERY_DEAD: frozenset({End.CHAT_OPEN, End.LAPSED}),
    Alert.NOT_APPLIED: frozenset({End.REPLAYED}),
    Alert.TOO_MANY_NUMBERS: frozenset({End.NUMBER_LEFT, End.LAPSED}),
    Alert.NUMBERS_GUESSED: frozenset({End.NUMBER_LEFT, End.LAPSED}),
}
"""The events that end each kind; after that it can be raised again. Each kind is here or in ANNOUNCEMENTS."""

ANNOUNCEMENTS = frozenset(
    {
        Alert.CREDIT_UNUSUAL,
        Alert.POSTBACKS_REFUSED,
        Alert.NUMBER_DEAD,
        Alert.CLAIM_ODD,
        Alert.UPDATE_FAILED,
        Alert.COMMAND_IGNORED,
        Alert.AUDIT_HEAD,
        Alert.MESSAGE_BROKEN,
        Alert.CHAT_MOVED,
    }
)
"""Kinds that report an event, not a state, so they have no end."""

QUIET = frozenset({Alert.PAYOUT_STILL_UNKNOWN})
"""Reminders of a cause that has its own alert; only the end of that alert is reported."""

ENDED_BY: Mapping[End, tuple[Alert, ...]] = {
    end: tuple(kind for kind in Alert if end in ENDS.get(kind, ())) for end in End
}
"""The kinds that each event ends."""

LAPSE_MS = 7 * 24 * 3_600_000

_DEPOSIT_ENDS: Mapping[DepositStatus, End] = {
    DepositStatus.SUBMITTED: End.ACCEPTED,
    DepositStatus.CREDITED: End.CREDITED,
    DepositStatus.REJECTED: End.REFUSED,
    DepositStatus.EXPIRED: End.CLOSED,
    DepositStatus.CANCELLED: End.CLOSED,
    DepositStatus.REVERSED: End.CLOSED,
}
_WITHDRAWAL_ENDS: Mapping[WithdrawalStatus, End] = {
    WithdrawalStatus.SENT: End.PAYOUT_SENT,
    WithdrawalStatus.PAID: End.PAYOUT_ENDED,
    WithdrawalStatus.FAILED: End.PAYOUT_ENDED,
    WithdrawalStatus.REFUSED: End.PAYOUT_ENDED,
}


def end_at(status: DepositStatus | WithdrawalStatus) -> End | None:
    """The event of a deposit or withdrawal that reaches `status`; None if that ends no alert."""
    return _DEPOSIT_ENDS.get(status) if isinstance(status, DepositStatus) else _WITHDRAWAL_ENDS.get(status)


def over_at(status: DepositStatus | WithdrawalStatus) -> tuple[Alert, ...]:
    """The kinds that cannot be true of a deposit or withdrawal in `status`.

    Kinds that lapse are not included: they report what a person did, which may have happened in this status.
    """
    end = end_at(status)
    return tuple(kind for kind in ENDED_BY[end] if End.LAPSED not in ENDS[kind]) if end else ()
