"""Why Telegram's updates do not come in, and when that is worth telling: decided from answers, without a clock."""

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
"""How long it may last before it is told: while one instance takes over from another both poll for a moment."""

_TAKING_TURNS = frozenset({Cause.WEBHOOK_SET, Cause.OTHER_POLLER, Cause.WEBHOOK_LOST})
WELL_AFTER_MS = 60_000
"""Two programs with one token take turns: only when none of these was seen for so long is it over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What is wrong, with Telegram's own words or a number for people."""

    cause: Cause
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the intake stands. Times are epoch milliseconds, 0 where never; `is_told` says that operators know.

    `may_be_on`: an alarm may be on, also one of an earlier run, so that its end must be told.
    """

    trouble: Trouble | None = None
    since: int = 0
    seen_at: int = 0
    is_told: bool = False
    may_be_on: bool = True

    @property
    def told(self) -> Trouble | None:
        """The trouble that operators know of."""
        return self.trouble if self.is_told else None


def after_trouble(before: Standing, trouble: Trouble, now: int) -> Standing:
    """How it stands after a refusal. While one cause lasts, the words it was first told with stay."""
    is_same = before.trouble is not None and before.trouble.cause is trouble.cause
    since = before.since if is_same else now
    is_told = before.is_told or now - since >= PATIENCE_MS.get(trouble.cause, 0)
    return Standing(
        trouble=before.trouble if is_same else trouble,
        since=since,
        seen_at=now,
        is_told=is_told,
        may_be_on=before.may_be_on or is_told,
    )


def after_success(before: Standing, now: int) -> Standing:
    """How it stands after Telegram did as it was asked."""
    trouble = before.trouble
    if trouble is not None and trouble.cause in _TAKING_TURNS and now - before.seen_at < WELL_AFTER_MS:
        return before
    return Standing(may_be_on=False)


def trouble_of_poll(status: int, description: str) -> Trouble | None:
    """What a refused poll says; None where it says nothing but "again"."""
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
    """What `getWebhookInfo` says of our webhook at `url`; `now` in epoch milliseconds. Of another only its host."""
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
