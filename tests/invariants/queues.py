"""I3, I9, I11: what was acknowledged is kept, applied in order, and told to whom it concerns."""

from collections.abc import Collection, Sequence

from tests.invariants.broken import demand
from tests.invariants.facts import Money, Queues
from tests.invariants.ledger import CREDITS


def acknowledged_is_kept(kept: Collection[tuple[str, str]], acknowledged: Collection[tuple[str, str]]) -> None:
    """I3: what was acknowledged is in the inbox. Both are pairs of source and key."""
    lost = sorted(set(acknowledged) - set(kept))
    demand(not lost, "I3 acknowledged and lost:", len(lost), "of", len(acknowledged), lost[:3])


def keys_of(queues: Queues) -> set[tuple[str, str]]:
    """Source and key of all that is in the inbox."""
    return {(row["source"], row["key"]) for row in queues.inbox}


def nothing_failed(queues: Queues) -> None:
    """Every row of the inbox could be applied."""
    for row in queues.inbox:
        demand(row["state"] != "bad", "a row could not be applied", row)


def all_applied(queues: Queues) -> None:
    """Nothing of the inbox waits any more."""
    left = [row["key"] for row in queues.inbox if row["state"] != "done"]
    demand(not left, "not applied:", left)


def applied_in_order(queues: Queues) -> None:
    """I11: what one person sent is applied in the order in which it came."""
    latest: dict[str, int] = {}
    waiting: set[str] = set()
    for row in queues.inbox:
        if row["state"] == "new":
            waiting.add(row["lane"])
        elif row["source"] == "telegram":
            demand(row["lane"] not in waiting, "I11 overtook", row)
            demand(row["handled_at"] >= latest.get(row["lane"], 0), "I11 out of order", row)
            latest[row["lane"]] = row["handled_at"]


def credits_are_told(money: Money, queues: Queues) -> None:
    """I9: the message about each credit was written with it, once, and no other message tells of a credit."""
    wanted = {
        f"ring:credited:{line['deposit_id']}:{line['ref']}"
        for line in money.ledger
        if line["deposit_id"] and line["kind"] in CREDITS
    }
    told = [row["dedupe"] for row in queues.outbox if row["dedupe"].startswith("ring:credited:")]
    demand(set(told) >= wanted, "I9 credited and not told", wanted - set(told))
    demand(sorted(told) == sorted(wanted), "I9 told and not credited, or told twice", set(told) - wanted)


def told_in_order(chat: int, places: Sequence[int]) -> None:
    """A chat reads what happened in its order; `places` says where each message stands, in the order of the facts."""
    demand(list(places) == sorted(places), "messages out of order:", chat, places)
