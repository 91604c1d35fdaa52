"""The judge of the whole program: the provider's books, the chats and the database must tell one story."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from hashlib import sha256
from typing import Any

from bot.store.audit import examine
from bot.store.open import open_reader
from tests.kill.found import demand
from tests.kill.people import Scene

_ACCIDENTS = ("inbox.row_failed", "outbox.delivery_failed", "outbox.effect_failed", "text.broken", "Traceback")
Rows = list[Any]


async def judge(scene: Scene) -> str:
    """Raise Broken at the first promise that was not kept; else say how much was looked at."""
    demand(not _accidents(scene), "accidents in the log:", *_accidents(scene)[:3])
    with closing(sqlite3.connect(scene.path)) as file:
        file.row_factory = sqlite3.Row
        _sound(file)
        _acknowledged_is_kept(scene, file)
        deposits = _credited_once(scene, file)
        payouts = _paid_once(scene, file)
        _told(scene, file)
    async with open_reader(f"sqlite:///{scene.path}") as reader:
        head, broken = await examine(reader)
    demand(broken is None and head.count >= 2 * payouts, "the audit log breaks at", broken)
    updates = len(scene.telegram.updates._sent)
    return f"{deposits} deposits, {payouts} payouts, {updates} updates, {len(scene.told)} repeated postbacks"


def _accidents(scene: Scene) -> list[str]:
    lines = scene.program.log.read_text("utf-8", errors="replace").splitlines()
    return [line for line in lines if any(word in line for word in _ACCIDENTS)]


def _sound(file: sqlite3.Connection) -> None:
    demand([tuple(row) for row in file.execute("PRAGMA integrity_check")] == [("ok",)], "the file is damaged")
    demand(not file.execute("PRAGMA foreign_key_check").fetchall(), "a row without its parent")


def _acknowledged_is_kept(scene: Scene, file: sqlite3.Connection) -> None:
    """I3: what was acknowledged is there, and has been applied."""
    inbox = {(row["source"], row["key"]): row["state"] for row in file.execute("SELECT * FROM inbox")}
    left = [key for key, state in inbox.items() if state != "done"]
    demand(not left, "not applied:", left)
    bodies = [delivery.body for delivery in scene.provider.deliveries if delivery.acknowledged]
    demand(len(bodies) == len(scene.provider.deliveries), "liveness: a postback was never taken")
    for body in (*bodies, *scene.told):
        demand(("paykassma", sha256(body).hexdigest()) in inbox, "I3 acknowledged and lost:", body)
    for update_id in scene.telegram.updates._sent:  # none waits any more, so each was acknowledged
        demand(("telegram", str(update_id)) in inbox, "I3 update acknowledged and lost:", update_id)


def _credited_once(scene: Scene, file: sqlite3.Connection) -> int:
    """I2: the provider's payments and our lines are the same, one to one."""
    labels = {(claim.wallet, claim.transaction_number): claim.label for claim in scene.provider.claims}
    paid = {
        f"{one.wallet}/MMK/{one.transaction_number}": (
            f"player:{labels[one.wallet, one.transaction_number]}",
            one.amount,
        )
        for one in scene.provider.payments
    }
    lines = file.execute("SELECT * FROM ledger WHERE kind = 'deposit'").fetchall()
    demand(len(lines) == len({row["ref"] for row in lines}), "I2 booked twice")
    booked = {row["ref"]: (row["credit"], row["amount"]) for row in lines}
    demand(booked == paid, "I2 books differ:", _difference(booked.items(), paid.items()))
    for row in file.execute("SELECT * FROM deposits WHERE status <> 'draft'"):
        demand(row["credited_amount"] == row["amount"], "I2 row and ledger differ:", dict(row))
    demand(not file.execute("SELECT 1 FROM quarantine").fetchall(), "something went into quarantine")
    return len(paid)


def _paid_once(scene: Scene, file: sqlite3.Connection) -> int:
    """I4, I6, I12: at most one request for each payout, and our row knows no more than was signed."""
    requests = scene.provider.payouts
    twice = [key for key, times in Counter(one.withdrawal_id for one in requests).items() if times > 1]
    demand(not twice, "I4 sent twice:", twice)
    accepted = {one.withdrawal_id: (one.amount, one.account, one.label) for one in requests if one.accepted}
    rows = {row["id"]: row for row in file.execute("SELECT * FROM withdrawals")}
    for key, what in accepted.items():
        row = rows[key]
        demand((row["amount"], row["account"], row["label"]) == what, "I4 changed:", key)
        demand(row["status"] == "paid" and row["checker"] not in {0, row["maker"]}, "I5, liveness:", dict(row))
    ends: dict[str, Rows] = defaultdict(list)
    for line in file.execute("SELECT * FROM ledger WHERE kind = 'payout_end'"):
        ends[line["ref"]].append(line)
    for key, row in rows.items():
        demand(row["status"] in {"paid", "unknown"}, "liveness: a payout is", row["status"])
        demand((row["status"] == "paid") == (key in accepted), "I12 paid and yet not at the provider:", dict(row))
        demand(len(ends[key]) == (row["status"] == "paid"), "I6 resolved", len(ends[key]), "times:", key)
    holds = {row["ref"] for row in file.execute("SELECT ref FROM ledger WHERE kind = 'payout_hold'")}
    demand(holds == set(rows), "I5 holds differ:", _difference(holds, rows))
    return len(accepted)


def _told(scene: Scene, file: sqlite3.Connection) -> None:
    """I9: each word about money arrived, and those of a chat in the order of the facts."""
    dead = file.execute("SELECT * FROM outbox WHERE state = 'dead' AND kind <> 'payout'").fetchall()
    demand(not dead, "I9 given up:", [dict(row) for row in dead[:1]])
    rings = file.execute("SELECT * FROM outbox WHERE kind IN ('ring', 'payout_ring') ORDER BY id").fetchall()
    amounts = {row["id"]: row["amount"] for row in file.execute("SELECT id, amount FROM withdrawals")}
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
        demand(list(first.values()) == sorted(first.values()), "E3 out of order:", chat, first)


def _words(row: Any, amounts: dict[str, int]) -> str:  # noqa: ANN401 - a row has columns of any type
    payload = json.loads(row["payload"])
    if row["kind"] == "payout_ring":
        verb = {"sent": "is on its way", "paid": "has been paid out"}[payload["status"]]
        return f"{amounts[row['subject']]:,} Ks {verb}"
    demand(payload["what"] == "credited", "an unexpected ring:", payload)
    return f"{payload['amount']:,} Ks added"


def _difference(ours: Iterable[object], theirs: Iterable[object]) -> str:
    left, right = set(ours), set(theirs)
    return f"only ours {sorted(map(str, left - right))[:3]}, only theirs {sorted(map(str, right - left))[:3]}"
