"""Faults in how a start treats the database it finds."""

from collections.abc import Mapping

from tests.mutants.fault import Fault, by_script, by_tests

_SCHEMA = "bot/store/schema.py"

FAULTS: Mapping[str, Fault] = {
    "moves-of-the-first-start": Fault(
        file=_SCHEMA,
        old="        if version == len(migrations):\n            await _allow_moves(tx)\n",
        new="",
        noticed_by=by_tests("store/test_upgrades.py"),
    ),
    "changed-migration-is-overlooked": Fault(
        file=_SCHEMA,
        old="        elif noted[version] != checksum:\n",
        new="        elif not noted[version]:\n",
        noticed_by=by_tests("store/test_upgrades.py"),
    ),
    "put-back-database-is-trusted": Fault(
        file="bot/domain/restored.py",
        old="    if mark and mark.database == found.database and mark.number > found.number:\n",
        new="    if mark and mark.database == found.database and mark.number > found.number + 10**6:\n",
        noticed_by=by_tests("services/test_restoring.py"),
    ),
    "proposal-of-a-put-back-database-stays": Fault(
        file="bot/store/withdrawals.py",
        old="WHERE status IN ('proposed', 'sending')\"\n        \" AND status IN",
        new="WHERE status IN ('sending')\"\n        \" AND status IN",
        noticed_by=by_tests("services/test_restoring.py"),
    ),
    "what-was-being-sent-is-sent-again": Fault(
        file="bot/store/withdrawals.py",
        old="WHERE status IN ('proposed', 'sending')\"\n        \" AND status IN",
        new="WHERE status IN ('proposed')\"\n        \" AND status IN",
        noticed_by=by_script("restored"),
    ),
    "file-is-written-after-the-payout": Fault(
        file="bot/services/payouts.py",
        old="            await restoring.keep(self._database)\n",
        new="            pass\n",
        noticed_by=by_tests("services/test_restoring.py"),
    ),
    "copy-does-not-know-that-it-is-one": Fault(
        file="bot/store/backup.py",
        old="UPDATE generation SET is_copy = TRUE",
        new="UPDATE generation SET is_copy = FALSE",
        noticed_by=by_tests("store/test_backup.py"),
    ),
    "mask-without-its-key": Fault(
        file="bot/domain/mask.py",
        old="hmac.new(self.key, kept",
        new="hmac.new(_PURPOSE, kept",
        noticed_by=by_tests("domain/test_mask.py"),
    ),
    "checker-confirms-what-an-owner-must": Fault(
        file="bot/services/acts.py",
        old="        require(operator, _CONFIRMER.get(act.kind, Role.CHECKER))\n",
        new="",
        noticed_by=by_tests("services/test_forget_player.py"),
    ),
    "tidying-walks-over-the-past": Fault(
        file="bot/store/inbox.py",
        old="AND handled_at < $2 AND body <> '' ORDER BY handled_at LIMIT $3)",
        new="AND +handled_at < $2 AND body || '' <> '' ORDER BY handled_at LIMIT $3)",
        noticed_by=by_tests("store/test_tidying.py"),
    ),
}
