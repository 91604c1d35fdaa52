"""The judge: reads the provider's books, what the chats showed and the database, and nothing of the product's code."""

import json
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from tests.sim.alarm_promises import alarms_are_true
from tests.sim.deposit_promises import (
    booked_keys,
    credited,
    key_of,
    nobodys_is_shown,
    provenance,
    waiting_keys,
    within_ceilings,
)
from tests.sim.house import OPERATORS_CHAT
from tests.sim.letters import FAILED, PAID, Ending, Letter
from tests.sim.payout_promises import (
    approved,
    conflicts_seen,
    ended_by,
    limits,
    not_given_back,
    resolved_as,
    resolved_once,
)
from tests.sim.state import Row, State, demand, read
from tests.sim.world import World


class Checker:
    """`check` holds at any moment, `check_end` after everything had time to come to its end."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def check(self) -> None:
        state = await read(self._world)
        posted = [letter for letter in self._world.box.letters if letter.posted and not letter.is_forged]
        letters = {sha256(letter.body).hexdigest(): letter for letter in posted}
        demand(not state.notes, "noted:", state.notes)
        _conserved(state)
        self._kept(state)
        _in_order(state)
        for line in state.ledger:
            provenance(line, state, letters)
        within_ceilings(state)
        nobodys_is_shown(state)
        _rows_agree(state)
        self._payouts(state, posted)
        limits(state)
        alarms_are_true(state)
        ended_by(state, letters)

    async def check_end(self) -> None:
        state = await read(self._world)
        acked = [letter for letter in self._world.box.letters if letter.acked]
        credited(state, acked, self._world.lost_orders)
        self._paid_and_claimed(state)
        self._told(state)
        self._heard_in_order(state)
        conflicts_seen(state, acked)
        _at_rest(state, self._world)

    def _kept(self, state: State) -> None:
        """I3: what was acknowledged is there."""
        keys = {(row["source"], row["key"]) for row in state.inbox}
        for letter in self._world.box.letters:
            if letter.acked:
                demand(("paykassma", sha256(letter.body).hexdigest()) in keys, "I3 acked and lost", letter.told)
            if letter.is_forged:
                demand(("paykassma", sha256(letter.body).hexdigest()) not in keys, "I10 forged and kept", letter.told)
        for update in self._world.updates:
            if update.acked and not update.lost:
                demand(("telegram", str(update.number)) in keys, "I3 update acked and lost", update.said)

    def _payouts(self, state: State, posted: Sequence[Letter]) -> None:
        holds = {row["ref"]: row for row in state.ledger if row["kind"] == "payout_hold"}
        ends = defaultdict(list)
        for row in state.ledger:
            if row["kind"] == "payout_end":
                ends[row["ref"]].append(row)
        signed = {
            (one.id, one.amount, one.account, one.status)
            for letter in posted
            for one in letter.told
            if isinstance(one, Ending)
        }
        for row in state.payouts.values():
            demand(row["id"] in holds, "I5 no hold", row["id"])
            resolved_once(row, ends[row["id"]])
            self._reasoned(row, state, signed)
        for payout in self._world.bank.payouts.values():
            demand(payout.arrivals == 1, "I4 sent twice", payout)
            if payout.id in self._world.lost_payouts:
                not_given_back(state.payouts.get(payout.id))
                continue
            row = state.payouts[payout.id]
            fixed = (row["amount"], row["account"], row["label"])
            demand(not payout.changed and fixed == (payout.amount, payout.account, payout.label), "I4 changed", payout)
            approved(row)

    def _reasoned(self, row: Row, state: State, signed: set[tuple[Any, ...]]) -> None:
        """I10, I12: nothing is settled but by a signed word, a definite answer or two people."""
        facts = (row["id"], row["amount"], row["account"])
        answers = self._world.bank.answered.get(row["id"], set())
        people = resolved_as(state, row["id"])
        match row["status"]:
            case "paid":
                demand("paid" in people or (*facts, PAID) in signed, "I10 paid without a signed word", row["id"])
            case "failed":
                demand("failed" in people or (*facts, FAILED) in signed, "I10 failed without a signed word", row["id"])
            case "refused":
                demand("fail" in answers or people, "I12 refused without a definite no", row["id"])
            case "sent":
                demand("ok" in answers or people, "I12 sent without a definite yes", row["id"])
            case _:
                pass

    def _paid_and_claimed(self, state: State) -> None:
        """Money that a player paid and claimed has been credited, once, or waits where a person sees it."""
        known = booked_keys(state).keys() | waiting_keys(state)
        for payment in self._world.bank.payments:
            if payment.order_id:
                demand(key_of(payment.wallet, payment.number) in known, "I2 lost deposit", payment)

    def _heard_in_order(self, state: State) -> None:
        """E3: a chat reads what happened in its order; money, answers and the rest each by themselves.

        A complaint about a picture of an album waits on purpose, since another picture of it may do.
        """
        on_time = [row for row in state.outbox if not row["dedupe"].startswith("album:")]
        priorities = {row["id"]: row["priority"] for row in on_time}
        for chat, rows in self._world.chats.first_heads.items():
            for priority in set(priorities.values()):
                heard = [row for row in rows if priorities.get(row) == priority]
                demand(heard == sorted(heard), "E3 out of order", chat, priority, heard)

    def _told(self, state: State) -> None:
        """I9: what is about money has been said, or its chat refused to hear."""
        chats = self._world.chats
        rings = {row["dedupe"]: row for row in state.outbox}
        for line in state.ledger:
            if line["kind"] in {"deposit", "assign"} and line["deposit_id"]:
                key = f"ring:credited:{line['deposit_id']}:{line['ref']}"
                demand(key in rings, "I9 credited and not told", line["ref"])
        for row in state.outbox:
            if row["kind"] in {"ring", "payout_ring", "hand_ring", "alert"}:
                arrived, refused = row["id"] in chats.delivered, row["id"] in chats.refused
                demand(row["state"] != "sent" or arrived, "I9 marked as sent, never arrived", row)
                is_operators = row["lane"] == f"tg:{OPERATORS_CHAT}"
                demand(row["state"] != "dead" or (refused and not is_operators), "I9 given up without a refusal", row)


def _conserved(state: State) -> None:
    """I1, and one line for each fact."""
    seen = set()
    for row in state.ledger:
        demand(row["amount"] > 0 and row["debit"] != row["credit"], "I1", row)
        keys = [(row["kind"], row["ref"])]
        if row["kind"] == "deposit":
            demand(row["payment_key"], "I2 a payment without a key", row)
            keys.append(("payment", row["payment_key"]))
        for key in keys:
            demand(key not in seen, "I2 booked twice", row)
            seen.add(key)


def _in_order(state: State) -> None:
    """I11: what one person sends is applied in the order in which it came; and nothing was given up."""
    latest: dict[str, int] = {}
    waiting: set[str] = set()
    for row in state.inbox:
        demand(row["state"] != "bad", "E9 a row could not be applied", row)
        if row["state"] == "new":
            waiting.add(row["lane"])
        elif row["source"] == "telegram":
            demand(row["lane"] not in waiting, "I11 overtook", row)
            demand(row["handled_at"] >= latest.get(row["lane"], 0), "I11 out of order", row)
            latest[row["lane"]] = row["handled_at"]


def _rows_agree(state: State) -> None:
    """The deposit's row says what the ledger says."""
    sums: dict[str, int] = defaultdict(int)
    for line in state.ledger:
        if line["deposit_id"] and line["kind"] in {"deposit", "assign"}:
            sums[line["deposit_id"]] += line["amount"]
            label = state.deposits[line["deposit_id"]]["label"]
            demand(line["credit"] == f"player:{label}", "I2 another player's deposit", line)
    reversed_ = {line["deposit_id"]: line["amount"] for line in state.ledger if line["kind"] == "reversal"}
    for row in state.deposits.values():
        demand(row["credited_amount"] == sums[row["id"]], "I2 row and ledger differ", row, sums[row["id"]])
        demand(
            (row["status"] in {"credited", "reversed"}) == bool(sums[row["id"]]),
            "I8 state and ledger differ",
            row,
        )
        demand((row["status"] == "reversed") == (row["id"] in reversed_), "I8 reversal", row)
        demand(row["id"] not in reversed_ or reversed_[row["id"]] == sums[row["id"]], "I8 reversed sum", row)


def _at_rest(state: State, world: World) -> None:
    """Nothing waits but for a person."""
    demand(not any(row["state"] == "new" for row in state.inbox), "liveness: inbox")
    for row in state.outbox:
        demand(row["state"] != "waiting" or row["kind"] == "payout", "liveness: outbox", row)
        demand(row["state"] != "dead" or row["error"], "liveness: dead without a reason", row)
    dead = {row["subject"] for row in state.outbox if row["kind"] == "claim" and row["state"] == "dead"}
    refused = {row["subject"] for row in state.attempts if row["outcome"] == "refused"}
    for row in state.deposits.values():
        demand(row["status"] not in {"draft", "awaiting_payment"}, "liveness: deposit", row)
        waits = row["status"] != "claimed" or row["id"] in dead | refused
        demand(waits, "liveness: a claim that nobody sends", row)
    _cards(state, world)


def _cards(state: State, world: World) -> None:
    """The card in the chat says what the row says, unless the chat refused it."""
    deaf = {row["lane"] for row in state.outbox if row["state"] == "dead"}
    for row in state.deposits.values():
        text = world.chats.shown.get((row["player_id"], row["card_message_id"]))
        if text is None or f"tg:{row['player_id']}" in deaf:
            continue
        card = json.loads(text)
        shown = (card["card"], card["status"], card["credited"])
        demand(shown == (row["id"], row["status"], row["credited_amount"]), "card shows", card, row)
