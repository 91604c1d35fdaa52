"""Faults in how a start treats the database it finds."""

from collections.abc import Mapping

from tests.mutants.edits import InText, Remove, Replace
from tests.mutants.fault import Fault, by_script, by_tests

FAULTS: Mapping[str, Fault] = {
    "moves-of-the-first-start": Fault(
        at="bot/store/engine/migrate.py:migrate.step",
        change=Remove("if __:\n    await _allow_moves(__)"),
        noticed_by=by_tests("store/engine/test_upgrades.py"),
    ),
    "changed-migration-is-overlooked": Fault(
        at="bot/store/engine/migrate.py:_compare",
        change=Replace("__noted[__version] != __", "not __noted[__version]"),
        noticed_by=by_tests("store/engine/test_upgrades.py"),
    ),
    "put-back-database-is-trusted": Fault(
        at="bot/domain/database_generation.py:sign_of_restore",
        change=Replace("__mark.number > __found.number", "__mark.number > __found.number + 10**6"),
        noticed_by=by_tests("services/withdrawals/test_restored_database.py"),
    ),
    "proposal-of-a-put-back-database-stays": Fault(
        at="bot/store/withdrawals.py:unfinished",
        change=InText("'proposed', 'sending')", "'sending')"),
        noticed_by=by_tests("services/withdrawals/test_restored_database.py"),
    ),
    "what-was-being-sent-is-sent-again": Fault(
        at="bot/store/withdrawals.py:unfinished",
        change=InText("'proposed', 'sending')", "'proposed')"),
        noticed_by=by_script("restored"),
    ),
    "file-is-written-after-the-payout": Fault(
        at="bot/services/withdrawals/sending.py:WithdrawalSender.deliver",
        change=Remove("await restored_database.write_file(...)"),
        noticed_by=by_tests("services/withdrawals/test_restored_database.py"),
    ),
    "copy-does-not-know-that-it-is-one": Fault(
        at="bot/store/sqlite/backup.py:_mark",
        change=InText("is_copy = TRUE", "is_copy = FALSE"),
        noticed_by=by_tests("store/sqlite/test_backup.py"),
    ),
    "mask-without-its-key": Fault(
        at="bot/domain/mask.py:Mask.__call__",
        change=Replace("hmac.new(self.key, ...)", "hmac.new(_PURPOSE, ...)"),
        noticed_by=by_tests("domain/test_mask.py"),
    ),
    "checker-confirms-what-an-owner-must": Fault(
        at="bot/services/operators/approvals.py:Approvals._confirmable",
        change=Remove("operator.require(...)"),
        noticed_by=by_tests("services/test_forget_player.py"),
    ),
    "tidying-walks-over-the-past": Fault(
        at="bot/store/inbox.py:forget_bodies",
        change=InText("AND handled_at < $2 AND body <> ''", "AND +handled_at < $2 AND body || '' <> ''"),
        noticed_by=by_tests("store/test_tidying.py"),
    ),
}
