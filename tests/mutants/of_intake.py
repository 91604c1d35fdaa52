"""Faults of alerts and their ends, and of what comes in from Telegram."""

from collections.abc import Mapping

from tests.mutants.edits import InText, Remove, Replace
from tests.mutants.fault import Fault, by_tests

FAULTS: Mapping[str, Fault] = {
    "credit-resolves-no-alert": Fault(
        at="bot/services/postbacks/crediting.py:Crediting.mark_credited",
        change=Remove("await self._alerts.resolve_by(...)"),
        noticed_by=by_tests("services/notifications/test_alert_ends.py -k money"),
    ),
    "one-end-ends-all": Fault(
        at="bot/store/alerts.py:end_all",
        change=InText("subject = $1", "subject <> $1 || '!'"),
        noticed_by=by_tests("services/notifications/test_alert_ends.py -k another"),
    ),
    "reminded-every-time": Fault(
        at="bot/store/alerts.py:escalate",
        change=InText(" WHERE alarms.told <> excluded.told", ""),
        noticed_by=by_tests("services/notifications/test_alert_ends.py -k reminders"),
    ),
    "owner-left-out": Fault(
        at="bot/telegram/transport/update_parsing.py:_JUDGED",
        change=Remove('"forward_origin"'),
        noticed_by=by_tests("telegram/transport/test_update_parsing.py -k judged"),
    ),
    "foreign-webhook-stays": Fault(
        at="bot/telegram/transport/polling.py:Polling._refused",
        change=Remove("await self._remove_webhook()"),
        noticed_by=by_tests("e2e/test_intake_troubles.py -k foreign"),
    ),
    "other-poller-over-at-once": Fault(
        at="bot/domain/intake_trouble.py:_TAKING_TURNS",
        change=Remove("Cause.OTHER_POLLER"),
        noticed_by=by_tests("domain/test_intake_trouble.py"),
    ),
    "edit-is-not-answered": Fault(
        at="bot/telegram/middlewares.py:PlayerMiddleware.__call__",
        change=Replace("__is_update and __event.edited_message", "__is_update and __event.edited_message and False"),
        noticed_by=by_tests("e2e/test_odd_messages.py -k edited"),
    ),
    "bytes-without-bound": Fault(
        at="bot/telegram/transport/byte_budget.py:ByteBudget.hold",
        change=Replace("min(max(__, 0), __)", "0"),
        noticed_by=by_tests("telegram/transport/test_byte_budget.py"),
    ),
    "any-file-of-the-disk": Fault(
        at="bot/telegram/transport/clients.py:InFolder.to_local",
        change=Remove("not __.is_relative_to(__)"),
        noticed_by=by_tests("e2e/test_proxies.py -k outside"),
    ),
}
