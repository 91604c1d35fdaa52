"""The storyteller: everybody's acts, time and restarts, in any order; after each of them the promises stand."""

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.store import audit
from tests.rules.of_operators import ACCOUNT, OfOperators
from tests.rules.of_players import WALLET, WHO, OfPlayers
from tests.rules.of_provider import OfProvider
from tests.rules.provider import CallOutcome
from tests.rules.story import AMOUNTS, NUMBERS, By, Who

_MINUTE_MS = 60_000


class Machine(OfPlayers, OfProvider, OfOperators):
    """All rules together, with those that are nobody's."""

    @rule(who=WHO, wallet=WALLET, amount=AMOUNTS, number=NUMBERS, credited=st.booleans())
    def a_deposit_as_the_book_says(self, who: Who, wallet: str, amount: int, number: int, credited: bool) -> None:
        """From the wallet to the claim, or to the credit, in one go, so that stories get far."""
        self.picks_a_wallet(who, wallet)
        self.says_an_amount(who, amount, 0)
        self.is_called(CallOutcome.FINE)
        self.claims(who, 0, number, 1, "")
        self.is_called(CallOutcome.FINE)
        if credited:
            self.credits_a_claim(who, 0, at_once=True, times=1)

    @rule(
        who=WHO,
        amount=AMOUNTS,
        account=ACCOUNT,
        call_outcome=st.sampled_from(CallOutcome),
        status=st.sampled_from([0, 0, 1, 5]),
    )
    def a_payout_as_the_book_says(
        self, who: Who, amount: int, account: str, call_outcome: CallOutcome, status: int
    ) -> None:
        """From the proposal to the call, or to its end, in one go."""
        self.proposes_a_payout(By.CASHIER, who, amount, account)
        self.confirms_a_payout(By.CHECKER, 0)
        self.is_called(call_outcome)
        if status:
            self.ends_a_payout(0, status, at_once=True)

    @rule(minutes=st.sampled_from([1, 10, 31, 90, 25 * 60, 8 * 24 * 60, 91 * 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.bot_fixture.clock.advance(minutes * _MINUTE_MS)
        self.bot_fixture.tick()

    @rule()
    def the_process_starts_anew(self) -> None:
        self.books.expect(self.eyes)
        self.bot_fixture.restart()
        self.bot_fixture.apply()

    def check_invariants(self, settings: object, output: object, runtimes: object) -> None:
        """After each act; said here and not by `@invariant`, which would put a line into the story after each."""
        self.promises.check()

    def teardown(self) -> None:
        """The log of what operators did is whole, whatever happened."""
        try:
            end, broken = self.bot_fixture.run(audit.examine(self.bot_fixture.database))
            note(f"# the log has {end.count} rows")
            assert broken is None, f"the audit log is broken at {broken}"
        finally:
            super().teardown()
