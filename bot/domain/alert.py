"""The kinds of trouble operators are told of without having asked."""

from enum import StrEnum


class Alert(StrEnum):
    """Each kind with the values it is told with (`amount` in whole kyat, `wallet` the provider's type)."""

    DEPOSIT_WAITING = "deposit_waiting"
    """deposit, minutes, amount, wallet"""
    QUARANTINE = "quarantine"
    """entry, reason, amount, wallet, transaction"""
    PROVIDER_LOCKED_OUT = "provider_locked_out"
    PROVIDER_UNREACHABLE = "provider_unreachable"
    """tries"""
    WALLET_UNAVAILABLE = "wallet_unavailable"
    """wallet, detail"""
    BAD_SIGNATURE = "bad_signature"
    POSTBACKS_SILENT = "postbacks_silent"
    """minutes"""
    NUMBER_SHARED = "number_shared"
    """number, deposit, other"""
    CORRECTIONS_OVER = "corrections_over"
    """deposit, amount, wallet"""
    CLAIM_REFUSED = "claim_refused"
    """deposit, detail"""
    CLAIM_UNANSWERED = "claim_unanswered"
    """deposit, detail"""
    BELOW_MINIMUM = "below_minimum"
    """deposit, amount, wallet"""
    DELIVERY_DEAD = "delivery_dead"
    """recipient, detail"""
    NOT_APPLIED = "not_applied"
    """row, source"""
