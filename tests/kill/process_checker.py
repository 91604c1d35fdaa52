"""The checker of the whole program: the provider's books, the chats and the database must agree."""

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from hashlib import sha256

from tests.invariants.audit import audit_is_whole
from tests.invariants.broken import demand
from tests.invariants.facts import ReceivedRequest, Row, Tables, tables_of
from tests.invariants.ledger import booked_as_signed, booked_once, deposits_agree, lines_have_two_sides
from tests.invariants.queues import (
    acknowledged_is_kept,
    all_applied,
    credits_are_told,
    keys_of,
    nothing_failed,
    told_in_order,
)
from tests.invariants.withdrawals import (
    confirmed_with_the_right,
    ended_by_a_word,
    holds_end_as_rows_say,
    sent_as_proposed,
    sent_once,
)
from tests.kill.people import CHECKER, ProgramFixture

_ACCIDENTS = ("inbox.row_failed", "outbox.delivery_failed", "outbox.effect_failed", "text.broken", "Traceback")


def check(scene: ProgramFixture) -> str:
    """Raise Broken at the first invariant that does not hold; else say how much was looked at."""
    demand(not _accidents(scene), "accidents in the log:", *_accidents(scene)[:3])
    with closing(sqlite3.connect(scene.path)) as file:
        file.row_factory = sqlite3.Row
        _sound(file)
        tables = tables_of(lambda sql: file.execute(sql).fetchall())
        audit = file.execute("SELECT * FROM audit ORDER BY id").fetchall()
    audit_is_whole(audit)
    _acknowledged_is_kept(scene, tables)
    _credited_once(scene, tables)
    payouts = _paid_once(scene, tables)
    demand(len(audit) >= 2 * payouts, "payouts without two rows each in the audit log")
    _told(scene, tables)
    deposits, updates = len(scene.provider.payments), len(scene.telegram.updates._sent)
    return f"{deposits} deposits, {payouts} payouts, {updates} updates, {len(scene.told)} repeated postbacks"


def _accidents(scene: ProgramFixture) -> list[str]:
    lines = scene.program.log.read_text("utf-8", errors="replace").splitlines()
    return [line for line in lines if any(word in line for word in _ACCIDENTS)]


def _sound(file: sqlite3.Connection) -> None:
    demand([tuple(row) for row in file.execute("PRAGMA integrity_check")] == [("ok",)], "the file is damaged")
    demand(not file.execute("PRAGMA foreign_key_check").fetchall(), "a row without its parent")


def _acknowledged_is_kept(scene: ProgramFixture, tables: Tables) -> None:
    """I3: what was acknowledged is there, and has been applied."""
    nothing_failed(tables)
    all_applied(tables)
    bodies = [delivery.body for delivery in scene.provider.deliveries if delivery.acknowledged]
    demand(len(bodies) == len(scene.provider.deliveries), "liveness: a postback was never taken")
    postbacks = {("paykassma", sha256(body).hexdigest()) for body in (*bodies, *scene.told)}
    updates = {("telegram", str(number)) for number in scene.telegram.updates._sent}  # none waits, so all were taken
    acknowledged_is_kept(keys_of(tables), postbacks | updates)


def _credited_once(scene: ProgramFixture, tables: Tables) -> None:
    """I2: the provider's payments and our lines are the same, one to one."""
    labels = {(claim.wallet, claim.transaction_number): claim.label for claim in scene.provider.claims}
    paid = {
        f"{one.wallet}/MMK/{one.transaction_number}": (
            f"player:{labels[one.wallet, one.transaction_number]}",
            one.amount,
        )
        for one in scene.provider.payments
    }
    lines_have_two_sides(tables.ledger)
    booked_once(tables.ledger)
    booked_as_signed([line for line in tables.ledger if line["kind"] == "deposit"], paid)
    deposits_agree(tables)
    for row in tables.deposits.values():
        demand(row["status"] == "draft" or row["credited_amount"] == row["amount"], "I2 credited another sum", row)
    demand(not tables.quarantine, "something went into quarantine")


def _paid_once(scene: ProgramFixture, tables: Tables) -> int:
    """I4, I5, I6, I12: at most one request for each payout, and our row knows no more than was signed."""
    received = [
        ReceivedRequest(withdrawal_id=one.withdrawal_id, amount=one.amount, account=one.account, label=one.label)
        for one in scene.provider.payouts
    ]
    sent_once(received)
    accepted = {one.withdrawal_id for one in scene.provider.payouts if one.accepted}
    sent_as_proposed(tables.withdrawals, [one for one in received if one.withdrawal_id in accepted])
    confirmed_with_the_right(tables.withdrawals.values(), {CHECKER}, solo_max=0)
    holds_end_as_rows_say(tables)
    ended_by_a_word(tables.withdrawals, {key: {"paid"} for key in accepted})
    for key, row in tables.withdrawals.items():
        demand(row["status"] == ("paid" if key in accepted else "unknown"), "liveness: a payout is", row["status"])
    return len(accepted)


def _told(scene: ProgramFixture, tables: Tables) -> None:
    """I9: each word about money arrived, and those of a chat in the order of the facts."""
    credits_are_told(tables, tables)
    dead = [row for row in tables.outbox if row["state"] == "dead" and row["kind"] != "payout"]
    demand(not dead, "I9 given up:", *dead[:1])
    rings = [row for row in tables.outbox if row["kind"] in {"ring", "payout_ring"}]
    amounts = {key: row["amount"] for key, row in tables.withdrawals.items()}
    chats: dict[int, list[str]] = defaultdict(list)
    for row in rings:
        chats[int(row["lane"].removeprefix("tg:"))].append(_words(row, amounts))
    for chat, expected in chats.items():
        first: dict[str, int] = {}
        events = [event for event in scene.telegram.chats[chat].history if event.kind == "message"]
        texts = [event.message.text for event in events if event.message and event.message.from_bot]
        for words in expected:
            first[words] = next((place for place, text in enumerate(texts) if words in text), -1)
        demand(-1 not in first.values(), "I9 never arrived:", chat, first)
        told_in_order(chat, list(first.values()))


def _words(row: Row, amounts: dict[str, int]) -> str:
    payload = json.loads(row["payload"])
    if row["kind"] == "payout_ring":
        verb = {"sent": "is on its way", "paid": "has been paid out"}[payload["status"]]
        return f"{amounts[row['subject']]:,} Ks {verb}"
    demand(payload["what"] == "credited", "an unexpected ring:", payload)
    return f"{payload['amount']:,} Ks added"
