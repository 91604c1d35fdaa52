"""What operators do: payouts and other acts by two, alone or with the wrong role, holds, freezes, cabinets, replays."""

import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.domain.approval import ActionType
from bot.domain.operator import Operator
from bot.domain.player import Recipient
from bot.domain.wallet import KBZPAY
from bot.domain.withdrawal import CabinetOutcome
from bot.services.queue.inbox_worker import Turn
from tests.rules.bot_fixture import Update
from tests.rules.expected import Fact
from tests.rules.story import AMOUNTS, NEWEST, WALLETS, By, Story, Who

T = TypeVar("T")
BY = st.sampled_from([By.CASHIER, By.CASHIER, *By])
WHO = st.sampled_from(Who)
AGREE = st.booleans()
ACCOUNT = st.sampled_from(["09400000001", "09400000002"])


class OfOperators(Story):
    """Each rule is one command or one press of a button."""

    @rule(by=BY, who=WHO, amount=AMOUNTS, account=ACCOUNT)
    def proposes_a_payout(self, by: By, who: Who, amount: int, account: str) -> None:
        player, payouts = self.player(who), self.bot_fixture.services.withdrawals
        to = Recipient(label=player.label, player_id=player.id)
        self.bot_fixture.act(lambda turn: payouts.propose(turn, self.operator(by), to, amount, account, KBZPAY.type))

    @rule(by=BY, newest=NEWEST)
    def confirms_a_payout(self, by: By, newest: int) -> None:
        self._confirm_payout(newest, by)

    @rule(newest=NEWEST)
    def two_confirm_a_payout_at_once(self, newest: int) -> None:
        assert sum(self._confirm_payout(newest, By.CHECKER, By.OTHER_CHECKER)) <= 1, "I4 two confirmed the same payout"

    def _confirm_payout(self, newest: int, *people: By) -> list[bool]:
        """Whoever may: never of a held player, never while all is frozen."""
        row = self.one("withdrawals", newest)
        if row is None:
            return []
        stopped = self.rows(
            "SELECT name AS why FROM switches WHERE name = 'freeze' UNION SELECT reason FROM holds WHERE label = ?",
            row["label"],
        )
        confirm = self.bot_fixture.services.withdrawals.confirm
        done = self.bot_fixture.acts_at_once(*(_by(confirm, self.operator(by), row["id"]) for by in people))
        assert not (stopped and any(done)), "I7 confirmed though stopped"
        return done

    @rule(by=BY, newest=NEWEST)
    def declines_a_payout(self, by: By, newest: int) -> None:
        if row := self.one("withdrawals", newest):
            decline = self.bot_fixture.services.withdrawals.decline
            self.bot_fixture.act(lambda turn: decline(turn, self.operator(by), row["id"], "no"))

    @rule(by=BY, newest=NEWEST)
    def takes_a_payout_back(self, by: By, newest: int) -> None:
        if row := self.one("withdrawals", newest):
            void = self.bot_fixture.services.withdrawals.void
            self.bot_fixture.act(lambda turn: void(turn, self.operator(by), row["id"], "no"))

    @rule(by=BY, newest=NEWEST, who=WHO, agree=AGREE)
    def proposes_whose_money_it_is(self, by: By, newest: int, who: Who, agree: bool) -> None:
        if row := self.one("quarantine", newest):
            self._propose(by, agree, ActionType.CLAIM, quarantine=row["id"], label=self.player(who).label)

    @rule(by=BY, newest=NEWEST, agree=AGREE)
    def proposes_to_dismiss(self, by: By, newest: int, agree: bool) -> None:
        if row := self.one("quarantine", newest):
            self._propose(by, agree, ActionType.DISMISS, quarantine=row["id"], reason="a test of the provider")

    @rule(by=BY, agree=AGREE)
    def proposes_to_release(self, by: By, agree: bool) -> None:
        """All that waits for its size, and sometimes what waits for more than that."""
        if rows := self.rows("SELECT id FROM quarantine WHERE state = 'open' AND reason = 'above_auto_credit'"):
            self._propose(
                by, agree, ActionType.RELEASE, entries=" ".join(str(row["id"]) for row in rows), count=len(rows)
            )

    @rule(by=BY, who=WHO, amount=AMOUNTS, agree=AGREE)
    def proposes_a_credit(self, by: By, who: Who, amount: int, agree: bool) -> None:
        self._propose(
            by, agree, ActionType.CREDIT, label=self.player(who).label, amount=amount, reason="he has a receipt"
        )

    @rule(by=BY, who=WHO, newest=NEWEST, agree=AGREE)
    def proposes_to_take_back(self, by: By, who: Who, newest: int, agree: bool) -> None:
        if deposit := self.deposit(who, newest):
            self._propose(by, agree, ActionType.REVERSE, deposit=deposit.id, reason="the provider took it back")

    @rule(by=BY, who=WHO, amount=AMOUNTS, reference=st.sampled_from(["R1", "R2"]), agree=AGREE)
    def proposes_to_record(self, by: By, who: Who, amount: int, reference: str, agree: bool) -> None:
        label = self.player(who).label
        self._propose(
            by, agree, ActionType.RECORD, label=label, amount=amount, account="09400000001", reference=reference
        )

    @rule(by=BY, agree=AGREE)
    def proposes_to_unfreeze(self, by: By, agree: bool) -> None:
        self._propose(by, agree, ActionType.UNFREEZE)

    @rule(by=BY, newest=NEWEST, outcome=st.sampled_from(CabinetOutcome), agree=AGREE)
    def proposes_what_the_cabinet_shows(self, by: By, newest: int, outcome: CabinetOutcome, agree: bool) -> None:
        if row := self.one("withdrawals", newest):
            self._propose(
                by, agree, ActionType.RESOLVE, withdrawal=row["id"], outcome=outcome.value, reason="as it is there"
            )

    @rule(by=BY, newest=NEWEST)
    def proposes_the_same_payout_on_purpose(self, by: By, newest: int) -> None:
        if row := self.one("withdrawals", newest):
            again = self.bot_fixture.services.withdrawals.propose_again
            self.bot_fixture.act(lambda turn: again(turn, self.operator(by), row["id"]))

    def _propose(self, by: By, agree: bool, kind: ActionType, **values: str | int) -> None:
        """Propose; where they agree, another confirms at once, so that stories get far."""
        done = self.bot_fixture.act(
            lambda turn: self.bot_fixture.services.acts.propose(turn, self.operator(by), kind, values)
        )
        if done and agree:
            self._confirm_act(0, By.OTHER_CHECKER)

    @rule(by=BY, newest=NEWEST)
    def confirms_an_act(self, by: By, newest: int) -> None:
        self._confirm_act(newest, by)

    @rule(newest=NEWEST)
    def two_confirm_an_act_at_once(self, newest: int) -> None:
        assert sum(self._confirm_act(newest, By.CHECKER, By.OTHER_CHECKER)) <= 1, "I10 two confirmed the same act"

    def _confirm_act(self, newest: int, *people: By) -> list[bool]:
        row = self.one("acts", newest)
        if row is None:
            return []
        confirm = self.bot_fixture.services.acts.confirm
        open_before = {one["id"] for one in self.rows("SELECT id FROM quarantine WHERE state = 'open'")}
        done = self.bot_fixture.acts_at_once(*(_by(confirm, self.operator(by), row["id"]) for by in people))
        values = json.loads(row["detail"])
        if any(done) and row["kind"] == ActionType.CLAIM:
            self._expect_claimed(int(values["quarantine"]), str(values["label"]))
        if any(done) and row["kind"] == ActionType.RELEASE:
            for entry in {int(number) for number in values["entries"].split()} & open_before:
                self._expect_claimed(entry, "")
        if any(done) and row["kind"] == ActionType.DISMISS:
            self._expect_dismissed(int(values["quarantine"]))
        return done

    def _expect_claimed(self, quarantine: int, label: str) -> None:
        """Two people said whose it is: the signed sum is his, by a line of its own where it was nobody's before.

        Where the provider signed an order of ours it is that order's player, and nobody else.
        """
        (waiting,) = self.rows("SELECT * FROM quarantine WHERE id = ?", quarantine)
        owners = self.rows(
            "SELECT label FROM deposits WHERE id = (SELECT deposit_id FROM orders WHERE order_id = ?)",
            waiting["order_id"],
        )
        owner = owners[0]["label"] if owners else label
        assert label in {"", owner}, f"I2 {waiting['order_id']} is {owner}'s order, not {label}'s"
        fact = Fact(
            wallet=waiting["wallet"],
            number=waiting["transaction_id"],
            amount=waiting["amount"],
            order_id=waiting["order_id"],
        )
        wanted = self.books.assigned if waiting["ref"] else self.books.booked
        ref = waiting["ref"] or fact.ref
        assert ref not in wanted, f"I2 {ref} was credited before"
        wanted[ref] = (f"player:{owner}", waiting["amount"])
        self.books.refs.setdefault(fact.key, ref)
        self.books.waits.pop(ref, None)

    def _expect_dismissed(self, quarantine: int) -> None:
        """Two people said that it is nobody's: what had waited for it, and only that, is taken out."""
        (waiting,) = self.rows("SELECT * FROM quarantine WHERE id = ?", quarantine)
        if self.books.waits.pop(waiting["ref"], None):
            self.books.dismissed[waiting["ref"]] = ("house", waiting["amount"])

    @rule(by=BY, newest=NEWEST)
    def declines_an_act(self, by: By, newest: int) -> None:
        if row := self.one("acts", newest):
            decline = self.bot_fixture.services.acts.decline
            self.bot_fixture.act(lambda turn: decline(turn, self.operator(by), row["id"], "no"))

    @rule(by=BY, who=WHO, stop=st.booleans())
    def holds_or_releases_a_player(self, by: By, who: Who, stop: bool) -> None:
        label, acts = self.player(who).label, self.bot_fixture.services.acts
        if stop:
            self.bot_fixture.act(lambda turn: acts.hold(turn, self.operator(by), label, "odd"))
        else:
            self.bot_fixture.act(lambda turn: acts.release(turn, self.operator(by), label))

    @rule(
        by=BY, wallet=st.sampled_from(WALLETS), what=st.sampled_from(["freeze", "close", "open", "crossed", "limits"])
    )
    def switches(self, by: By, wallet: str, what: str) -> None:
        acts, operator = self.bot_fixture.services.acts, self.operator(by)
        match what:
            case "freeze":
                self.bot_fixture.act(lambda turn: acts.freeze(turn, operator))
            case "close" | "open":
                self.bot_fixture.act(lambda turn: acts.set_wallet(turn, operator, wallet, what == "open"))
            case _:
                low = 0 if what == "crossed" else 5_000
                self.bot_fixture.act(lambda turn: acts.set_limits(turn, operator, wallet, low, 50_000))

    @rule(by=BY, who=WHO, newest=NEWEST, what=st.sampled_from(["reject", "number", "photo"]))
    def sends_a_claim_back(self, by: By, who: Who, newest: int, what: str) -> None:
        if deposit := self.deposit(who, newest):
            acts, operator = self.bot_fixture.services.acts, self.operator(by)
            if what == "reject":
                self.bot_fixture.act(lambda turn: acts.reject(turn, operator, deposit.id, "no such payment"))
            else:
                self.bot_fixture.act(lambda turn: acts.ask(turn, operator, deposit.id, what))

    @rule(by=BY, newest=NEWEST, at_once=st.booleans())
    def replays_a_postback(self, by: By, newest: int, at_once: bool) -> None:
        for row in self.rows(
            "SELECT id FROM inbox WHERE source = 'paykassma' ORDER BY id DESC LIMIT 1 OFFSET ?", newest
        ):
            replay = partial(self.bot_fixture.services.acts.replay, operator=self.operator(by), inbox_id=row["id"])
            self.bot_fixture.act(replay)
        if at_once:
            self.books.expect(self.eyes)
            self.bot_fixture.apply()


def _by(act: Callable[[Turn, Operator, T], Awaitable[object]], operator: Operator, subject: T) -> Update:
    return lambda turn: act(turn, operator, subject)
