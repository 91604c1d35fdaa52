"""What every part of the rule machine uses: the bot, the books, and the people."""

import hashlib
from contextlib import ExitStack
from enum import IntEnum
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from bot.domain.deposit import Deposit
from bot.domain.operator import Operator, Role
from bot.domain.player import Player
from bot.services.deposits.claims import Picture
from bot.store import deposits
from tests.databases import quick_folder
from tests.logs import without_logs
from tests.rules.bot_fixture import BotFixture
from tests.rules.checker import RuleChecker
from tests.rules.expected import Expected, TableReader


class Who(IntEnum):
    """Players, by their Telegram ids."""

    KO_KO = 1001
    MA_MA = 1002


class By(IntEnum):
    """Operators, by their Telegram ids."""

    CASHIER = 11
    CHECKER = 22
    OTHER_CHECKER = 33
    OWNER = 44


_ROLES = {By.CASHIER: Role.CASHIER, By.OWNER: Role.OWNER}
WALLETS = ("kbzpay_manual", "wavepay")
AMOUNTS = st.sampled_from([1_000, 5_000, 10_000, 30_000, 60_000])
NEWEST = st.integers(0, 2)
"""Which one: 0 is the newest, 1 the one before."""

NUMBERS = st.integers(1, 4)
"""Few transaction numbers, so that the same ones come again."""


def number_of(wallet: str, which: int) -> str:
    return str(which).zfill(20 if wallet == "kbzpay_manual" else 10)


def picture_of(which: int, album: str = "") -> Picture:
    content = b"\xff\xd8" + bytes([which])
    return Picture(id=hashlib.sha256(content).hexdigest(), content=content, album=album)


class Story(RuleBasedStateMachine):
    """One story: a bot that nobody has used yet."""

    def __init__(self) -> None:
        super().__init__()
        self._end = ExitStack()
        self._end.enter_context(without_logs())
        self.bot_fixture = BotFixture(self._end.enter_context(quick_folder()))
        self._end.callback(self.bot_fixture.close)
        self.eyes = TableReader(self.bot_fixture.file)
        self._end.callback(self.eyes.close)
        self.books = Expected()
        self.promises = RuleChecker(self.eyes, self.books, self.bot_fixture.provider)

    def teardown(self) -> None:
        self._end.close()

    def rows(self, sql: str, *args: str | int) -> Any:  # noqa: ANN401 - a row has columns of any type
        return self.eyes.rows(sql, *args)

    def one(self, table: str, newest: int) -> Any:  # noqa: ANN401 - see rows
        """The newest row of a table, or one before it; None where there are not so many."""
        found = self.rows(f"SELECT * FROM {table} ORDER BY rowid DESC LIMIT 1 OFFSET ?", newest)  # noqa: S608
        return found[0] if found else None

    def player(self, who: Who) -> Player:
        return self.bot_fixture.run(self.bot_fixture.services.players.find_or_add(who.value, "en", who.name.lower()))

    def deposit(self, who: Who, newest: int = 0) -> Deposit | None:
        """One of his deposits as it now stands."""
        for row in self.rows(
            "SELECT id FROM deposits WHERE player_id = ? ORDER BY rowid DESC LIMIT 1 OFFSET ?", who.value, newest
        ):
            return self.bot_fixture.run(deposits.find(self.bot_fixture.database, row["id"]))
        return None

    def operator(self, by: By) -> Operator:
        return Operator(id=by.value, role=_ROLES.get(by, Role.CHECKER), chat_id=by.value)
