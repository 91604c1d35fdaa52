"""Faults where bytes come in and go out: signatures, answers, messages, pictures, logs."""

from collections.abc import Mapping

from tests.mutants.edits import Insert, Remove, Replace
from tests.mutants.fault import Edit, Fault, by_tests

FAULTS: Mapping[str, Fault] = {
    "forged-is-taken": Fault(
        at="bot/provider/signing.py:verify",
        change=Replace("hmac.compare_digest(sign_postback(...).encode(), __)", "True"),
    ),
    "leading-zero-lost": Fault(
        at="bot/provider/payload.py:_entry",
        change=Replace(
            '_text(_field(__member, "transaction_id"))', '_text(_field(__member, "transaction_id")).lstrip("0")'
        ),
        noticed_by=by_tests("provider/test_payload.py"),
    ),
    "naive-json": Fault(
        at="bot/provider/signing.py:_spellings",
        change=Replace(
            "__reencoded = encode(__signed)", "import json\n__reencoded = json.dumps(__signed)\nraw = __reencoded"
        ),
        noticed_by=by_tests("provider/test_signing.py"),
    ),
    "markup-kills-a-message": Fault(
        at="bot/telegram/transport/send_message.py:plainer",
        change=Replace("less = _bare(__form)", "less = __form"),
        noticed_by=by_tests("e2e/test_telegram_troubles.py"),
    ),
    "dead-on-any-error": Fault(
        at="bot/telegram/sender.py:TelegramSender._by_action",
        change=Replace("Retry(self._pause(__), ...)", 'DeadLetter("error")'),
    ),
    "sent-on-any-error": Fault(
        at="bot/telegram/sender.py:TelegramSender._by_action",
        change=Replace("Retry(self._pause(__), ...)", "Delivered()"),
    ),
    "broken-is-refused": Fault(
        at="bot/provider/answers.py:_not_done",
        change=Replace("__reply.word == _REFUSED", "__reply.word == _REFUSED or __reply.http >= 500"),
    ),
    "time-out-is-not-sent": Fault(
        at="bot/provider/client.py:_NOT_SENT",
        change=Insert(before="httpx.ConnectError", put="httpx.ReadTimeout"),
        noticed_by=by_tests("provider/test_client_outcomes.py"),
    ),
    "signature-compared-letter-by-letter": Fault(
        at="bot/provider/signing.py:verify",
        change=Replace(
            "hmac.compare_digest(sign_postback(...).encode(), __given)", "not sign_postback(...).encode() != __given"
        ),
        noticed_by=by_tests("test_architecture.py -k constant_time"),
    ),
    "updates-thrown-away": Fault(
        at="bot/telegram/transport/polling.py:Polling._remove_webhook",
        change=Replace(
            "__http.post(__url, timeout=__seconds)",
            '__http.post(__url, json={"drop_pending_updates": True}, timeout=__seconds)',
        ),
        noticed_by=by_tests("test_architecture.py -k thrown_away"),
    ),
    "name-is-markup": Fault(
        at="bot/i18n.py:Translator._as_html",
        change=Replace("escape(__plain)", "__plain"),
        noticed_by=by_tests("locales/test_i18n.py"),
    ),
    "address-in-an-error": Fault(
        at="bot/provider/client.py:PaykassmaClient._call",
        change=Replace("type(problem).__name__", "f'{type(problem).__name__} {request.url}'"),
        noticed_by=by_tests("provider/test_client_outcomes.py"),
    ),
    "address-in-the-log": Fault(
        at="bot/runtime/logs.py:_CHATTY",
        change=Remove('"httpx"'),
        also=(Edit(at="bot/runtime/logs.py:_CHATTY", change=Remove('"httpcore"')),),
        noticed_by=by_tests("runtime/test_logs.py"),
    ),
    "picture-only-verified": Fault(
        at="bot/pictures/sanitize.py:_decoded",
        change=Replace("__image.load()", "__image.verify()"),
        noticed_by=by_tests("pictures/test_receipt.py"),
    ),
    "bench-fills-a-database-of-somebody": Fault(
        at="bot/dev/bench/seed_data.py:refuse_unless_empty",
        change=Replace("if tables:\n    ...", "if not tables:\n    ..."),
        noticed_by=by_tests("dev/bench/test_run.py -k not_empty", marked="postgres"),
    ),
}
