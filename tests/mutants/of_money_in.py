"""Faults in what is done with money that comes in unusually: spelled otherwise, denied, too much, nobody's."""

from collections.abc import Mapping

from tests.mutants.edits import InText, Remove, Replace
from tests.mutants.fault import Fault, by_tests

_MONEY_IN = by_tests("services/postbacks/test_money_in.py")
_UNCLAIMED = by_tests("services/postbacks/test_unclaimed.py")

FAULTS: Mapping[str, Fault] = {
    "a-spelling-is-a-payment": Fault(
        at="bot/store/ledger.py:payment_key",
        change=Replace("normal_form(__number)", "__number"),
        noticed_by=_MONEY_IN,
    ),
    "a-no-is-credited": Fault(
        at="bot/provider/payload.py:_REASONS",
        change=Remove("(Reason.SAYS_NO, __)"),
        noticed_by=_MONEY_IN,
    ),
    "an-unsigned-no-is-credited": Fault(
        at="bot/provider/payload.py:_REASONS",
        change=Remove("(Reason.TOP_SAYS_NO, __)"),
        noticed_by=_MONEY_IN,
    ),
    "claimed-for-another": Fault(
        at="bot/services/postbacks/quarantine.py:claimable",
        change=Replace("__deposit.label != __label", "not __label"),
        noticed_by=by_tests("services/operators/test_approved_claims.py"),
    ),
    "a-forgotten-order-is-anybodys": Fault(
        at="bot/services/postbacks/quarantine.py:_deposit_of_order",
        change=Replace("deposits.find_named(...)", "deposits.find_by_order(...)"),
        noticed_by=by_tests("services/operators/test_approved_claims.py"),
    ),
    "hour-forgotten": Fault(
        at="bot/services/postbacks/ceilings.py:passed_ceiling",
        change=Replace("__ + __amount > __rules.auto_credit_hour_max", "__amount > __rules.auto_credit_hour_max"),
        noticed_by=_UNCLAIMED,
    ),
    "day-of-everybody": Fault(
        at="bot/services/postbacks/ceilings.py:passed_ceiling",
        change=Replace(
            "ledger.credited_automatically(__tx, day_start(__now), __until, label)",
            "ledger.credited_automatically(__tx, day_start(__now), __until)",
        ),
        noticed_by=_UNCLAIMED,
    ),
    "too-much-is-released-by-itself": Fault(
        at="bot/services/postbacks/crediting.py:Crediting._repeat",
        change=Remove("__.reason in CURABLE"),
        noticed_by=_UNCLAIMED,
    ),
    "an-honest-word-after-a-dismissal-is-not-told": Fault(
        at="bot/services/postbacks/crediting.py:Crediting._assign_if_agreed",
        change=InText("dismiss", "assign"),
        noticed_by=_UNCLAIMED,
    ),
    "dismissed-and-still-unclaimed": Fault(
        at="bot/services/postbacks/quarantine.py:QuarantineDecisions.dismiss",
        change=Replace("__line is not None", "__line is None"),
        noticed_by=_UNCLAIMED,
    ),
    "one-raises-all-wait": Fault(
        at="bot/services/postbacks/intake.py:Postbacks.apply",
        change=Replace("__ = await __.write(each_alone)", "raise"),
        noticed_by=_MONEY_IN,
    ),
    "unusual-credit-not-told": Fault(
        at="bot/services/postbacks/crediting.py:Crediting.mark_credited",
        change=Remove("await self._announce_unusual(...)"),
        noticed_by=_MONEY_IN,
    ),
    "refusal-not-counted": Fault(
        at="bot/services/postbacks/refused.py:RefusedPostbacks.note",
        change=Remove("self._untold[__] += 1"),
        noticed_by=by_tests("services/postbacks/test_refused.py"),
    ),
    "money-last": Fault(
        at="bot/store/queries/quarantine.py:unclaimed",
        change=InText("THEN 0 ELSE 1", "THEN 1 ELSE 0"),
        noticed_by=_UNCLAIMED,
    ),
}
