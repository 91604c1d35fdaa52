"""Faults of what leaves for chats: what is drawn, refused, put off, and whose turn it is."""

from collections.abc import Mapping

from tests.mutants.edits import WHOLE, Insert, InText, Replace
from tests.mutants.fault import Fault, by_tests

FAULTS: Mapping[str, Fault] = {
    "refused-reads-as-used": Fault(
        at="bot/provider/refusal_reasons.py:_WORDS",
        change=InText(r"\b(?:re)?used\b", "used"),
        noticed_by=by_tests("provider/test_refusals.py"),
    ),
    "misspelt-command-meets-silence": Fault(
        at="bot/telegram/operators/router.py:_ALIKE",
        change=Replace("0.75", "1.0"),
        noticed_by=by_tests("telegram/operators/test_access.py -k slip"),
    ),
    "undrawable-row-blocks-its-chat": Fault(
        at="bot/telegram/sender.py:TelegramSender._not_rendered",
        change=Replace("__tries >= _RENDER_TRIES", "__tries >= _RENDER_TRIES + 10**9"),
        noticed_by=by_tests("e2e/test_unsaid.py -k left_behind"),
    ),
    "closed-group-kills-an-alert": Fault(
        at="bot/telegram/transport/refusals.py:action_for",
        change=Replace("RefusalAction.WAIT if __ else RefusalAction.DEAD_LETTER", "RefusalAction.DEAD_LETTER"),
        noticed_by=by_tests("telegram/transport/test_refusals.py"),
    ),
    "wrong-address-is-a-closed-chat": Fault(
        at="bot/telegram/transport/refusals.py:_BY_CODE",
        change=Insert(after=WHOLE, put="_BY_CODE[404] = Meaning.CLOSED"),
        noticed_by=by_tests("telegram/transport/test_refusals.py"),
    ),
    "money-stands-behind-talk": Fault(
        at="bot/store/outbox.py:_first",
        change=InText("(h.priority < o.priority OR (h.priority = o.priority AND h.id < o.id))", "h.id < o.id"),
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "clock-ahead-binds-for-ever": Fault(
        at="bot/store/outbox.py:_due",
        change=InText(" OR {row}.put_at > $1 + {_SET_BACK_MS} OR {row}.due_at > $1 + {_LONGEST_MS}", ""),
        noticed_by=by_tests("store/test_outbox.py"),
    ),
    "equal-card-is-edited": Fault(
        at="bot/telegram/renderer.py:_card",
        change=Replace("__shown == __now_shown", "__shown == __now_shown * 2"),
        noticed_by=by_tests("e2e/test_calls.py -k looks_the_same"),
    ),
    "taken-and-sent-again": Fault(
        at="bot/telegram/transport/unreadable_answers.py:AcceptUnreadableAnswers.__call__",
        change=Replace("not is_ok(__data)", "is_ok(__data)"),
        noticed_by=by_tests("e2e/test_unsaid.py -k telegram_took"),
    ),
    "moved-group-is-a-strangers": Fault(
        at="bot/services/notifications/operators_chat.py:OperatorsChat.configured_id",
        change=Replace("__ if known else __chat", "__chat"),
        noticed_by=by_tests("telegram/operators/test_chat_drill.py -k first_sign"),
    ),
    "equal-screens-are-all-sent": Fault(
        at="bot/store/outbox.py:add_once",
        change=InText("state = 'waiting'", "state = 'nowhere'"),
        noticed_by=by_tests("store/test_outbox.py"),
    ),
}
