"""What was promised of money that comes in: booked once, to its owner or to nobody, and by whom that was decided."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from tests.invariants.broken import demand
from tests.sim.postbacks import Fact, Postback, Told
from tests.sim.simulated_bot import AUTO_CREDIT_MAX, HOUR_MAX, PLAYER_DAY_MAX
from tests.sim.state import Row, State

Letters = Mapping[str, Postback]
_HOUR_MS, _DAY_MS, _YANGON_MS = 3_600_000, 86_400_000, 23_400_000


def key_of(wallet: str, number: str) -> str:
    """The same for every spelling of a number."""
    return f"{wallet}/MMK/{number.replace('-', '').lstrip('0')}"


def booked_keys(state: State) -> dict[str, Row]:
    """The line of each payment that is booked."""
    return {row["payment_key"]: row for row in state.ledger if row["kind"] == "deposit"}


def waiting_keys(state: State) -> set[str]:
    """The payments that people see, or saw."""
    return {key_of(row["wallet"], row["transaction_id"]) for row in state.quarantine}


def provenance(line: Row, state: State, letters: Letters) -> None:
    """I2, I10: each line says what it stands on, and that is so."""
    match line["kind"], line["provenance"].partition(":")[0]:
        case "deposit" | "assign", "postback":
            _by_letter(line, state, letters)
        case "deposit" | "assign", _:
            _to_the_orders_owner(line, state, letters)
        case "credit" | "reversal" | "record" | "dismiss", source:
            demand(source == "act", "I10 by nobody", line)
        case _:
            pass  # of payouts, see payout_promises


def _key(line: Row, state: State) -> str:
    """Of the payment that a line is about."""
    if line["kind"] == "deposit":
        return str(line["payment_key"])
    return str(
        next(row["payment_key"] for row in state.ledger if (row["kind"], row["ref"]) == ("deposit", line["ref"]))
    )


def _by_letter(line: Row, state: State, letters: Letters) -> None:
    """Booked to nobody from whatever is signed; credited from nothing but a letter that agrees in itself."""
    letter = letters[state.bodies[int(line["provenance"].removeprefix("postback:"))]]
    facts = _about(line, state, letter.told)
    demand(facts, "I2 nobody signed this sum", line)
    if line["credit"] == "unclaimed":
        return
    demand(letter.is_true, "I10 credited from a letter that contradicts itself", line)
    demand(line["amount"] <= AUTO_CREDIT_MAX, "F18 above the cap", line)
    owners = {_owner(fact, state) for fact in facts}
    demand(line["credit"] in owners, "I2 wrong sum or wrong owner", line, owners)


def _to_the_orders_owner(line: Row, state: State, letters: Letters) -> None:
    """Two people give what is signed for an order of ours to nobody but its player, even if a copy put back lost it."""
    told = [one for letter in letters.values() for one in letter.told]
    facts = _about(line, state, told)
    demand(facts, "I2 nobody signed this sum", line)
    act = state.approvals[int(line["provenance"].removeprefix("act:"))]
    named = json.loads(act["detail"]).get("label")
    owners = {_named(fact, state) for fact in facts}
    chosen = {f"player:{named}"} if "unclaimed" in owners else set()
    demand(line["credit"] in owners | chosen, "I2 another than the order's owner", line, owners)


def _about(line: Row, state: State, told: Iterable[Told]) -> list[Fact]:
    """The facts that signed this very sum; what says no about itself signs none, but for two people."""
    by_people = line["provenance"].startswith("act:")
    wanted = (_key(line, state), line["amount"])
    return [
        one for one in told if isinstance(one, Fact) and (one.key, one.amount) == wanted and (by_people or not one.says)
    ]


def _owner(fact: Fact, state: State) -> str:
    deposit = state.orders.get(fact.order_id)
    return f"player:{state.deposits[deposit]['label']}" if deposit else "unclaimed"


def _named(fact: Fact, state: State) -> str:
    """The player of the deposit that an order id begins with, also where that order is lost."""
    deposit = state.deposits.get(re.sub(r"(?<=\d)-\d+$", "", fact.order_id))
    return f"player:{deposit['label']}" if deposit else "unclaimed"


def within_ceilings(state: State) -> None:
    """what letters alone credited, within any hour over all, and to one player on one day of Yangon."""
    days: dict[tuple[str, int], int] = defaultdict(int)
    before: list[tuple[int, int]] = []
    for line in state.ledger:
        if line["credit"] == "unclaimed" or not line["provenance"].startswith("postback:"):
            continue
        at, amount = line["at"], line["amount"]
        days[line["credit"], (at + _YANGON_MS) // _DAY_MS] += amount
        before = [(earlier, sum_) for earlier, sum_ in before if earlier >= at - _HOUR_MS]
        before.append((at, amount))
        demand(sum(sum_ for _, sum_ in before) <= HOUR_MAX, "F18 above an hour's ceiling", line)
    demand(all(total <= PLAYER_DAY_MAX for total in days.values()), "F18 above a player's day", dict(days))


def credited(state: State, acked: Iterable[Postback], lost: Collection[str]) -> None:
    """I2, the other half: what nothing speaks against has been credited to its owner, also after lies about it."""
    facts: dict[str, set[tuple[int, str, str]]] = defaultdict(set)
    plain: dict[str, Fact] = {}
    for letter in acked:
        for fact in letter.told:
            if isinstance(fact, Fact):
                facts[fact.key].add((fact.amount, fact.order_id, fact.label))
                if letter.is_true and not fact.says and fact.order_id not in lost:
                    plain[fact.key] = fact
    lines, waiting = booked_keys(state), waiting_keys(state)
    for key, same in facts.items():
        demand(key in lines or key in waiting, "I2 acked and nowhere", key)
        if len(same) == 1 and key in plain and _is_plain(plain[key], state):
            demand(_is_settled(lines.get(key), plain[key], state), "I2 not credited", plain[key])


def _is_settled(line: Row | None, fact: Fact, state: State) -> bool:
    """With its owner; or people decided, or are to decide, because it was above a ceiling or they closed it."""
    if line is None:
        return False
    moved = {row["kind"]: row["credit"] for row in state.ledger if row["ref"] == line["ref"]}
    above = any(row["ref"] == line["ref"] and row["reason"].startswith("above") for row in state.quarantine)
    return _owner(fact, state) in {line["credit"], moved.get("assign")} or above or "dismiss" in moved


def _is_plain(fact: Fact, state: State) -> bool:
    deposit = state.deposits.get(state.orders.get(fact.order_id, ""))
    return (
        deposit is not None
        and 0 < fact.amount <= AUTO_CREDIT_MAX
        and deposit["status"] != "reversed"
        and deposit["wallet"] == fact.wallet
    )
