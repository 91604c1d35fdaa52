"""Faults in how a start treats the database it finds."""

from collections.abc import Mapping

from tests.mutants.fault import Fault, by_tests

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
}
