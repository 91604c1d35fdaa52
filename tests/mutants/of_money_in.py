"""Faults in what is done with money that comes in unusually: spelled otherwise, denied, too much, nobody's."""

from collections.abc import Mapping

from tests.mutants.fault import Fault, by_tests

_MONEY_IN = by_tests("services/test_money_in.py")
_UNCLAIMED = by_tests("services/test_unclaimed.py")
_PAYLOAD = "bot/provider/payload.py"
_QUARANTINED = "bot/services/quarantined.py"
_CREDITING = "bot/services/crediting.py"

FAULTS: Mapping[str, Fault] = {
    "a-spelling-is-a-payment": Fault(
        file="bot/store/ledger.py",
        old="{normal_form(entry.transaction_id)}",
        new="{entry.transaction_id}",
        noticed_by=_MONEY_IN,
    ),
    "a-no-is-credited": Fault(file=_PAYLOAD, old="    (Reason.SAYS_NO, _says_no),\n", new="", noticed_by=_MONEY_IN),
    "an-unsigned-no-is-credited": Fault(
        file=_PAYLOAD, old="    (Reason.TOP_SAYS_NO, _top_says_no),\n", new="", noticed_by=_MONEY_IN
    ),
    "claimed-for-another": Fault(
        file=_QUARANTINED,
        old="    if ordered is not None and ordered.label != label:\n",
        new="    if ordered is not None and not label:\n",
        noticed_by=by_tests("services/test_acts_claim.py"),
    ),
    "a-forgotten-order-is-anybodys": Fault(
        file=_QUARANTINED,
        old="await deposits.find_named(tx, entry.order_id)",
        new="await deposits.find_by_order(tx, entry.order_id)",
        noticed_by=by_tests("services/test_acts_claim.py"),
    ),
    "hour-forgotten": Fault(
        file="bot/services/ceilings.py",
        old="if of_all + amount > rules.auto_credit_hour_max:",
        new="if amount > rules.auto_credit_hour_max:",
        noticed_by=_UNCLAIMED,
    ),
    "day-of-everybody": Fault(
        file="bot/services/ceilings.py",
        old="now + _AHEAD_MS, label)",
        new="now + _AHEAD_MS)",
        noticed_by=_UNCLAIMED,
    ),
    "too-much-is-released-by-itself": Fault(
        file=_CREDITING,
        old="waiting is not None and waiting.reason in CURABLE",
        new="waiting is not None",
        noticed_by=_UNCLAIMED,
    ),
    "an-honest-word-after-a-dismissal-is-not-told": Fault(
        file=_CREDITING,
        old='if await ledger.is_booked(tx, "dismiss", booked.ref)',
        new='if await ledger.is_booked(tx, "assign", booked.ref)',
        noticed_by=_UNCLAIMED,
    ),
    "dismissed-and-still-unclaimed": Fault(
        file=_QUARANTINED,
        old="        if line is not None and not await",
        new="        if line is None and not await",
        noticed_by=_UNCLAIMED,
    ),
    "one-raises-all-wait": Fault(
        file="bot/services/postbacks.py",
        old="            applied = await turn.write(careful)\n",
        new="            raise\n",
        noticed_by=_MONEY_IN,
    ),
    "unusual-credit-not-told": Fault(
        file=_CREDITING,
        old="        await self._tell_unusual(tx, entry, deposit, marks, now)\n",
        new="",
        noticed_by=_MONEY_IN,
    ),
    "refusal-not-counted": Fault(
        file="bot/services/sent_away.py",
        old="        self._untold[reason] += 1\n",
        new="",
        noticed_by=by_tests("services/test_sent_away.py"),
    ),
    "money-last": Fault(
        file="bot/store/queries_quarantine.py",
        old="THEN 0 ELSE 1 END, q.id",
        new="THEN 1 ELSE 0 END, q.id",
        noticed_by=_UNCLAIMED,
    ),
}
