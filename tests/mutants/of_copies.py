"""Faults in how copies share a database: whose turn it is, who has what in his hands, and who is dead."""

from collections.abc import Mapping

from tests.mutants.fault import Fault, by_tests

FAULTS: Mapping[str, Fault] = {
    "copies-write-out-of-turn": Fault(
        file="bot/store/postgres.py",
        old="; SELECT pg_advisory_xact_lock(7242631001)",
        new="",
        noticed_by=by_tests("store/test_copies.py -k never_overtaken", marked="postgres"),
    ),
    "lane-in-two-hands": Fault(
        file="bot/store/inbox.py",
        old="ORDER BY id DESC LIMIT 1), $6))",
        new="ORDER BY id DESC LIMIT 0), $6))",
        noticed_by=by_tests("store/test_records.py"),
    ),
    "mark-what-another-holds": Fault(
        file="bot/store/outbox.py",
        old=" WHERE id = $1 AND version = $2 AND holder = $4 RETURNING id",
        new=" WHERE id = $1 AND version = $2 AND $4 = $4 RETURNING id",
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "no-time-to-come-back": Fault(
        file="bot/store/vigil.py",
        old="LOCK_SECONDS = 5.0",
        new="LOCK_SECONDS = 0.0",
        noticed_by=by_tests("store/test_vigil.py"),
    ),
    "attempt-under-way-taken-for-open": Fault(
        file="bot/store/attempts.py",
        old="AND o.state = 'waiting' AND o.holder <> 0)",
        new="AND o.state = 'waiting' AND o.holder < 0)",
        noticed_by=by_tests("store/test_records.py"),
    ),
}
