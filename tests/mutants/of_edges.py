"""Faults where bytes come in and go out: signatures, answers, messages, pictures, logs."""

from collections.abc import Mapping

from tests.mutants.fault import Fault, by_tests

_SIGNING = "bot/provider/signing.py"
_CLIENT = "bot/provider/client.py"

FAULTS: Mapping[str, Fault] = {
    "forged-is-taken": Fault(
        file=_SIGNING,
        old="        for spelling, text in texts\n        if hmac",
        new="        for spelling, text in texts\n        if True or hmac",
    ),
    "leading-zero-lost": Fault(
        file="bot/provider/payload.py",
        old='transaction_id=_text(_field(member, "transaction_id")),',
        new='transaction_id=_text(_field(member, "transaction_id")).lstrip("0"),',
        noticed_by=by_tests("provider/test_payload.py"),
    ),
    "naive-json": Fault(
        file=_SIGNING,
        old="    reencoded = encode(document[signed])\n",
        new="    import json\n    reencoded = json.dumps(document[signed])\n    raw = reencoded\n",
        noticed_by=by_tests("provider/test_signing.py"),
    ),
    "markup-kills-a-message": Fault(
        file="bot/telegram/sending.py",
        old="            less = _bare(form)\n",
        new="            less = form\n",
        noticed_by=by_tests("e2e/test_telegram_troubles.py"),
    ),
    "dead-on-any-error": Fault(
        file="bot/telegram/delivery.py",
        old="return Later(self._pause(row), words, drawn.doubt)",
        new='return Dead("error")',
    ),
    "sent-on-any-error": Fault(
        file="bot/telegram/delivery.py", old="return Later(self._pause(row), words, drawn.doubt)", new="return Sent()"
    ),
    "broken-is-refused": Fault(
        file="bot/provider/answers.py",
        old="    if reply.word == _REFUSED:\n",
        new="    if reply.word == _REFUSED or reply.http >= 500:\n",
    ),
    "time-out-is-not-sent": Fault(
        file=_CLIENT,
        old="_NOT_SENT: Final = (httpx.ConnectError,",
        new="_NOT_SENT: Final = (httpx.ReadTimeout, httpx.ConnectError,",
        noticed_by=by_tests("provider/test_client_fates.py"),
    ),
    "signature-compared-letter-by-letter": Fault(
        file=_SIGNING,
        old="        if hmac.compare_digest(sign_postback(pair, text).encode(), given)\n",
        new="        if not sign_postback(pair, text).encode() != given\n",
        noticed_by=by_tests("test_architecture.py -k constant_time"),
    ),
    "updates-thrown-away": Fault(
        file="bot/telegram/polling.py",
        old='f"{self._url}/deleteWebhook", timeout',
        new='f"{self._url}/deleteWebhook", json={"drop_pending_updates": True}, timeout',
        noticed_by=by_tests("test_architecture.py -k thrown_away"),
    ),
    "name-is-markup": Fault(
        file="bot/i18n.py",
        old="return value if isinstance(value, Markup) else escape(self._as_plain(value))",
        new="return value if isinstance(value, Markup) else self._as_plain(value)",
        noticed_by=by_tests("locales/test_i18n.py"),
    ),
    "address-in-an-error": Fault(
        file=_CLIENT,
        old='    return f"{what} ({type(error).__name__})"\n',
        new="    url = getattr(error, '_request', None) and error.request.url\n"
        '    return f"{what} ({type(error).__name__} {url})"\n',
        noticed_by=by_tests("provider/test_client_fates.py"),
    ),
    "address-in-the-log": Fault(
        file="bot/logs.py",
        old='_CHATTY = ("httpx", "httpcore", ',
        new="_CHATTY = (",
        noticed_by=by_tests("test_logs.py"),
    ),
    "picture-only-verified": Fault(
        file="bot/pictures/receipt.py",
        old="            image.load()  # ",
        new="            image.verify()  # ",
        noticed_by=by_tests("pictures/test_receipt.py"),
    ),
    "bench-fills-a-database-of-somebody": Fault(
        file="bot/bench/filling.py",
        old="    if tables:\n",
        new="    if not tables:\n",
        noticed_by=by_tests("bench/test_run.py -k not_empty", marked="postgres"),
    ),
}
