"""Reports for operators: search hits, timelines, a player's sums, quarantine pages, a day's figures, health.

Times are epoch milliseconds, 0 if unset; amounts are whole kyat; texts are empty if unset.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.deposit import Deposit
from bot.domain.entry import CEILINGS, CURABLE, EntryKind, Reason
from bot.domain.player import Language, Recipient
from bot.domain.risk import RiskSignal
from bot.domain.withdrawal import Withdrawal


class FoundKind(StrEnum):
    """The kind of a hit."""

    PLAYER = "player"
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    QUARANTINE = "quarantine"


class Match(StrEnum):
    """The value by which a hit was found."""

    ID = "id"
    ORDER = "order"
    NUMBER = "number"
    """the transaction number"""
    NUMBER_END = "number_end"
    """the last digits of the transaction number"""
    ACCOUNT = "account"
    """the last digits of the account that was paid out to"""
    PAYER = "payer"
    """the last digits of the account that the money came from"""
    WALLET_NUMBER = "wallet_number"
    """the last digits of the number that the player was shown"""
    RECEIPT = "receipt"
    PLAYER = "player"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One search hit. `id` is its own id (the Telegram id of a player), `status` its state."""

    found: FoundKind
    match: Match
    id: str
    at: int
    status: str
    label: str
    wallet: str
    amount: int


class TimelineSource(StrEnum):
    """The table of a moment in a timeline, in the order in which moments of the same time happened."""

    POSTBACK = "postback"
    """`what` is the state of its inbox row, `detail` its whole body, `ref` the row's id"""
    AUDIT = "audit"
    """`what` is the action, `detail` before and after, `actor` the operator"""
    EVENT = "event"
    """`what` is the state that was reached or the thing that happened"""
    ATTEMPT = "attempt"
    """`what` is the outcome, `detail` the provider's words, `ref` the order id that was sent, `until` its end"""
    LEDGER = "ledger"
    """`what` is the kind of line, `detail` from where to where, `ref` the line's own, with the `amount`"""
    QUARANTINE = "quarantine"
    """`what` is the reason, `detail` the entry itself, `ref` its id, `until` when it was closed"""
    MESSAGE = "message"
    """`what` is the kind of message to the player, `detail` its payload, `ref` its state, `until` when it left"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a timeline; `TimelineSource` describes the fields."""

    at: int
    source: TimelineSource
    what: str
    detail: str = ""
    ref: str = ""
    amount: int = 0
    actor: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The history of one deposit or withdrawal, oldest first."""

    subject: Deposit | Withdrawal
    moments: tuple[Moment, ...]
    risk_signals: tuple[RiskSignal, ...] = ()
    """risk signals of a deposit"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A player's sums: deposited (minus reversals), paid out, and reserved for open payouts."""

    deposited: int
    paid_out: int
    reserved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerReport:
    """What operators see of one player: `chats` with his label, newest first; `hold` is the reason of a hold."""

    recipient: Recipient
    chats: tuple["KnownChat", ...]
    totals: Totals
    deposits: tuple[Deposit, ...]
    """open ones: unpaid, or claimed and waiting for money"""
    withdrawals: tuple[Withdrawal, ...]
    """open ones: proposed, sending, sent or unknown"""
    hold: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownChat:
    """A private chat of a player; `username` in small letters, without the at-sign.

    The name is known since `named_at`, and was last seen at `seen_at`, exact to a day.
    """

    id: int
    label: str
    username: str
    language: Language
    created_at: int
    named_at: int = 0
    seen_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedEntry:
    """A signed entry in quarantine. `raw` is its own JSON, `inbox_id` the row of its postback."""

    id: int
    reason: Reason
    kind: EntryKind | None
    wallet: str
    currency: str
    amount: int
    transaction_id: str
    order_id: str
    withdrawal_id: str
    label: str
    raw: str
    inbox_id: int
    is_open: bool
    at: int
    closed_at: int
    deposit_id: str = ""
    """the deposit of the signed order, if it is one of ours"""
    owner: str = ""
    """the label of that deposit's player"""
    ref: str = ""
    """the ledger reference of its unclaimed money; empty if none was booked"""


MONEY = frozenset(
    {*CURABLE, *CEILINGS, Reason.ORDER_UNKNOWN, Reason.ORDER_DIFFERS, Reason.DEPOSIT_REVERSED}
    | {Reason.OLD_SHAPE, Reason.NOT_HANDLED}
)
"""Reasons for which money came in. For others this is unknown, or the number is already booked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclaimed:
    """One page of open entries, money first, with the counts of all pages."""

    entries: tuple[QuarantinedEntry, ...]
    number: int
    pages: int
    count: int
    money: int
    """how many of all report money"""
    above_ceiling: "Sum"
    """payments that only a ceiling holds"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A row of the inbox, or a refused postback (`state` is then "refused", and it cannot be replayed)."""

    id: int
    source: str
    state: str
    reason: str
    body: str
    received_at: int
    handled_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A count and a total amount in whole kyat."""

    count: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletDay:
    """Credits through one wallet in a day; `hours` are the counts of its 24 hours."""

    wallet: str
    credited: Sum
    hours: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """A day in Yangon, from `start` to `now`."""

    start: int
    now: int
    begun: Mapping[str, int]
    """how many deposits were begun in it, by the state they are in now"""
    wallets: tuple[WalletDay, ...]
    median_ms: int | None
    """from claim to credit; None if nothing was credited after a claim"""
    by_hand: Sum
    """manual credits"""
    reversed: Sum
    paid_out: Sum
    waiting: int
    """claims that wait for money now, whenever they were made"""
    oldest_claim: int

    @property
    def credited(self) -> Sum:
        """The credits through all wallets."""
        sums = [day.credited for day in self.wallets]
        return Sum(count=sum(one.count for one in sums), amount=sum(one.amount for one in sums))


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How many rows wait, and since when the oldest does."""

    waiting: int
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlert:
    """An alert that is on: `kind` is an `Alert`, `told` the JSON it was reported with."""

    kind: str
    subject: str
    told: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state of the bot at `now`. Sizes are bytes; `last_answer`: time and outcome of the provider's last answer."""

    now: int
    last_postback: int
    last_update: int
    inbox: Queue
    outbox: Queue
    bad: int
    """inbox rows that failed"""
    dead: int
    """outbox rows that can never be delivered"""
    alerts: tuple[OpenAlert, ...]
    database_bytes: int
    free_bytes: int
    last_answer: tuple[int, str] | None
