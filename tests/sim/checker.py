"""The judge: reads the provider's books, what the chats showed and the database, and nothing of the product's code."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from tests.sim.house import AUTO_CREDIT_MAX
from tests.sim.letters import FAILED, PAID, Ending, Fact, Letter, Told
from tests.sim.payout_promises import (
    MAY_CHECK,
    approved,
    conflicts_seen,
    ended_by,
    limits,
    resolved_as,
    resolved_once,
)
from tests.sim.state import Row, State, demand, read
from tests.sim.world import World

Letters = Mapping[str, Letter]


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
            _provenance(line, state, letters)
        _rows_agree(state)
        self._payouts(state, posted)
        limits(state)
        ended_by(state, letters)

    async def check_end(self) -> None:
        state = await read(self._world)
        acked = [letter for letter in self._world.box.letters if letter.acked]
        _credited(state, acked)
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
            if update.acked:
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
            row = state.payouts[payout.id]
            demand(payout.arrivals == 1, "I4 sent twice", payout)
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
        booked = {row["ref"] for row in state.ledger if row["kind"] == "deposit"}
        waiting = {(row["wallet"], row["transaction_id"]) for row in state.quarantine}
        for payment in self._world.bank.payments:
            if payment.order_id:
                ref = f"{payment.wallet}/MMK/{payment.number}"
                demand(ref in booked or (payment.wallet, payment.number) in waiting, "I2 lost deposit", payment)

    def _heard_in_order(self, state: State) -> None:
        """E3: what a chat hears, it hears in the order in which it happened; of money, of answers, of the rest."""
        priorities = {row["id"]: row["priority"] for row in state.outbox}
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
                demand(row["state"] != "dead" or refused, "I9 given up without a refusal", row)


def _conserved(state: State) -> None:
    """I1, and one line for each fact."""
    seen = set()
    for row in state.ledger:
        demand(row["amount"] > 0 and row["debit"] != row["credit"], "I1", row)
        demand((row["kind"], row["ref"]) not in seen, "I2 booked twice", row)
        seen.add((row["kind"], row["ref"]))


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


def _provenance(line: Row, state: State, letters: Letters) -> None:
    """I2, I10: each line says what it stands on, and that is so."""
    if line["kind"] == "deposit":
        _booked_from(line, state, letters)
    elif line["kind"] in {"assign", "credit", "reversal", "record"}:
        act = state.acts[int(line["provenance"].removeprefix("act:"))]
        demand(act["stage"] == "done" and act["maker"] != act["checker"], "I10 not by two", line, act)
        demand(act["checker"] in MAY_CHECK, "I10 by somebody who may not", act)


def _booked_from(line: Row, state: State, letters: Letters) -> None:
    """A payment: from a letter that agrees in itself, or from one that two people looked at."""
    if line["provenance"].startswith("act:"):
        act = state.acts[int(line["provenance"].removeprefix("act:"))]
        demand(act["stage"] == "done" and act["maker"] != act["checker"], "I10 not by two", line, act)
        told = [one for letter in letters.values() for one in letter.told]
        owners = {f"player:{json.loads(act['detail'])['label']}" for fact in _about(line, told)}
    else:
        letter = letters[state.bodies[int(line["provenance"].removeprefix("postback:"))]]
        is_nobodys = line["credit"] == "unclaimed" and letter.lie == "label"  # there is no owner to compare it with
        demand(letter.is_true or is_nobodys, "I10 booked from a letter that contradicts itself", line)
        demand(line["credit"] == "unclaimed" or line["amount"] <= AUTO_CREDIT_MAX, "F18 above the cap", line)
        owners = {_owner(fact, state) for fact in _about(line, letter.told)}
    demand(line["credit"] in owners, "I2 wrong sum or wrong owner", line, owners)


def _about(line: Row, told: Iterable[Told]) -> list[Fact]:
    """The facts that signed this very sum."""
    return [
        one
        for one in told
        if isinstance(one, Fact) and (f"{one.wallet}/MMK/{one.number}", one.amount) == (line["ref"], line["amount"])
    ]


def _owner(fact: Fact, state: State) -> str:
    deposit = state.orders.get(fact.order_id)
    return f"player:{state.deposits[deposit]['label']}" if deposit else "unclaimed"


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


def _credited(state: State, acked: Iterable[Letter]) -> None:
    """I2, the other half: what nothing speaks against has been credited to its owner."""
    facts: dict[str, set[Fact]] = defaultdict(set)
    tampered = set()
    for letter in acked:
        for fact in letter.told:
            if isinstance(fact, Fact):
                ref = f"{fact.wallet}/MMK/{fact.number}"
                facts[ref].add(fact)
                tampered |= set() if letter.is_true else {ref}
    booked = {row["ref"]: row for row in state.ledger if row["kind"] == "deposit"}
    waiting = {(row["wallet"], row["transaction_id"]) for row in state.quarantine}
    for ref, same in facts.items():
        fact = next(iter(same))
        demand(ref in booked or (fact.wallet, fact.number) in waiting, "I2 acked and nowhere", ref)
        if len(same) == 1 and ref not in tampered and _is_plain(fact, state):
            demand(ref in booked and booked[ref]["credit"] == _owner(fact, state), "I2 not credited", fact)


def _is_plain(fact: Fact, state: State) -> bool:
    deposit = state.deposits.get(state.orders.get(fact.order_id, ""))
    return (
        deposit is not None
        and 0 < fact.amount <= AUTO_CREDIT_MAX
        and deposit["status"] != "reversed"
        and deposit["wallet"] == fact.wallet
    )


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
