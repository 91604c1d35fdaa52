"""I4–I7, I12: a withdrawal is covered, approved, within its limits, sent once, and ended by somebody's word."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from tests.invariants.broken import demand
from tests.invariants.facts import Money, ReceivedRequest, Row, RowsById

GIVEN_BACK = frozenset({"failed", "refused", "declined", "expired"})
"""States in which the player has the sum again."""

_UNCONFIRMED = frozenset({"proposed", "declined", "expired"})
_NEED_A_WORD = frozenset({"sent", "refused", "paid", "failed"})
_YANGON_MS, _DAY_MS = 23_400_000, 86_400_000


def holds_end_as_rows_say(money: Money) -> None:
    """I5, I6: the sum is held from the proposal on; the hold ends once at most, and to whom the row says."""
    holds: dict[str, list[Row]] = defaultdict(list)
    ends: dict[str, list[Row]] = defaultdict(list)
    for line in money.ledger:
        if line["kind"] in {"payout_hold", "payout_end"}:
            (holds if line["kind"] == "payout_hold" else ends)[line["ref"]].append(line)
    demand(holds.keys() <= money.withdrawals.keys(), "I5 a hold without a withdrawal", holds.keys())
    for key, row in money.withdrawals.items():
        demand([hold["amount"] for hold in holds[key]] == [row["amount"]], "I5 no hold", row)
        demand(len(ends[key]) <= 1, "I6 resolved twice", key)
        demand([end["credit"] for end in ends[key]] == _ended_to(row), "I6 state and ledger differ", row)


def _ended_to(row: Row) -> list[str]:
    if row["status"] == "paid":
        return [f"provider:{row['wallet']}"]
    return [f"player:{row['label']}"] if row["status"] in GIVEN_BACK else []


def sent_once(requests: Iterable[ReceivedRequest]) -> None:
    """I4: the provider has received each withdrawal at most once."""
    times = Counter(request.withdrawal_id for request in requests)
    twice = [key for key, many in times.items() if many > 1]
    demand(not twice, "I4 sent twice", twice)


def sent_as_proposed(rows: RowsById, requests: Iterable[ReceivedRequest]) -> None:
    """I4, I5: what the provider has received is a confirmed withdrawal with this sum, account and player."""
    for request in requests:
        demand(request.withdrawal_id in rows, "I4 sent, and not ours", request)
        row = rows[request.withdrawal_id]
        same = (request.amount, request.label) == (row["amount"], row["label"])
        demand(same and is_account(row, request.account), "I4 changed", row, request)
        demand(row["confirmed_at"] and row["status"] not in _UNCONFIRMED, "I5 sent unconfirmed", row)


def is_account(row: Row, account: str) -> bool:
    """Whether the row is about this account; only a mask is kept where the withdrawal ended long ago."""
    kept: str = row["account"]
    return kept == account or (kept.startswith("hmac:") and kept[-4:] == account[-4:])


def confirmed_with_the_right(rows: Iterable[Row], checkers: Collection[int], solo_max: int) -> None:
    """I5: a second person who may has confirmed it, or its maker alone within the limit for one (in kyat)."""
    for row in rows:
        if row["confirmed_at"]:
            alone = row["checker"] == row["maker"] and row["amount"] <= solo_max
            by_two = row["checker"] != row["maker"] and row["checker"] in checkers
            demand(alone or by_two, "I5 approved by", row)


def within_day_limit(rows: Iterable[Row], day_max: int) -> None:
    """I7: what left for a player on one day of Yangon and did not come back is at most so much (in kyat)."""
    days: Counter[tuple[str, int]] = Counter()
    for row in rows:
        if row["left_at"] and row["status"] not in GIVEN_BACK:
            days[row["label"], (row["left_at"] + _YANGON_MS) // _DAY_MS] += row["amount"]
    demand(all(total <= day_max for total in days.values()), "I7 limit of a day", dict(days))


def ended_by_a_word(rows: RowsById, words: Mapping[str, Collection[str]]) -> None:
    """I10, I12: a definite answer, a signed outcome or two people stand behind each state that needs one.

    `words` has, by withdrawal, the states that somebody's word justifies.
    """
    for key, row in rows.items():
        if row["status"] in _NEED_A_WORD:
            demand(row["status"] in words.get(key, ()), "I12 nobody's word", row, words.get(key))
