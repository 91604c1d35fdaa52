"""What players do: begin, choose, pay or not, claim rightly and wrongly, block the bot, press what is long gone."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.domain.deep_link import make_link_payload
from bot.domain.deposit import Deposit, Step
from bot.domain.errors import NumberInUse, PictureBroken
from bot.domain.player import Language
from bot.services.notifications.messages import lane_of
from bot.services.queue.inbox_worker import Turn
from tests.rules.story import AMOUNTS, NEWEST, NUMBERS, WALLETS, Story, Who, number_of, picture_of

WHO = st.sampled_from(Who)
WALLET = st.sampled_from(WALLETS)


class OfPlayers(Story):
    """Each rule is one message or one press of a button."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[Who, Deposit] = {}

    @rule(who=WHO, anyway=st.booleans())
    def begins(self, who: Who, anyway: bool) -> None:
        player = self.player(who)
        self.bot_fixture.act(lambda turn: self.bot_fixture.services.deposits.begin(turn, player, anyway=anyway))

    @rule(who=WHO, wallet=WALLET)
    def picks_a_wallet(self, who: Who, wallet: str) -> None:
        player = self.player(who)
        self.bot_fixture.act(lambda turn: self.bot_fixture.services.deposits.pick_wallet(turn, player, wallet, 0))

    @rule(who=WHO, amount=AMOUNTS | st.just(2_000_000), newest=NEWEST)
    def says_an_amount(self, who: Who, amount: int, newest: int) -> None:
        if deposit := self.deposit(who, newest):
            self.bot_fixture.act(lambda turn: self.bot_fixture.services.deposits.set_amount(turn, deposit, amount))

    @rule(who=WHO, newest=NEWEST, wallet=WALLET | st.just(""))
    def asks_for_a_number_again(self, who: Who, newest: int, wallet: str) -> None:
        if deposit := self.deposit(who, newest):
            self.bot_fixture.act(lambda turn: self.bot_fixture.services.deposits.retry(turn, deposit, wallet))

    @rule(who=WHO, newest=NEWEST)
    def cancels(self, who: Who, newest: int) -> None:
        player, deposit = self.player(who), self.deposit(who, newest)
        self.bot_fixture.act(lambda turn: self.bot_fixture.services.deposits.cancel(turn, player, deposit))

    @rule(who=WHO, newest=NEWEST)
    def wants_a_new_number(self, who: Who, newest: int) -> None:
        player = self.player(who)
        if deposit := self.deposit(who, newest):
            self.bot_fixture.act(lambda turn: self.bot_fixture.services.deposits.new_number(turn, player, deposit))

    @rule(who=WHO, newest=NEWEST)
    def has_paid(self, who: Who, newest: int) -> None:
        if deposit := self.deposit(who, newest):
            self.bot_fixture.act(lambda turn: self.bot_fixture.services.deposits.resume(turn, deposit, Step.NUMBER))

    @rule(
        who=WHO, newest=NEWEST, number=NUMBERS, picture=st.none() | st.integers(1, 2), album=st.sampled_from(["", "a"])
    )
    def claims(self, who: Who, newest: int, number: int, picture: int | None, album: str) -> None:
        """His number, with a picture or without one."""
        if deposit := self.deposit(who, newest):
            said = number_of(deposit.wallet, number)
            shown = picture and picture_of(picture, album)
            self.bot_fixture.act(lambda turn: self._claim(turn, deposit, said, shown or None))

    async def _claim(self, turn: Turn, deposit: Deposit, number: str, picture: object) -> None:
        claims = self.bot_fixture.services.claims
        try:
            await claims.add(turn, deposit, number=claims.read_number(deposit, number), picture=picture)  # type: ignore[arg-type]
        except NumberInUse:
            await claims.tell_in_use(turn, deposit, number)

    @rule(who=WHO, newest=NEWEST, step=st.sampled_from([Step.NUMBER, Step.RECEIPT]))
    def wants_to_correct(self, who: Who, newest: int, step: Step) -> None:
        if deposit := self.deposit(who, newest):
            self.bot_fixture.act(lambda turn: self.bot_fixture.services.deposits.resume(turn, deposit, step))

    @rule(who=WHO, newest=NEWEST, number=NUMBERS, corrections=st.integers(0, 2))
    def says_that_another_number_is_meant(self, who: Who, newest: int, number: int, corrections: int) -> None:
        if deposit := self.deposit(who, newest):
            said = number_of(deposit.wallet, number)
            self.bot_fixture.act(lambda turn: self._correct(turn, deposit, said, corrections))

    async def _correct(self, turn: Turn, deposit: Deposit, number: str, corrections: int) -> None:
        claims = self.bot_fixture.services.claims
        try:
            await claims.correct(turn, deposit, number, corrections)
        except NumberInUse:
            await claims.tell_in_use(turn, deposit, number)

    @rule(who=WHO, newest=NEWEST)
    def says_that_the_number_to_pay_to_does_not_work(self, who: Who, newest: int) -> None:
        if deposit := self.deposit(who, newest):
            deposits, shown = self.bot_fixture.services.deposits, deposit.wallet_number
            self.bot_fixture.act(lambda turn: deposits.ask_other_number(turn, deposit, shown))

    @rule(who=WHO, newest=NEWEST, picture=st.integers(1, 2), album=st.sampled_from(["", "a"]))
    def sends_a_picture(self, who: Who, newest: int, picture: int, album: str) -> None:
        if deposit := self.deposit(who, newest):
            shown = picture_of(picture, album)
            self.bot_fixture.act(lambda turn: self.bot_fixture.services.claims.add(turn, deposit, picture=shown))

    @rule(who=WHO, newest=NEWEST, album=st.sampled_from(["", "a"]))
    def sends_what_is_no_picture(self, who: Who, newest: int, album: str) -> None:
        if deposit := self.deposit(who, newest):
            refused = PictureBroken()
            self.bot_fixture.act(
                lambda turn: self.bot_fixture.services.claims.refuse_picture(turn, deposit, refused, album)
            )

    @rule(who=WHO, newest=NEWEST)
    def leaves_a_screen_open(self, who: Who, newest: int) -> None:
        """What he sees now he may press much later."""
        if deposit := self.deposit(who, newest):
            self._seen[who] = deposit

    @rule(who=WHO, press=st.sampled_from(["cancel", "amount", "number", "again", "new"]))
    def presses_on_an_old_screen(self, who: Who, press: str) -> None:
        player, deposits = self.player(who), self.bot_fixture.services.deposits
        if old := self._seen.get(who):
            presses = {
                "cancel": lambda turn: deposits.cancel(turn, player, old),
                "amount": lambda turn: deposits.set_amount(turn, old, 7_000),
                "number": lambda turn: self._claim(turn, old, number_of(old.wallet, 1), picture_of(1)),
                "again": lambda turn: deposits.retry(turn, old),
                "new": lambda turn: deposits.new_number(turn, player, old),
            }
            self.bot_fixture.act(presses[press])

    @rule(who=WHO, label=st.sampled_from(["player-42", "player-43"]), forged=st.booleans())
    def comes_by_a_link(self, who: Who, label: str, forged: bool) -> None:
        player = self.player(who)
        soon = self.bot_fixture.clock.now // 1000 + 3_600
        payload = make_link_payload(label, soon, "another key" if forged else "link-secret-canary")
        self.bot_fixture.act(lambda turn: self.bot_fixture.services.players.start(turn, player, payload))

    @rule(who=WHO, what=st.sampled_from(["block", "come back", "speak"]))
    def does_something_else(self, who: Who, what: str) -> None:
        player, players = self.player(who), self.bot_fixture.services.players
        match what:
            case "block":
                self.bot_fixture.ears.deaf.add(lane_of(who.value))
            case "come back":
                self.bot_fixture.ears.deaf.discard(lane_of(who.value))
                self.bot_fixture.act(lambda turn: players.start(turn, player))
            case _:
                self.bot_fixture.act(lambda turn: players.set_language(turn, player, Language.MY))

    @rule(who=WHO)
    def reads_his_history(self, who: Who) -> None:
        """It must not disagree with the ledger."""
        player = self.player(who)
        history = self.bot_fixture.run(self.bot_fixture.services.deposits.history(player))
        account = f"player:{player.label}"
        (came,) = self.rows(
            "SELECT COALESCE(SUM(CASE WHEN credit = ?1 THEN amount ELSE -amount END), 0) AS sum FROM ledger"
            " WHERE (credit = ?1 AND kind IN ('deposit', 'assign', 'credit')) OR (debit = ?1 AND kind = 'reversal')",
            account,
        )
        assert history.deposited == came["sum"], "a history that is not the ledger's"
