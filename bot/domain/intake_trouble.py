"""Why Telegram's updates do not come in, and when to tell operators; pure functions of Telegram's answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

_MANY_PENDING = 100
_RECENT_SECONDS = 900


class Cause(StrEnum):
    """Why updates do not come in."""

    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a cause
    WEBHOOK_SET = "webhook_set"
    """somebody set a webhook, so that nothing can be polled"""
    OTHER_POLLER = "other_poller"
    """another program polls with our token"""
    WEBHOOK_LOST = "webhook_lost"
    """somebody took our webhook away, or set another"""
    WEBHOOK_REFUSED = "webhook_refused"
    """Telegram does not take our webhook"""
    WEBHOOK_FAILING = "webhook_failing"
    """Telegram cannot deliver to our webhook"""
    WEBHOOK_BEHIND = "webhook_behind"
    """many updates wait at Telegram"""


PATIENCE_MS: Mapping[Cause, int] = {Cause.OTHER_POLLER: 60_000, Cause.WEBHOOK_BEHIND: 60_000}
"""How long a cause may last before operators are told. During a takeover two instances poll for a moment."""

_TAKING_TURNS = frozenset({Cause.WEBHOOK_SET, Cause.OTHER_POLLER, Cause.WEBHOOK_LOST})
WELL_AFTER_MS = 60_000
"""Two programs with one token alternate, so these causes are over only after this time without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A cause with Telegram's own words or a number."""

    cause: Cause
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeState:
    """The state of the intake. Times are epoch milliseconds, 0 for never; `is_told`: operators were told.

    `may_be_on`: an alert may be on, perhaps from an earlier run, so it must be resolved.
    """

    trouble: Trouble | None = None
    since: int = 0
    seen_at: int = 0
    is_told: bool = False
    may_be_on: bool = True

    @property
    def told(self) -> Trouble | None:
        """The trouble that operators were told about, or None."""
        return self.trouble if self.is_told else None


def after_trouble(before: IntakeState, trouble: Trouble, now: int) -> IntakeState:
    """The state after a refusal. While one cause lasts, its first words stay."""
    is_same = before.trouble is not None and before.trouble.cause is trouble.cause
    since = before.since if is_same else now
    is_told = before.is_told or now - since >= PATIENCE_MS.get(trouble.cause, 0)
    return IntakeState(
        trouble=before.trouble if is_same else trouble,
        since=since,
        seen_at=now,
        is_told=is_told,
        may_be_on=before.may_be_on or is_told,
    )


def after_success(before: IntakeState, now: int) -> IntakeState:
    """The state after a successful answer."""
    trouble = before.trouble
    if trouble is not None and trouble.cause in _TAKING_TURNS and now - before.seen_at < WELL_AFTER_MS:
        return before
    return IntakeState(may_be_on=False)


def trouble_of_poll(status: int, description: str) -> Trouble | None:
    """The trouble behind a refused poll; None if it should only be repeated."""
    match status:
        case 401 | 404:
            return Trouble(cause=Cause.TOKEN_REFUSED, detail=description)
        case 409 if "webhook" in description.lower():
            return Trouble(cause=Cause.WEBHOOK_SET, detail=description)
        case 409:
            return Trouble(cause=Cause.OTHER_POLLER, detail=description)
        case _:
            return None


def trouble_of_webhook(info: Mapping[str, Any], url: str, now: int) -> Trouble | None:
    """The trouble in the result of `getWebhookInfo`, or None. `url` is our webhook, `now` epoch milliseconds.

    Of a foreign webhook only the host is kept, since its URL may hold a secret.
    """
    if info.get("url") != url:
        return Trouble(cause=Cause.WEBHOOK_LOST, detail=urlsplit(str(info.get("url") or "")).hostname or "")
    if (complaint := info.get("last_error_message")) and _is_recent(info.get("last_error_date"), now):
        return Trouble(cause=Cause.WEBHOOK_FAILING, detail=str(complaint))
    pending = info.get("pending_update_count")
    if isinstance(pending, int) and pending >= _MANY_PENDING:
        return Trouble(cause=Cause.WEBHOOK_BEHIND, detail=str(pending))
    return None


def _is_recent(date: object, now: int) -> bool:
    return isinstance(date, int) and now // 1000 - date < _RECENT_SECONDS
