"""A database from before payments had a key: its lines get one each, and what waited in it goes on waiting."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.domain.entry import Entry
from bot.store import ledger, quarantine
from bot.store.engine.database import Database
from bot.store.migrations import MIGRATIONS
from bot.store.migrations.payment_keys import payment_keys
from bot.store.open import open_database
from tests.given import column
from tests.provider.postback_bodies import deposit_entry, postback
from tests.provider.reading import entry_of
from tests.store.engine.test_upgrades import made_by_version, opened_as_it_is, run

BEFORE = MIGRATIONS.index(payment_keys)
ENTRY = entry_of(postback(deposit_entry()))
OLD = (
    ("deposit", "wavepay/MMK/0123456789", "player:a"),
    ("deposit", "wavepay/MMK/123456789", "player:a"),  # credited twice, as it could be then
    ("deposit", "wavepay/MMK/AB-01_2", "unclaimed"),
    ("deposit", "kbzpay_manual/MMK/0123456789", "player:b"),
    ("credit", "act:1", "player:a"),
    ("deposit", "kbzpay_manual/MMK/000", "player:a"),
)
LINE = (
    "INSERT INTO ledger (kind, ref, debit, credit, amount, currency, provenance, at)"
    " VALUES ($1, $2, 'provider:x', $3, 10000, 'MMK', 'postback:1', 0)"
)
WAITING = (
    "INSERT INTO quarantine (fingerprint, reason, kind, wallet, currency, amount, transaction_id, order_id,"
    " withdrawal_id, label, raw, inbox_id, at)"
    " VALUES ($1, $1, 'deposit', 'wavepay', 'MMK', 10000, 'AB-01_2', '', '', '', '{}', 1, 0)"
)


def paid(number: str, wallet: str = "wavepay") -> Entry:
    return replace(ENTRY, wallet=wallet, transaction_id=number)


@pytest.fixture
async def upgraded(empty_url: str) -> str:
    async with opened_as_it_is(empty_url) as database:
        await made_by_version(database, BEFORE)
        for line in OLD:
            await run(database, [LINE], *line)
        for reason in ("order_unknown", "label_differs"):
            await run(database, [WAITING], reason)
    return empty_url


async def test_each_payment_of_the_past_has_one_key_and_the_first_of_two_keeps_it(upgraded: str) -> None:
    async with open_database(upgraded) as database:
        keys = await column(database, "SELECT payment_key AS value FROM ledger ORDER BY id")
        assert keys == [
            "wavepay/MMK/123456789",
            "",
            "wavepay/MMK/ab012",
            "kbzpay_manual/MMK/123456789",
            "",
            "kbzpay_manual/MMK/",
        ]


@pytest.mark.parametrize(
    ("numbers", "wallet"),
    [(["0123456789", "123456789", "00123-456-789"], "wavepay"), (["ab012", "AB-01_2", "0ab012"], "wavepay")],
)
async def test_what_was_credited_then_is_not_booked_again_however_it_is_spelled(
    upgraded: str, numbers: Sequence[str], wallet: str
) -> None:
    async with open_database(upgraded) as database:
        for number in numbers:
            assert await _is_found(database, paid(number, wallet))
            assert not await _book(database, paid(number, wallet))


async def _is_found(database: Database, entry: Entry) -> bool:
    return await database.write(lambda tx: ledger.find(tx, ledger.payment_key(entry))) is not None


async def _book(database: Database, entry: Entry) -> bool:
    return await database.write(
        lambda tx: ledger.post(tx, entry, credit="player:z", deposit_id="", provenance="test", now=1)
    )


async def test_what_was_nobodys_then_is_shown_with_its_money_and_the_ledger_stays_closed(upgraded: str) -> None:
    async with open_database(upgraded) as database:
        refs = await column(database, "SELECT ref AS value FROM quarantine ORDER BY id")
        assert refs == ["wavepay/MMK/AB-01_2", ""]
        waiting = await quarantine.holding(database, "wavepay/MMK/AB-01_2")
        assert waiting is not None
        assert waiting.is_open
        for change in ("UPDATE ledger SET payment_key = ''", "DELETE FROM ledger"):
            with pytest.raises(Exception, match="append only"):
                await run(database, [change])
