"""Inbox, attempts, alarms, ledger and quarantine: what is kept once, and what is asked of it later."""

from dataclasses import replace

from bot.domain.entry import Entry, Reason
from bot.store import alerts, attempts, inbox, ledger, outbox, quarantine
from bot.store.attempts import Attempts
from bot.store.engine.database import Database, Transaction
from tests.given import NOW, column
from tests.provider.postback_bodies import deposit_entry, postback
from tests.provider.reading import entry_of

ENTRY = entry_of(postback(deposit_entry()))


async def came_in(database: Database, key: str, *, source: str = "telegram", now: int = NOW) -> bool:
    return await database.write(
        lambda tx: inbox.add(tx, source=source, key=key, lane="tg:1", body=f"body {key}", now=now)
    )


async def test_the_inbox_keeps_the_same_thing_once(database: Database) -> None:
    assert await came_in(database, "1")
    assert not await came_in(database, "1")
    assert await came_in(database, "1", source="paykassma")
    assert [row.body for row in await inbox.new(database, 0, 9)] == ["body 1", "body 1"]


async def test_rows_are_new_until_they_are_marked_and_are_marked_once(database: Database) -> None:
    for key in "1234":
        await came_in(database, key)
    first, second, _, _ = await inbox.new(database, 0, 9)
    assert await database.write(lambda tx: inbox.mark_done(tx, first.id, NOW))
    assert not await database.write(lambda tx: inbox.mark_done(tx, first.id, NOW))
    assert await database.write(lambda tx: inbox.mark_bad(tx, second.id, "x" * 9000, NOW))
    assert not await database.write(lambda tx: inbox.mark_bad(tx, first.id, "too late", NOW))
    assert [row.body for row in await inbox.new(database, 0, 9)] == ["body 3", "body 4"]
    assert [row.body for row in await inbox.new(database, 0, 1)] == ["body 3"]
    assert await column(database, "SELECT state AS value FROM inbox ORDER BY id") == ["done", "bad", "new", "new"]
    assert await column(database, "SELECT reason AS value FROM inbox WHERE state = 'bad'") == ["x" * 500]


async def seven_ends(tx: Transaction) -> None:
    await tx.fetch("DELETE FROM copies WHERE id = 7")
    await inbox.release_orphans(tx)
    await outbox.release_orphans(tx)


async def test_a_lane_stays_in_the_hands_of_one_copy(database: Database) -> None:
    async def keep(key: str, lane: str, owner: int) -> None:
        await database.write(lambda tx: inbox.add(tx, source="x", key=key, lane=lane, body=key, now=NOW, owner=owner))

    async def new(owner: int) -> list[str]:
        return [row.body for row in await inbox.new(database, owner, 9) if row.owner == owner]

    await database.write(lambda tx: tx.fetch("INSERT INTO copies (id) VALUES (7), (8)"))
    for key, lane, owner in (("a", "1", 7), ("b", "1", 8), ("c", "2", 8), ("d", "1", 0)):
        await keep(key, lane, owner)
    assert (await new(7), await new(8)) == (["a", "b", "d"], ["c"])
    await database.write(seven_ends)
    assert (await new(0), await new(8)) == (["a", "b", "d"], ["c"])
    await keep("e", "1", 8)
    await database.write(lambda tx: inbox.claim_unowned(tx, 9, 1))
    assert (await new(9), await new(8)) == (["a", "b", "d", "e"], ["c"])
    for row in await inbox.new(database, 9, 9):
        await database.write(lambda tx, one=row: inbox.mark_done(tx, one.id, NOW))  # type: ignore[misc]
    await keep("f", "1", 8)
    assert (await new(9), await new(8)) == ([], ["c", "f"])


async def test_old_updates_are_emptied_and_still_known(database: Database) -> None:
    await came_in(database, "done")
    await came_in(database, "new")
    await came_in(database, "postback", source="paykassma")
    for row in await inbox.new(database, 0, 9):
        if row.body != "body new":
            await database.write(lambda tx, one=row: inbox.mark_done(tx, one.id, NOW))  # type: ignore[misc]
    await database.write(lambda tx: inbox.forget_bodies(tx, "telegram", NOW, 500))
    assert "" not in await column(database, "SELECT body AS value FROM inbox")
    await database.write(lambda tx: inbox.forget_bodies(tx, "telegram", NOW + 1, 500))
    assert await column(database, "SELECT body AS value FROM inbox ORDER BY id") == ["", "body new", "body postback"]
    assert not await came_in(database, "done")


async def test_when_something_came_in_last(database: Database) -> None:
    assert await inbox.last_received(database, "paykassma") == 0
    await came_in(database, "1", source="paykassma", now=NOW + 5)
    await came_in(database, "2", now=NOW + 9)
    assert await inbox.last_received(database, "paykassma") == NOW + 5


async def test_the_sample_of_refused_postbacks_is_bounded(database: Database) -> None:
    for number in range(7):
        await database.write(lambda tx, one=number: inbox.keep_refused(tx, str(one), "signature", NOW, at_most=3))  # type: ignore[misc]
    assert await column(database, "SELECT body AS value FROM refused_postbacks ORDER BY id") == ["4", "5", "6"]


async def test_an_open_or_unclear_attempt_may_have_arrived(database: Database) -> None:
    assert await _known(database) == Attempts(count=0, unclear=0, last_at=0)
    attempt = await database.write(lambda tx: attempts.start(tx, "dep-1", "order-1", NOW))
    assert await _known(database) == Attempts(count=1, unclear=1, last_at=NOW)
    await database.write(lambda tx: attempts.finish(tx, attempt, "not_sent", "x" * 9000, NOW))
    assert await _known(database) == Attempts(count=1, unclear=0, last_at=NOW)
    await database.write(lambda tx: attempts.start(tx, "dep-1", "order-1", NOW + 7))
    await database.write(lambda tx: attempts.close_open(tx, NOW + 8))
    assert await _known(database) == Attempts(count=2, unclear=1, last_at=NOW + 7)
    outcomes = await column(database, "SELECT outcome || ' ' || detail AS value FROM attempts ORDER BY id")
    assert outcomes == ["not_sent " + "x" * 500, "unknown interrupted"]


async def test_an_attempt_whose_row_is_in_somebodys_hands_is_under_way(database: Database) -> None:
    await database.write(
        lambda tx: outbox.add(tx, lane="pk:dep-1", kind="claim", subject="dep-1", now=NOW, dedupe="claim:dep-1")
    )
    await database.write(lambda tx: tx.fetch("INSERT INTO copies (id) VALUES (7)"))
    await database.write(lambda tx: outbox.take(tx, NOW, 7, 9))
    await database.write(lambda tx: attempts.start(tx, "dep-1", "order-1", NOW))
    await database.write(lambda tx: attempts.close_open(tx, NOW))
    assert await column(database, "SELECT outcome AS value FROM attempts") == ["open"]
    await database.write(seven_ends)
    await database.write(lambda tx: attempts.close_open(tx, NOW))
    assert await column(database, "SELECT outcome AS value FROM attempts") == ["unknown"]


async def _known(database: Database) -> Attempts:
    other = await attempts.known(database, "dep-1", "order-2")
    assert other.count == 0
    return await attempts.known(database, "dep-1", "order-1")


async def test_an_alarm_begins_once_and_ends_once(database: Database) -> None:
    async def begin(tx: Transaction, subject: str = "a") -> bool:
        return await alerts.begin(tx, "kind", subject, f"told of {subject}", NOW)

    assert await database.write(begin)
    assert not await database.write(begin)
    assert await database.write(lambda tx: begin(tx, "b"))
    assert await database.write(lambda tx: alerts.end(tx, "kind", "a")) == "told of a"
    assert await database.write(lambda tx: alerts.end(tx, "kind", "a")) is None
    assert await database.write(begin)


async def test_a_payment_is_booked_once_whoever_it_is_credited_to(database: Database) -> None:
    assert await _book(database, ENTRY, "player:a")
    assert not await _book(database, replace(ENTRY, amount=5), "player:b")
    assert await _book(database, replace(ENTRY, wallet="wavepay"), "player:b")
    assert await _book(database, replace(ENTRY, transaction_id="x"), "player:a")
    line = await database.write(lambda tx: ledger.find(tx, ledger.payment_key(ENTRY)))
    assert line == ledger.LedgerLine(
        ref="kbzpay_manual/MMK/00123400000000000042", credit="player:a", amount=10_000, deposit_id="dep-000001"
    )
    assert await ledger.totals(database, "a") == (20_000, 0)
    assert await ledger.totals(database, "nobody") == (0, 0)


async def _book(database: Database, entry: Entry, credit: str) -> bool:
    return await database.write(
        lambda tx: ledger.post(tx, entry, credit=credit, deposit_id=entry.order_id, provenance="test", now=NOW)
    )


async def test_an_entry_waits_in_quarantine_once_until_it_is_credited(database: Database) -> None:
    assert await _quarantine(database, ENTRY, Reason.LABEL_DIFFERS, "1")
    assert not await _quarantine(database, ENTRY, Reason.LABEL_DIFFERS, "1")
    assert await _quarantine(database, ENTRY, Reason.CONFLICT, "2")
    assert await _quarantine(database, replace(ENTRY, wallet="wavepay", kind=None), Reason.WALLET_UNKNOWN, "3")
    await database.write(lambda tx: quarantine.close_payment(tx, ENTRY, NOW))
    assert await column(database, "SELECT state AS value FROM quarantine ORDER BY id") == ["closed", "open", "open"]


async def _quarantine(database: Database, entry: Entry, reason: Reason, fingerprint: str) -> int | None:
    return await database.write(
        lambda tx: quarantine.add(tx, entry, reason=reason, label="a", fingerprint=fingerprint, inbox_id=1, now=NOW)
    )
