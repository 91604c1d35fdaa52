"""Faults in how instances share a database: whose turn it is, who owns what, and who is dead."""

from collections.abc import Mapping

from tests.mutants.edits import InText, Replace
from tests.mutants.fault import Fault, by_tests

FAULTS: Mapping[str, Fault] = {
    "instances-write-out-of-turn": Fault(
        at="bot/store/postgres/database.py:_BEGIN",
        change=InText("; SELECT pg_advisory_xact_lock(7242631001)", ""),
        noticed_by=by_tests("store/postgres/test_member.py -k never_overtaken", marked="postgres"),
    ),
    "lane-of-two-instances": Fault(
        at="bot/store/inbox.py:add",
        change=InText("LIMIT 1", "LIMIT 0"),
        noticed_by=by_tests("store/test_records.py"),
    ),
    "no-time-to-come-back": Fault(
        at="bot/store/postgres/failure_detector.py:LOCK_SECONDS",
        change=Replace("5.0", "0.0"),
        noticed_by=by_tests("store/postgres/test_failure_detector.py"),
    ),
    "attempt-under-way-taken-for-open": Fault(
        at="bot/store/attempts.py:close_open",
        change=InText("o.holder <> 0", "o.holder < 0"),
        noticed_by=by_tests("store/test_records.py"),
    ),
}
