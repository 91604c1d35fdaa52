"""The provider's postbacks: facts in signed bytes, the same fact in other bytes, and what was tampered with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from bot.dev.simulators.paykassma import payload
from bot.dev.simulators.paykassma.payload import JsonSpelling
from bot.provider.phpjson import Json
from bot.provider.signing import PostbackKeys
from tests.provider.vectors import KEYS
from tests.sim.bank import KBZ, Payment, Payout

PAID, FAILED = 1, 5
_FORGER = PostbackKeys(access_key=KEYS.access_key, private_key="stolen, but not this one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A payment as the signed part tells it."""

    wallet: str
    number: str
    amount: int
    order_id: str
    label: str
    says: str = ""
    """what it says of itself in a member that nobody documented"""

    @property
    def key(self) -> str:
        """The same for every spelling of its number; there are none but digits and hyphens here."""
        return f"{self.wallet}/MMK/{self.number.replace('-', '').lstrip('0')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The end of a payout as the signed part tells it."""

    id: str
    label: str
    account: str
    amount: int
    status: Json


Told = Fact | Ending


@dataclass(slots=True, kw_only=True)
class Postback:
    """One body. `lie` names what in its unsigned part contradicts the signed one; forged: its signature is wrong."""

    body: bytes
    told: tuple[Told, ...]
    due: int
    lie: str = ""
    is_forged: bool = False
    posted: bool = False
    acked: bool = False
    tries: int = 0

    @property
    def is_true(self) -> bool:
        """Whether it can be believed as it stands."""
        return not self.lie and not self.is_forged


@dataclass(slots=True)
class Letterbox:
    """Writes letters and keeps them, also the answered ones: the provider may send any of them again."""

    rng: Random
    letters: list[Postback] = field(default_factory=list)
    _numbers: int = 0

    def write(
        self,
        told: Sequence[Told],
        now: int,
        *,
        after: int = 0,
        unsigned: Mapping[str, Json] | None = None,
        is_forged: bool = False,
        spelling: JsonSpelling = JsonSpelling.PLAIN,
    ) -> Postback:
        """A new body of these facts; every one differs in its bytes from all before it."""
        self._numbers += 1
        first = told[0]
        wallet = first.wallet if isinstance(first, Fact) else KBZ
        direction = "ingoing" if isinstance(first, Fact) else "outgoing"
        total = sum(one.amount for one in told)
        top = payload.top_level(wallet, first.label, direction, total, now + self._numbers * 1000)
        entries = [self._entry(one, now) for one in told]
        keys = _FORGER if is_forged else KEYS
        body = payload.signed_body(keys, {**top, **(unsigned or {})}, entries, spelling=spelling)
        letter = Postback(
            body=body, told=tuple(told), due=now + after, lie="".join(unsigned or ()), is_forged=is_forged
        )
        self.letters.append(letter)
        return letter

    def _entry(self, told: Told, now: int) -> dict[str, Json]:
        if isinstance(told, Ending):
            return payload.withdrawal_entry(
                payload.WithdrawalEntry(
                    wallet=KBZ, withdrawal_id=told.id, account=told.account, amount=told.amount, status=told.status
                )
            )
        spelled: Json = str(told.amount) if self.rng.random() < 0.8 else told.amount
        beside: dict[str, Json] = {"status": told.says} if told.says else {}
        return beside | payload.deposit_entry(
            payload.DepositEntry(
                wallet=told.wallet,
                order_id=told.order_id,
                transaction_id=told.number,
                amount=spelled,
                at=now + self._numbers * 1000,
                stockpiling_id=7000 + self._numbers,
            )
        )

    def respell(self, letter: Postback, now: int) -> Postback:
        """The same facts in other bytes: other times, another order of entries, other spellings, also of numbers."""
        told = [self._renumber(one) for one in letter.told]
        self.rng.shuffle(told)
        return self.write(told, now, spelling=self.rng.choice(list(JsonSpelling)))

    def _renumber(self, told: Told) -> Told:
        """Some senders take a number for an integer, or part its digits."""
        if isinstance(told, Ending) or self.rng.random() < 0.5:
            return told
        return replace(told, number=self.rng.choice(["0{}", "000{}", "{}-"]).format(told.number))

    def deny(self, told: Told, now: int) -> Postback:
        """The provider tells of a payment that has failed, or is not finished, where it does not stay silent."""
        if isinstance(told, Fact):
            return self.write([replace(told, says=self.rng.choice(["Failed", "Rejected", "In Progress"]))], now)
        return self.contradict(told, now)

    def company(self, told: Told) -> list[Fact]:
        """Other entries that one letter may hold beside this one: old payments of the same player, and a bad one."""
        if not isinstance(told, Fact):
            return []
        alike = {
            fact.number: fact
            for other in self.letters
            if other.is_true
            for fact in other.told
            if isinstance(fact, Fact) and (fact.wallet, fact.label) == (told.wallet, told.label) and fact.amount
            if not fact.says
        }
        alike.pop(told.number, None)
        bad = Fact(wallet=told.wallet, number=f"0{len(self.letters)}", amount=0, order_id="", label=told.label)
        return [*list(alike.values())[-2:], bad]

    def tamper(self, told: Sequence[Told], now: int) -> Postback:
        """The signed part is authentic, the unsigned one is not; or the key is the wrong one."""
        choices: list[Mapping[str, Json]] = [
            {"label": "tg-1003" if told[0].label != "tg-1003" else "tg-1004"},
            {"amount": 1},
            {"currency_code": "USD"},
            {"direction": "sideways"},
            {"wallet_type": "cashpay"},
        ]
        if self.rng.random() < 0.2:
            return self.write(told, now, is_forged=True)
        return self.write(told, now, unsigned=self.rng.choice(choices))

    def contradict(self, first: Told, now: int) -> Postback:
        """Signed and consistent in itself, but not what was signed before."""
        if isinstance(first, Ending):
            statuses: list[Json] = [PAID, PAID, FAILED, FAILED, 0, "1", "5", None]
            changes = [
                *(replace(first, status=status) for status in statuses),
                replace(first, amount=first.amount + 1000),
                replace(first, account="09400009999"),
            ]
            return self.write([self.rng.choice(changes)], now)
        return self.write([replace(first, amount=first.amount + 1000)], now)


def fact_of(payment: Payment) -> Fact:
    return Fact(
        wallet=payment.wallet,
        number=payment.number,
        amount=payment.amount,
        order_id=payment.order_id,
        label=payment.label,
    )


def ending_of(payout: Payout, status: Json) -> Ending:
    return Ending(id=payout.id, label=payout.label, account=payout.account, amount=payout.amount, status=status)
