"""Faults of alerts and their ends, and of what comes in from Telegram."""

from collections.abc import Mapping

from tests.mutants.fault import Fault, by_tests

FAULTS: Mapping[str, Fault] = {
    "credit-ends-no-alarm": Fault(
        file="bot/services/crediting.py",
        old="        await self._alarms.resolve_by(tx, End.CREDITED, deposit.id, now)\n",
        new="",
        noticed_by=by_tests("services/test_alert_ends.py -k money"),
    ),
    "one-end-ends-all": Fault(
        file="bot/store/alarms.py",
        old="WHERE subject = $1 AND kind IN",
        new="WHERE subject <> $1 || '!' AND kind IN",
        noticed_by=by_tests("services/test_alert_ends.py -k another"),
    ),
    "reminded-every-time": Fault(
        file="bot/store/alarms.py",
        old=" WHERE alarms.told <> excluded.told",
        new="",
        noticed_by=by_tests("services/test_alert_ends.py -k reminders"),
    ),
    "owner-left-out": Fault(
        file="bot/telegram/reading.py",
        old='"sender_chat", "forward_origin", "via_bot"',
        new='"sender_chat", "via_bot"',
        noticed_by=by_tests("telegram/test_reading.py -k judged"),
    ),
    "foreign-webhook-stays": Fault(
        file="bot/telegram/polling.py",
        old="            await self._remove_webhook()\n",
        new="            pass\n",
        noticed_by=by_tests("e2e/test_intake_troubles.py -k foreign"),
    ),
    "other-poller-over-at-once": Fault(
        file="bot/domain/intake_trouble.py",
        old="Cause.WEBHOOK_SET, Cause.OTHER_POLLER, Cause.WEBHOOK_LOST})",
        new="Cause.WEBHOOK_SET, Cause.WEBHOOK_LOST})",
        noticed_by=by_tests("domain/test_intake_trouble.py"),
    ),
    "edit-is-not-answered": Fault(
        file="bot/telegram/middlewares.py",
        old="        if isinstance(event, Update) and event.edited_message:\n",
        new="        if isinstance(event, Update) and event.edited_message and False:\n",
        noticed_by=by_tests("e2e/test_odd_messages.py -k edited"),
    ),
    "bytes-without-bound": Fault(
        file="bot/telegram/byte_budget.py",
        old="taken = min(max(needed, 0), self._size)",
        new="taken = 0",
        noticed_by=by_tests("telegram/test_byte_budget.py"),
    ),
    "any-file-of-the-disk": Fault(
        file="bot/telegram/clients.py",
        old="not Path(path).is_absolute() or not found.is_relative_to(self._folder)",
        new="not Path(path).is_absolute()",
        noticed_by=by_tests("e2e/test_proxies.py -k outside"),
    ),
}
