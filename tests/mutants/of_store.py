"""Faults in what is kept: what is acknowledged, in what order it is applied and delivered, and how often."""

from collections.abc import Mapping

from tests.mutants.edits import Insert, InText, Remove, Replace
from tests.mutants.fault import Fault, by_script, by_tests

FAULTS: Mapping[str, Fault] = {
    "ack-before-commit": Fault(
        at="bot/services/postbacks/intake.py:Postbacks.receive",
        change=Replace(
            "__is_new = await __database.write(__unit)",
            "__is_new = True\n"
            "import asyncio\n"
            "self._later = asyncio.get_running_loop().create_task(__database.write(__unit))",
        ),
    ),
    "ack-on-storage-error": Fault(
        at="bot/services/postbacks/intake.py:Postbacks.receive",
        change=Replace(
            "__is_new = await __database.write(__unit)",
            "try:\n    __is_new = await __database.write(__unit)\nexcept Exception:\n    return Intake.KEPT",
        ),
        noticed_by=by_tests("webhook/test_full_disk.py"),
    ),
    "done-in-a-second-transaction": Fault(
        at="bot/services/queue/inbox_worker.py:Turn.write",
        change=Replace(
            "__result = await __database.write(with_mark)",
            "__result = await __database.write(function)\n"
            "await __database.write(lambda tx: inbox.mark_done(tx, self.row.id, self._clock.now_ms()))",
        ),
        noticed_by=by_tests("services/queue/test_applied_once.py"),
    ),
    "a-bad-row-stops-all": Fault(
        at="bot/services/queue/inbox_worker.py:InboxWorker._apply",
        change=Replace("await self._give_up(__, __reason)", "raise RuntimeError(__reason)"),
        noticed_by=by_tests("services/queue/test_inbox_worker.py"),
    ),
    "updates-of-a-chat-not-in-order": Fault(
        at="bot/services/queue/inbox_worker.py:InboxWorker._enqueue",
        change=Insert(
            before="__ = self._queues.get(__row.lane)",
            put='import dataclasses\n__row = dataclasses.replace(__row, lane=f"{__row.lane}:{__row.id}")',
        ),
    ),
    "no-lease": Fault(
        at="bot/store/outbox.py:take",
        change=InText("holder = $2", "holder = $2 - $2"),
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "chat-not-in-order": Fault(
        at="bot/store/outbox.py:_first",
        change=InText("h.lane = o.lane", "h.lane = 'x'"),
    ),
    "refreshed-row-is-sent": Fault(
        at="bot/store/outbox.py:mark_sent",
        change=InText("version = $2", "$2 = $2"),
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "begin-deferred": Fault(
        at="bot/store/sqlite/database.py:_Session._begin",
        change=InText("BEGIN IMMEDIATE", "BEGIN"),
        noticed_by=by_tests("store/sqlite/test_database.py"),
    ),
    "done-before-it-is-applied": Fault(
        at="bot/services/queue/inbox_worker.py:Turn.write",
        change=Replace(
            "__result = await __database.write(with_mark)",
            "await __database.write(lambda tx: inbox.mark_done(tx, self.row.id, self._clock.now_ms()))\n"
            "__result = await __database.write(function)",
        ),
        noticed_by=by_script("deposit"),
    ),
    "only-newer-updates": Fault(
        at="bot/telegram/transport/updates.py:keep.unit",
        change=Replace(
            "for __update in wanted:\n    ...",
            "for __update in wanted:\n"
            "    sql = \"SELECT MAX(CAST(key AS BIGINT)) AS last FROM inbox WHERE source = 'telegram'\"\n"
            '    if __update["update_id"] <= ((await tx.fetchrow(sql))["last"] or 0):\n'
            "        continue\n"
            "    ...",
        ),
    ),
    "commit-error-swallowed": Fault(
        at="bot/store/sqlite/database.py:_Session.commit",
        change=Replace(
            "with _translated(__):\n    ...", "from contextlib import suppress\nwith suppress(sqlite3.Error):\n    ..."
        ),
        noticed_by=by_tests("store/sqlite/test_database.py"),
    ),
    "row-of-another-instance-is-taken": Fault(
        at="bot/store/outbox.py:_free",
        change=InText(" AND o.holder IN (0, {int(owner)})", ""),
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "row-of-another-instance-is-marked": Fault(
        at="bot/store/outbox.py:mark_sent",
        change=InText("holder = $4", "$4 = $4"),
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "power-cut-loses-a-commit": Fault(
        at="bot/store/sqlite/database.py:_PRAGMAS",
        change=InText("synchronous=FULL", "synchronous=NORMAL"),
        noticed_by="tests.power --cuts 100",
    ),
    "topics-before-the-commit": Fault(
        at="bot/store/engine/database.py:Database._transact",
        change=Insert(before="await self._session.commit()", put="self.topics.wake(self._session.take_topics())"),
        noticed_by=by_tests("store/engine/test_writer.py"),
    ),
    "who-waits-behind-the-end-waits-for-ever": Fault(
        at="bot/store/engine/database.py:Database._write_apart",
        change=Remove("_fail(__, StoreUnavailable(...))"),
        noticed_by=by_tests("store/engine/test_writer.py"),
    ),
    "the-end-is-told-to-those-who-were-answered": Fault(
        at="bot/store/engine/database.py:_fail",
        change=Remove("if __.done():\n    continue"),
        noticed_by=by_tests("store/engine/test_writer.py"),
    ),
}
