"""Faults in what a player may mend, in whose message is whose, and in what slows down guessing."""

from collections.abc import Mapping

from tests.mutants.edits import InText, Remove, Replace
from tests.mutants.fault import Fault, by_tests

FAULTS: Mapping[str, Fault] = {
    "two-players-one-number": Fault(
        at="bot/services/deposits/claim_messages.py:is_known",
        change=Replace("__other.player_id != __.player_id", "__other.player_id < 0"),
        noticed_by=by_tests("services/deposits/test_claims.py"),
    ),
    "last-touched-takes-the-message": Fault(
        at="bot/domain/deposit.py:_urgency",
        change=Replace("__.status in OPEN or bool(__.asked)", "True"),
        noticed_by=by_tests("store/test_deposits.py"),
    ),
    "two-deposits-turned-to": Fault(
        at="bot/store/deposits.py:make_current",
        change=InText("asked = ''", "asked = asked"),
        noticed_by=by_tests("services/deposits/test_drafts.py"),
    ),
    "old-answer-moves-the-corrected-claim": Fault(
        at="bot/services/deposits/claim_delivery.py:ClaimDelivery._is_corrected",
        change=Replace("__fresh is not None and __fresh.order_id != __.order_id", "__fresh is None"),
        noticed_by=by_tests("services/deposits/test_corrections.py"),
    ),
    "correction-behind-the-old-claim": Fault(
        at="bot/services/deposits/corrections.py:corrected",
        change=Remove("await outbox.withdraw(...)"),
        noticed_by=by_tests("services/deposits/test_corrections.py"),
    ),
    "stale-yes-corrects": Fault(
        at="bot/services/deposits/claims.py:Claims.correct.in_transaction",
        change=Replace("__.corrections != __corrections", "__corrections < 0"),
        noticed_by=by_tests("services/deposits/test_corrections.py"),
    ),
    "guesses-are-counted-in-memory": Fault(
        at="bot/services/deposits/claim_delivery.py:ClaimDelivery._refused",
        change=Remove("await tried_numbers.refuse(...)"),
        noticed_by=by_tests("services/deposits/test_guess_limit.py"),
    ),
    "typos-wait": Fault(
        at="bot/domain/guess_limit.py:pause_ms",
        change=Replace("__count > FREE", "__count >= FREE"),
        noticed_by=by_tests("domain/test_guess_limit.py"),
    ),
    "under-way-is-free": Fault(
        at="bot/domain/guess_limit.py:guesses",
        change=Replace("__refused + max(0, __)", "__refused"),
        noticed_by=by_tests("services/deposits/test_guess_limit.py"),
    ),
    "any-number-of-pictures": Fault(
        at="bot/services/deposits/receipt_reading.py:has_room",
        change=Replace("__count >= PICTURES_OF_A_DEPOSIT", "__count < 0"),
        noticed_by=by_tests("services/deposits/test_corrections.py"),
    ),
    "no-room-for-what-is-asked-for": Fault(
        at="bot/services/deposits/receipt_reading.py:has_room",
        change=Replace("_ASKED_FOR_OF_A_DAY", "_PICTURES_OF_A_DAY"),
        noticed_by=by_tests("services/deposits/test_corrections.py"),
    ),
    "credited-pictures-fill-the-day": Fault(
        at="bot/store/receipts.py:count_uncredited",
        change=InText(" AND (d.status IS NULL OR d.status <> 'credited')", ""),
        noticed_by=by_tests("services/deposits/test_corrections.py"),
    ),
    "refused-picture-is-not-asked-for": Fault(
        at="bot/domain/deposit.py:asks_for_picture",
        change=Replace("__is_lacking or __was_refused or __asked", "__is_lacking or __asked"),
        noticed_by=by_tests("services/deposits/test_corrections.py"),
    ),
}
