"""The script of the simulated provider: the answers to the next calls, and the defaults."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from bot.domain.wallet import KBZPAY


class ScriptedAnswer(StrEnum):
    """The ways to answer a call; HONEST is as the provider's pages describe."""

    HONEST = "honest"
    POSTBACK_FIRST = "postback_first"
    DEPOSIT_TRUE = "deposit_true"
    DEPOSIT_FALSE = "deposit_false"
    PENDING = "pending"
    NOT_FOUND = "not_found"
    SUCCESS = "success"
    REFUSE_BALANCE = "refuse_balance"
    OTHER_KEY = "other_key"
    NO_NUMBER = "no_number"
    LONE_DIGITS = "lone_digits"
    FAIL_TEXT = "fail_text"
    FAIL_OBJECT = "fail_object"
    FAIL_LIST = "fail_list"
    UNKNOWN_STATUS = "unknown_status"
    HTML_502 = "html_502"
    HTML_404 = "html_404"
    EMPTY = "empty"
    TRUNCATED = "truncated"
    TIME_OUT_BEFORE = "time_out_before"
    TIME_OUT_AFTER = "time_out_after"
    CLOSE_BEFORE = "close_before"
    CLOSE_AFTER = "close_after"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An answer with exact bytes. `accepted`: whether the provider did what it was asked."""

    body: bytes
    status: int = 200
    content_type: str = "application/json"
    accepted: bool = False


def as_json(value: object, *, accepted: bool = False) -> Raw:
    """An answer in JSON."""
    return Raw(body=json.dumps(value).encode(), accepted=accepted)


def fail(message: object) -> Raw:
    """A refusal; `message` may be a text, an object or a list."""
    return as_json({"status": "fail", "message": message})


NOT_FOUND_PAGE = Raw(status=404, body=b"<html><body><h1>Not found</h1></body></html>", content_type="text/html")

FAULTS = {
    ScriptedAnswer.REFUSE_BALANCE: fail({"withdrawals_sum_amount": ["Insufficient balance"]}),
    ScriptedAnswer.NO_NUMBER: as_json({"status": "ok", "params": {}}),
    ScriptedAnswer.LONE_DIGITS: as_json({"status": "ok", "params": {"agent_id": "10023"}}),
    ScriptedAnswer.FAIL_TEXT: fail("The transaction was refused"),
    ScriptedAnswer.FAIL_OBJECT: fail({"key1": ["The transaction was refused"]}),
    ScriptedAnswer.FAIL_LIST: fail(["The transaction was refused", "Try another one"]),
    ScriptedAnswer.UNKNOWN_STATUS: as_json({"status": "queued", "message": "?"}),
    ScriptedAnswer.HTML_502: Raw(
        status=502, body=b"<html><body>502 Bad Gateway</body></html>", content_type="text/html"
    ),
    ScriptedAnswer.HTML_404: NOT_FOUND_PAGE,
    ScriptedAnswer.EMPTY: Raw(body=b""),
    ScriptedAnswer.TRUNCATED: Raw(body=b'{"status":"o'),
}
"""Answers that do not depend on the ledger; the provider does nothing for the caller."""

BEFORE = frozenset({ScriptedAnswer.TIME_OUT_BEFORE, ScriptedAnswer.CLOSE_BEFORE})
AFTER = frozenset({ScriptedAnswer.TIME_OUT_AFTER, ScriptedAnswer.CLOSE_AFTER})
SILENT = frozenset({ScriptedAnswer.TIME_OUT_BEFORE, ScriptedAnswer.TIME_OUT_AFTER})
HONEST = frozenset({ScriptedAnswer.HONEST, ScriptedAnswer.POSTBACK_FIRST}) | BEFORE | AFTER
"""Answers for which the provider handles the call honestly, even if the answer does not arrive."""

Step: TypeAlias = ScriptedAnswer | Raw


def fixed_answer(step: Step) -> Raw | None:
    """The answer that is independent of the call; None if the call must be handled."""
    return step if isinstance(step, Raw) else FAULTS.get(step)


def name_of(step: Step) -> str:
    """The name of an answer in the ledger."""
    return f"raw {step.status}" if isinstance(step, Raw) else step.value


class Away(StrEnum):
    """How every call ends while the provider is away. REFUSE closes the connection before it reads a byte."""

    NOT_FOUND = "404"
    BAD_GATEWAY = "502"
    REFUSE = "refuse"
    HANG = "hang"


AWAY: Mapping[Away, Step] = {
    Away.NOT_FOUND: ScriptedAnswer.HTML_404,
    Away.BAD_GATEWAY: ScriptedAnswer.HTML_502,
    Away.REFUSE: ScriptedAnswer.CLOSE_BEFORE,
    Away.HANG: ScriptedAnswer.TIME_OUT_BEFORE,
}


class Repeat(StrEnum):
    """What happens to a call with an id that was used before."""

    ACCEPT = "accept"
    REFUSE = "refuse"


@dataclass(slots=True, kw_only=True)
class Script:
    """The simulator's options. Each call takes the next answer of its queue; if that is empty, the wallet's default.

    `closed` are the closed wallets. A claim that was really paid is credited by itself after so many seconds, and a
    payout is paid by itself after `pay_after` seconds; None leaves it to the console.

    The provider's pages do not say what happens to repeated ids. The defaults are the worse cases: a second claim with
    the same order id is refused, a second payout with the same id is paid again.
    """

    wallets: deque[Step] = field(default_factory=deque)
    creates: deque[Step] = field(default_factory=deque)
    claims: deque[Step] = field(default_factory=deque)
    payouts: deque[Step] = field(default_factory=deque)
    defaults: dict[str, Step] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    wavepay_pending: bool = True
    wavepay_credit_after: float | None = 2.0
    kbzpay_credit_after: float | None = None
    pay_after: float | None = None
    away: Away | None = None
    back_at: int = 0
    """Until then (epoch milliseconds of the simulator's clock) every API call ends as `away` says."""
    repeated_claim: Repeat = Repeat.REFUSE
    repeated_payout: Repeat = Repeat.ACCEPT

    def away_at(self, now: int) -> Step | None:
        """How any call ends at `now`; None if the provider is not away."""
        return AWAY[self.away] if self.away is not None and now < self.back_at else None

    def next_claim(self, wallet: str) -> Step:
        """The answer to the next claim for this wallet."""
        return self.claims.popleft() if self.claims else self.defaults.get(wallet, ScriptedAnswer.HONEST)

    def credit_after(self, wallet: str) -> float | None:
        """The seconds after which a paid claim for this wallet is credited by itself, or None."""
        return self.kbzpay_credit_after if wallet == KBZPAY.type else self.wavepay_credit_after


def next_of(queue: deque[Step]) -> Step:
    """The next scripted answer of a call that has no defaults by wallet."""
    return queue.popleft() if queue else ScriptedAnswer.HONEST
