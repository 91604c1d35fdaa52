"""What the provider says: true words, the same ones again and in other bytes, and words that fit nothing."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.provider.signing import PostbackKeys
from bot.services.postbacks.intake import Intake
from tests.provider.postback_bodies import Members, postback, signed
from tests.provider.vectors import KEYS
from tests.rules.expected import Ending, Fact, Postback
from tests.rules.provider import CallOutcome
from tests.rules.story import AMOUNTS, NEWEST, NUMBERS, WALLETS, Story, Who, number_of

WHO = st.sampled_from(Who)
_OUTGOING: Members = {"direction": "outgoing"}
_FORGER = PostbackKeys(access_key=KEYS.access_key, private_key="not the key")


class OfProvider(Story):
    """Each rule is one call of his, answered with ok unless it is none of his."""

    @rule(who=WHO, newest=NEWEST, at_once=st.booleans(), times=st.sampled_from([1, 1, 5]))
    def credits_a_claim(self, who: Who, newest: int, at_once: bool, times: int) -> None:
        """What was claimed has been paid."""
        if fact := self._claimed(who, newest):
            self._says([fact], self._label_of(fact), at_once=at_once, times=times)

    @rule(
        who=WHO,
        newest=NEWEST,
        number=NUMBERS,
        amount=AMOUNTS,
        wallet=st.sampled_from([*WALLETS, ""]),
        old_order=st.booleans(),
    )
    def credits_something_else(  # noqa: PLR0917 - Hypothesis passes by name
        self, who: Who, newest: int, number: int, amount: int, wallet: str, old_order: bool
    ) -> None:
        """Another number, sum or wallet than was claimed, perhaps under an order that was corrected since."""
        fact = self._claimed(who, newest)
        if fact is None:
            return
        wallet = wallet or fact.wallet
        order = self._orders_of(fact.order_id)[0 if old_order else -1]
        other = Fact(wallet=wallet, number=number_of(wallet, number), amount=amount, order_id=order)
        self._says([other], self._label_of(fact))

    @rule(wallet=st.sampled_from(WALLETS), number=NUMBERS, amount=AMOUNTS, order=st.sampled_from(["", "dep-unknown"]))
    def credits_what_nobody_claimed(self, wallet: str, number: int, amount: int, order: str) -> None:
        fact = Fact(wallet=wallet, number=number_of(wallet, number), amount=amount, order_id=order)
        self._says([fact], "player-77")

    @rule(who=WHO, newest=NEWEST, label=st.sampled_from(["player-77", "tg-1001", ""]))
    def credits_under_another_label(self, who: Who, newest: int, label: str) -> None:
        if fact := self._claimed(who, newest):
            self._says([fact], label)

    @rule(who=WHO, newest=NEWEST, number=NUMBERS, amount=AMOUNTS)
    def credits_two_in_one_call(self, who: Who, newest: int, number: int, amount: int) -> None:
        if fact := self._claimed(who, newest):
            second = number_of(fact.wallet, number)
            other = Fact(wallet=fact.wallet, number=second, amount=amount, order_id=fact.order_id)
            self._says([fact, other], self._label_of(fact))

    @rule(who=WHO, newest=NEWEST, lie=st.sampled_from(["amount", "direction", "currency_code", "wallet_type"]))
    def contradicts_himself(self, who: Who, newest: int, lie: str) -> None:
        """The unsigned part is not what the signed one says."""
        if fact := self._claimed(who, newest):
            lies: Members = {"amount": 1, "direction": "outgoing", "currency_code": "USD", "wallet_type": "other"}
            self._says([fact], self._label_of(fact), sound=False, top={lie: lies[lie]})

    @rule(who=WHO, newest=NEWEST, spelling=st.sampled_from(["0{}", "000{}", "{}-", "-{}"]))
    def spells_a_number_otherwise(self, who: Who, newest: int, spelling: str) -> None:
        """It may be the first word about the payment, or the second."""
        if fact := self._claimed(who, newest):
            self._says([replace(fact, number=spelling.format(fact.number))], self._label_of(fact))

    @rule(who=WHO, newest=NEWEST, beside=st.booleans())
    def says_that_a_payment_failed(self, who: Who, newest: int, beside: bool) -> None:
        """In the signed part, or only beside it; perhaps of one that is credited already."""
        if fact := self._claimed(who, newest):
            top: Members = {"status": "Rejected"} if beside else {}
            self._says([replace(fact, says_no=True)], self._label_of(fact), sound=not beside, top=top)

    @rule(newest=NEWEST, in_other_bytes=st.booleans())
    def says_it_again(self, newest: int, in_other_bytes: bool) -> None:
        said = list(self.books.letters.items())
        if len(said) <= newest:
            return
        body, letter = said[-1 - newest]
        if in_other_bytes:  # what is outside of the signed part may look like anything
            body = body.replace('"created_datetime":"', f'"created_datetime":"{len(said)} ', 1)
        self._keep(body.encode(), letter)
        self._apply()

    @rule(who=WHO, newest=NEWEST)
    def is_played_by_somebody_else(self, who: Who, newest: int) -> None:
        """A body like his, with a signature that does not fit: it must not be taken."""
        if fact := self._claimed(who, newest):
            body = signed(self._postback([fact], self._label_of(fact), {}), keys=_FORGER)
            assert self.bot_fixture.receive(body) == {Intake.REFUSED}

    @rule(newest=NEWEST, status=st.sampled_from([1, 1, 5, 5, 2, "1"]), at_once=st.booleans())
    def ends_a_payout(self, newest: int, status: int | str, at_once: bool) -> None:
        if payout := self.one("withdrawals", newest):
            ending = Ending(
                withdrawal_id=payout["id"], status=status, amount=payout["amount"], account=payout["account"]
            )
            self._says([ending], payout["label"], at_once=at_once, top=_OUTGOING)

    @rule(newest=NEWEST, status=st.sampled_from([1, 5]), amount=AMOUNTS, account=st.sampled_from(["", "09400000009"]))
    def ends_another_payout(self, newest: int, status: int, amount: int, account: str) -> None:
        """Another sum or account than ours: nothing may move, unless they happen to be the same."""
        if payout := self.one("withdrawals", newest):
            account = account or payout["account"]
            ending = Ending(withdrawal_id=payout["id"], status=status, amount=amount, account=account)
            self._says([ending], payout["label"], top=_OUTGOING)

    @rule()
    def ends_a_payout_nobody_made(self) -> None:
        ending = Ending(withdrawal_id="w-unknown", status=1, amount=5_000, account="09400000001")
        self._says([ending], "player-77", top=_OUTGOING)

    @rule(call_outcome=st.sampled_from(CallOutcome))
    def is_called(self, call_outcome: CallOutcome) -> None:
        """All that is due leaves; the first call of him ends like this."""
        frozen = bool(self.rows("SELECT 1 FROM switches WHERE name = 'freeze'"))
        before = len(self.bot_fixture.provider.paid)
        self.bot_fixture.deliver(call_outcome)
        assert not frozen or len(self.bot_fixture.provider.paid) == before, "I7 sent though all payouts are frozen"

    def _claimed(self, who: Who, newest: int) -> Fact | None:
        """What would be signed for one of his deposits that has an order."""
        deposit = self.deposit(who, newest)
        if deposit is None or not deposit.order_id:
            return None
        number = deposit.transaction_number or number_of(deposit.wallet, 9)
        return Fact(wallet=deposit.wallet, number=number, amount=deposit.amount, order_id=deposit.order_id)

    def _label_of(self, fact: Fact) -> str:
        (row,) = self.rows(
            "SELECT label FROM deposits WHERE id = (SELECT deposit_id FROM orders WHERE order_id = ?)", fact.order_id
        )
        return str(row["label"])

    def _orders_of(self, order_id: str) -> list[str]:
        found = self.rows(
            "SELECT order_id FROM orders WHERE deposit_id = (SELECT deposit_id FROM orders WHERE order_id = ?)"
            " ORDER BY rowid",
            order_id,
        )
        return [row["order_id"] for row in found]

    def _postback(self, told: Sequence[Fact | Ending], label: str, top: Members) -> Members:
        wallet = told[0].wallet if isinstance(told[0], Fact) else "kbzpay_manual"
        whole: Members = {"wallet_type": wallet, "amount": sum(one.amount for one in told), "label": label}
        return postback(*(one.entry for one in told), **(whole | top))

    def _says(
        self,
        told: Sequence[Fact | Ending],
        label: str,
        *,
        sound: bool = True,
        at_once: bool = True,
        times: int = 1,
        top: Members | None = None,
    ) -> None:
        body = signed(self._postback(told, label, top or {}))
        self._keep(body, Postback(told=tuple(told), label=label, sound=sound), times)
        if at_once:
            self._apply()

    def _keep(self, body: bytes, letter: Postback, times: int = 1) -> None:
        assert self.bot_fixture.receive(body, times) == {Intake.KEPT}
        self.books.letters[body.decode()] = letter

    def _apply(self) -> None:
        self.books.expect(self.eyes)
        self.bot_fixture.apply()

    @rule()
    def what_he_said_is_applied(self) -> None:
        self._apply()
