"""Postbacks as the provider would write them about a deposit of ours, and with whatever a test changes in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.dev.simulators.paykassma import JsonSpelling
from bot.dev.simulators.paykassma.payload import DepositEntry, deposit_entry, signed_body, top_level
from bot.provider.phpjson import Json
from bot.provider.signing import PostbackKeys
from bot.store.engine.database import Row
from tests.e2e.world import KEYS

AT = 1_767_225_600_000
OK = (200, b'{"status":"ok"}')


@dataclass(frozen=True, slots=True, kw_only=True)
class Postback:
    """A postback about one payment. `signed` and `unsigned` replace members, `more` adds signed entries."""

    wallet: str
    label: str
    order_id: str
    transaction_id: str
    amount: int
    total: int = 0
    signed: Mapping[str, Json] = field(default_factory=dict)
    unsigned: Mapping[str, Json] = field(default_factory=dict)
    more: Sequence[Mapping[str, Json]] = ()
    at: int = AT
    keys: PostbackKeys = KEYS
    spelling: JsonSpelling = JsonSpelling.PLAIN
    broken: bool = False

    def entry(self) -> dict[str, Json]:
        deposit = DepositEntry(
            wallet=self.wallet,
            order_id=self.order_id,
            transaction_id=self.transaction_id,
            amount=str(self.amount),
            at=self.at,
        )
        return deposit_entry(deposit) | dict(self.signed)

    def body(self) -> bytes:
        top = top_level(self.wallet, self.label, "ingoing", self.total or self.amount, self.at) | dict(self.unsigned)
        entries = [self.entry(), *self.more]
        return signed_body(self.keys, top, entries, spelling=self.spelling, broken=self.broken)

    def with_second(self, second: "Postback") -> "Postback":
        """Both payments in one postback."""
        return replace(self, more=[second.entry()], total=self.amount + second.amount)


def letter_for(deposit: Row, transaction_id: str = "", amount: int = 0) -> Postback:
    """The plain postback about a deposit; the payment is the claimed one unless another is given."""
    return Postback(
        wallet=deposit["wallet"],
        label=deposit["label"],
        order_id=deposit["order_id"],
        transaction_id=transaction_id or deposit["transaction_number"],
        amount=amount or deposit["amount"],
    )
