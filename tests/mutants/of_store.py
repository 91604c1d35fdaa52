"""Faults in what is kept: what is acknowledged, in what order it is applied and delivered, and how often."""

from collections.abc import Mapping

from tests.mutants.fault import Fault, by_script, by_tests

_POSTBACKS = "bot/services/postbacks.py"
_DATABASE = "bot/store/database.py"
_INBOX = "bot/services/inbox.py"
_OUTBOX = "bot/store/outbox.py"
_SQLITE = "bot/store/sqlite.py"

FAULTS: Mapping[str, Fault] = {
    "ack-before-commit": Fault(
        file=_POSTBACKS,
        old="is_new = await self._database.write(unit)\n",
        new="is_new = True\n"
        "        import asyncio\n"
        "        self._later = asyncio.get_running_loop().create_task(self._database.write(unit))\n",
    ),
    "ack-on-storage-error": Fault(
        file=_POSTBACKS,
        old="is_new = await self._database.write(unit)\n",
        new="try:\n"
        "            is_new = await self._database.write(unit)\n"
        "        except Exception:\n"
        "            return Intake.KEPT\n",
        noticed_by=by_tests("webhook/test_full_disk.py"),
    ),
    "done-in-a-second-transaction": Fault(
        file=_INBOX,
        old="        result = await self._database.write(with_mark)\n",
        new="        result = await self._database.write(unit)\n"
        "        await self._database.write(lambda tx: inbox.mark_done(tx, self.row.id, self._clock.now_ms()))\n",
        noticed_by=by_tests("services/test_inbox.py"),
    ),
    "a-bad-row-stops-all": Fault(
        file=_INBOX,
        old="        await self._set_aside(row, reason)\n",
        new="        raise RuntimeError(reason)\n",
        noticed_by=by_tests("services/test_inbox.py"),
    ),
    "lanes-not-in-order": Fault(
        file=_INBOX,
        old="        lane = self._lanes.get(row.lane)\n",
        new="        import dataclasses\n"
        '        row = dataclasses.replace(row, lane=f"{row.lane}:{row.id}")\n'
        "        lane = self._lanes.get(row.lane)\n",
    ),
    "no-lease": Fault(
        file=_OUTBOX,
        old="SET holder = $2, attempts",
        new="SET holder = $2 - $2, attempts",
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "chat-not-in-order": Fault(
        file=_OUTBOX,
        old="FROM outbox h WHERE h.lane = o.lane AND",
        new="FROM outbox h WHERE h.lane = 'x' AND",
    ),
    "refreshed-row-is-sent": Fault(
        file=_OUTBOX,
        old="WHERE id = $1 AND version = $2 AND holder",
        new="WHERE id = $1 AND $2 = $2 AND holder",
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "begin-deferred": Fault(
        file=_SQLITE, old='"BEGIN IMMEDIATE"', new='"BEGIN"', noticed_by=by_tests("store/test_sqlite.py")
    ),
    "done-before-it-is-applied": Fault(
        file=_INBOX,
        old="        result = await self._database.write(with_mark)\n",
        new="        await self._database.write(lambda tx: inbox.mark_done(tx, self.row.id, self._clock.now_ms()))\n"
        "        result = await self._database.write(unit)\n",
        noticed_by=by_script("deposit"),
    ),
    "only-newer-updates": Fault(
        file="bot/telegram/intake.py",
        old="            key, body = str(update",
        new="            sql = \"SELECT MAX(CAST(key AS BIGINT)) AS last FROM inbox WHERE source = 'telegram'\"\n"
        '            if update["update_id"] <= ((await tx.fetchrow(sql))["last"] or 0):\n'
        "                continue\n"
        "            key, body = str(update",
    ),
    "commit-error-swallowed": Fault(
        file=_SQLITE,
        old="        with _told(self._disk):\n"
        '            await self._thread.run(lambda: self._file.execute("COMMIT"))\n',
        new="        from contextlib import suppress\n\n"
        "        with suppress(sqlite3.Error):\n"
        '            await self._thread.run(lambda: self._file.execute("COMMIT"))\n',
        noticed_by=by_tests("store/test_sqlite.py"),
    ),
    "row-of-another-copy-is-taken": Fault(
        file=_OUTBOX,
        old='return f" AND o.holder IN (0, {int(holder)}) AND o.id NOT',
        new='return f" AND o.id NOT',
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "row-of-another-copy-is-marked": Fault(
        file=_OUTBOX,
        old="WHERE id = $1 AND version = $2 AND holder = $4 RETURNING id",
        new="WHERE id = $1 AND version = $2 AND $4 = $4 RETURNING id",
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "power-cut-loses-a-commit": Fault(
        file=_SQLITE,
        old="PRAGMA synchronous=FULL",
        new="PRAGMA synchronous=NORMAL",
        noticed_by="tests.power --cuts 100",
    ),
    "topics-before-the-commit": Fault(
        file="bot/store/database.py",
        old="            await self._session.commit()\n",
        new="            self.topics.wake(self._session.take_topics())\n            await self._session.commit()\n",
        noticed_by=by_tests("store/test_writer.py"),
    ),
    "who-waits-behind-the-end-waits-for-ever": Fault(
        file=_DATABASE,
        old="        finally:  # where one of them ends the writer, nobody comes to the others\n"
        "            _fail(batch, StoreUnavailable(_CLOSED))\n",
        new="        finally:\n            pass\n",
        noticed_by=by_tests("store/test_writer.py"),
    ),
    "the-end-is-told-to-those-who-were-answered": Fault(
        file=_DATABASE,
        old="        if waiting.done.done():\n            continue\n",
        new="",
        noticed_by=by_tests("store/test_writer.py"),
    ),
}
