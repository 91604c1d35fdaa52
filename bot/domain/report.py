"""What operators are shown of the books: what a search found, a time line, the sums of a player, a day, the house.

Times are epoch milliseconds, 0 where not yet; amounts whole kyat; texts empty where there is nothing to say.
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
    """What a hit is."""

    PLAYER = "player"
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    QUARANTINE = "quarantine"


class Match(StrEnum):
    """By what it was found."""

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
    """One thing a search found. `id` is its own (of a player the Telegram id), `status` the state it stands in."""

    found: FoundKind
    match: Match
    id: str
    at: int
    status: str
    label: str
    wallet: str
    amount: int


class TimelineSource(StrEnum):
    """Where a line of a time line was written down; in the order in which things of one instant happen."""

    POSTBACK = "postback"
    """`what` is the state of its inbox row, `detail` its whole body, `ref` the row's id"""
    AUDIT = "audit"
    """`what` is the act, `detail` before and after, `actor` the operator"""
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
    """One line of a time line; what its fields hold stands at `TimelineSource`."""

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
    """All that happened to one deposit or withdrawal, oldest first."""

    subject: Deposit | Withdrawal
    moments: tuple[Moment, ...]
    risk_signals: tuple[RiskSignal, ...] = ()
    """what is worth a second look, of a deposit"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A player's sums: what he deposited (less what was taken back), what went out, what is set aside to go out."""

    deposited: int
    paid_out: int
    reserved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerReport:
    """What operators see of one player: `chats` carry his label, the newest first; `hold` is why he is stopped."""

    recipient: Recipient
    chats: tuple["KnownChat", ...]
    totals: Totals
    deposits: tuple[Deposit, ...]
    """still open: to be paid, or claimed and waiting for money"""
    withdrawals: tuple[Withdrawal, ...]
    """still open: proposed, on their way, or unknown"""
    hold: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownChat:
    """A private chat in which a player was met; `username` in small letters, without the at-sign.

    It is known since `named_at`, and was seen last at `seen_at`, to a day.
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
    """A signed entry that waits for a person. `raw` is its own JSON, `inbox_id` the postback it came in."""

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
    """whose order the provider signed, where it is one of ours"""
    owner: str = ""
    """the label of that deposit's player"""
    ref: str = ""
    """under which the ledger has its money, unclaimed; empty where it has none"""

    @property
    def is_money(self) -> bool:
        """Whether it tells of money that came in and could be a player's."""
        is_payment = self.kind is EntryKind.DEPOSIT and self.amount > 0 and bool(self.transaction_id)
        return is_payment and (bool(self.ref) or self.reason in MONEY)


MONEY = frozenset(
    {*CURABLE, *CEILINGS, Reason.ORDER_UNKNOWN, Reason.ORDER_DIFFERS, Reason.DEPOSIT_REVERSED}
    | {Reason.OLD_SHAPE, Reason.NOT_HANDLED}
)
"""Of all others it is not known that money came in, or it was booked under the same number already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclaimed:
    """One page of what waits for a person, money first, and how much waits on all pages."""

    entries: tuple[QuarantinedEntry, ...]
    number: int
    pages: int
    count: int
    money: int
    """how many of all tell of money"""
    above_ceiling: "Sum"
    """what waits for nothing but its size"""


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
    """So many things that come to so much."""

    count: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletDay:
    """What was credited through one wallet in a day; `hours` are the counts of its 24 hours."""

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
    """from claim to credit; None while nothing was credited after a claim"""
    by_hand: Sum
    """credited by two operators, without a wallet"""
    reversed: Sum
    paid_out: Sum
    waiting: int
    """claims that wait for money now, whenever they were made"""
    oldest_claim: int

    @property
    def credited(self) -> Sum:
        """Through all wallets."""
        sums = [day.credited for day in self.wallets]
        return Sum(count=sum(one.count for one in sums), amount=sum(one.amount for one in sums))


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """So many rows wait, the oldest since `since`."""

    waiting: int
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAlert:
    """An alarm that is on: `kind` is an `Alert`, `told` the JSON that operators were told it with."""

    kind: str
    subject: str
    told: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the house stands at `now`. Sizes in bytes; `last_answer` is when and how the provider answered last."""

    now: int
    last_postback: int
    last_update: int
    inbox: Queue
    outbox: Queue
    bad: int
    """inbox rows that were set aside"""
    dead: int
    """messages that can never be delivered"""
    alerts: tuple[OpenAlert, ...]
    database_bytes: int
    free_bytes: int
    last_answer: tuple[int, str] | None
