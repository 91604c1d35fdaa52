"""Faults of what leaves for chats: what is drawn, refused, put off, and whose turn it is."""

from collections.abc import Mapping

from tests.mutants.fault import Fault, by_tests

_OUTBOX = "bot/store/outbox.py"

FAULTS: Mapping[str, Fault] = {
    "refused-reads-as-used": Fault(
        file="bot/provider/refusals.py",
        old=r"\b(?:re)?used\b",
        new="used",
        noticed_by=by_tests("provider/test_refusals.py"),
    ),
    "misspelt-command-meets-silence": Fault(
        file="bot/telegram/operators/router.py",
        old="_ALIKE = 0.75",
        new="_ALIKE = 1.0",
        noticed_by=by_tests("telegram/operators/test_access.py -k slip"),
    ),
    "undrawable-row-blocks-its-chat": Fault(
        file="bot/telegram/delivery.py",
        old="        if tries >= _DRAWINGS:\n",
        new="        if tries >= _DRAWINGS + 10**9:\n",
        noticed_by=by_tests("e2e/test_unsaid.py -k left_behind"),
    ),
    "closed-group-kills-an-alert": Fault(
        file="bot/telegram/refusals.py",
        old="return Fate.WAITS if for_operators else Fate.DEAD",
        new="return Fate.DEAD",
        noticed_by=by_tests("telegram/test_refusals.py"),
    ),
    "wrong-address-is-a-closed-chat": Fault(
        file="bot/telegram/refusals.py",
        old="403: Meaning.CLOSED,",
        new="403: Meaning.CLOSED, 404: Meaning.CLOSED,",
        noticed_by=by_tests("telegram/test_refusals.py"),
    ),
    "money-stands-behind-talk": Fault(
        file=_OUTBOX,
        old="OR ((h.priority < o.priority OR (h.priority = o.priority AND h.id < o.id)) AND",
        new="OR (h.id < o.id AND",
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "clock-ahead-binds-for-ever": Fault(
        file=_OUTBOX,
        old=" OR {row}.put_at > $1 + {_SET_BACK_MS} OR {row}.due_at > $1 + {_LONGEST_MS})",
        new=")",
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "equal-card-is-edited": Fault(
        file="bot/telegram/drawing.py",
        old="not is_anew and shown == now_shown:",
        new="not is_anew and shown == now_shown * 2:",
        noticed_by=by_tests("e2e/test_calls.py -k looks_the_same"),
    ),
    "taken-and-sent-again": Fault(
        file="bot/telegram/unreadable.py",
        old="if isinstance(method, _ASKS) or not is_ok(error.data):",
        new="if isinstance(method, _ASKS) or is_ok(error.data):",
        noticed_by=by_tests("e2e/test_unsaid.py -k telegram_took"),
    ),
    "moved-group-is-a-strangers": Fault(
        file="bot/services/operators_chat.py",
        old="        return ours if known else chat_id\n",
        new="        return chat_id\n",
        noticed_by=by_tests("telegram/operators/test_chat_drill.py -k first_sign"),
    ),
    "equal-screens-are-all-sent": Fault(
        file=_OUTBOX,
        old="AND state = 'waiting' AND holder = 0 AND kind = $2",
        new="AND state = 'nowhere' AND holder = 0 AND kind = $2",
        noticed_by=by_tests("store/test_outbox.py"),
    ),
}
