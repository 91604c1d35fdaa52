"""The checker: reads the provider's books, the chats and the database, and nothing of the product's code."""

import json
from collections.abc import Sequence
from hashlib import sha256

from tests.invariants.approvals import decided_by_two
from tests.invariants.broken import demand
from tests.invariants.facts import ReceivedRequest
from tests.invariants.ledger import booked_once, deposits_agree, lines_have_two_sides, unclaimed_is_shown
from tests.invariants.queues import (
    acknowledged_is_kept,
    all_applied,
    applied_in_order,
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
    within_day_limit,
)
from tests.sim.alert_invariants import alarms_are_true
from tests.sim.bank import Payout
from tests.sim.deposit_invariants import booked_keys, credited, key_of, provenance, waiting_keys, within_ceilings
from tests.sim.postbacks import Ending, Postback
from tests.sim.simulated_bot import DAY_MAX, OPERATORS_CHAT, SOLO_MAX
from tests.sim.state import State, read
from tests.sim.withdrawal_invariants import MAY_CHECK, certain, conflicts_seen, ended_by, not_given_back, words
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
        lines_have_two_sides(state.ledger)
        booked_once(state.ledger)
        deposits_agree(state)
        unclaimed_is_shown(state)
        decided_by_two(state, MAY_CHECK)
        self._kept(state)
        nothing_failed(state)
        applied_in_order(state)
        for line in state.ledger:
            provenance(line, state, letters)
        within_ceilings(state)
        self._withdrawals(state, posted)
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
        """I3, I10: what was acknowledged is there, and nothing of what was forged."""
        kept, letters = keys_of(state), self._world.box.letters
        postbacks = {_key(letter) for letter in letters if letter.acked}
        updates = {("telegram", str(one.number)) for one in self._world.updates if one.acked and not one.lost}
        acknowledged_is_kept(kept, postbacks | updates)
        demand(not kept & {_key(letter) for letter in letters if letter.is_forged}, "I10 forged and kept")

    def _withdrawals(self, state: State, posted: Sequence[Postback]) -> None:
        bank = self._world.bank
        received = [request for payout in bank.payouts.values() for request in _requests(payout)]
        signed = {
            (one.id, one.amount, one.account, one.status)
            for letter in posted
            for one in letter.told
            if isinstance(one, Ending)
        }
        sent_once(received)
        sure = [one for one in received if one.withdrawal_id not in self._world.lost_payouts]
        sent_as_proposed(state.withdrawals, sure)
        for payout in self._world.lost_payouts & bank.payouts.keys():
            not_given_back(state.withdrawals.get(payout))
        left = {one.withdrawal_id for one in sure} | {row["id"] for row in certain(state)}
        confirmed_with_the_right((state.withdrawals[key] for key in left), MAY_CHECK, SOLO_MAX)
        holds_end_as_rows_say(state)
        ended_by_a_word(state.withdrawals, words(state, bank.answered, signed))
        within_day_limit(certain(state), DAY_MAX)

    def _paid_and_claimed(self, state: State) -> None:
        """Money that a player paid and claimed has been credited, once, or waits where a person sees it."""
        known = booked_keys(state).keys() | waiting_keys(state)
        for payment in self._world.bank.payments:
            if payment.order_id:
                demand(key_of(payment.wallet, payment.number) in known, "I2 lost deposit", payment)

    def _heard_in_order(self, state: State) -> None:
        """a chat reads what happened in its order; money, answers and the rest each by themselves.

        A complaint about a picture of an album waits on purpose, since another picture of it may do.
        """
        on_time = [row for row in state.outbox if not row["dedupe"].startswith("album:")]
        priorities = {row["id"]: row["priority"] for row in on_time}
        for chat, rows in self._world.chats.first_heads.items():
            for priority in set(priorities.values()):
                heard = [row for row in rows if priorities.get(row) == priority]
                told_in_order(chat, heard)

    def _told(self, state: State) -> None:
        """I9: what is about money has been said, or its chat refused to hear."""
        chats = self._world.chats
        credits_are_told(state, state)
        for row in state.outbox:
            if row["kind"] in {"ring", "payout_ring", "hand_ring", "alert"}:
                arrived, refused = row["id"] in chats.delivered, row["id"] in chats.refused
                demand(row["state"] != "sent" or arrived, "I9 marked as sent, never arrived", row)
                is_operators = row["lane"] == f"tg:{OPERATORS_CHAT}"
                demand(row["state"] != "dead" or (refused and not is_operators), "I9 given up without a refusal", row)


def _key(letter: Postback) -> tuple[str, str]:
    """Source and key of its row in the inbox."""
    return "paykassma", sha256(letter.body).hexdigest()


def _requests(payout: Payout) -> list[ReceivedRequest]:
    """Each arrival at the provider."""
    demand(not payout.changed, "I4 changed", payout)
    request = ReceivedRequest(withdrawal_id=payout.id, amount=payout.amount, account=payout.account, label=payout.label)
    return [request] * payout.arrivals


def _at_rest(state: State, world: World) -> None:
    """Nothing waits but for a person."""
    all_applied(state)
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
