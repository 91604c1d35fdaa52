"""Faults in withdrawals, and in who may let them leave."""

from collections.abc import Mapping

from tests.mutants.edits import AddParameter, InText, Remove, Replace
from tests.mutants.fault import Edit, Fault, by_script, by_tests

FAULTS: Mapping[str, Fault] = {
    "payout-sent-again": Fault(
        at="bot/services/withdrawals/sending.py:WithdrawalSender.deliver",
        change=Replace(
            "if __before.may_have_arrived:\n    ...",
            "if __before.may_have_arrived:\n"
            "    attempt = await self._database.write("
            "lambda tx: attempts.start(tx, withdrawal.id, withdrawal.id, self._clock.now_ms()))\n"
            "if __before.count > 9:\n    ...",
        ),
        noticed_by=by_script("payout"),
    ),
    "unknown-is-refused": Fault(
        at="bot/services/withdrawals/sending.py:WithdrawalSender._move",
        change=Replace("Outcome.REFUSED", "Outcome.REFUSED | Outcome.UNKNOWN"),
    ),
    "restart-forgets-open-attempts": Fault(
        at="bot/store/attempts.py:known",
        change=InText("'open', 'unknown'", "'unbelievable'"),
        noticed_by=by_script("payout"),
    ),
    "success-after-failure-ignored": Fault(
        at="bot/domain/withdrawal.py:effect_of",
        change=Replace("OutcomeEffect.NOTHING if __ is WithdrawalStatus.PAID else __", "OutcomeEffect.NOTHING"),
        noticed_by=by_script("success_after_failure"),
    ),
    "failure-after-success-refunds": Fault(
        at="bot/domain/withdrawal.py:effect_of",
        change=Replace(
            "if __status in _AWAITING:\n    return OutcomeEffect.FAIL",
            "if __status in _AWAITING or __status is WithdrawalStatus.PAID:\n    return OutcomeEffect.FAIL",
        ),
        noticed_by=by_script("failure_after_success"),
    ),
    "text-is-a-status": Fault(
        at="bot/domain/withdrawal.py:effect_of",
        change=Replace("outcome", "outcome.strip('\"')"),
        noticed_by=by_tests("services/withdrawals/test_sending.py"),
    ),
    "approver-is-requester": Fault(
        at="bot/services/withdrawals/approval.py:Withdrawals._check_checker",
        change=Replace("is_own and not __", "is_own and operator.id < 0"),
        noticed_by=by_tests("services/withdrawals/test_approval.py"),
    ),
    "cashier-approves": Fault(
        at="bot/services/withdrawals/approval.py:Withdrawals._check_checker",
        change=Replace("Role.CHECKER", "Role.CASHIER"),
        noticed_by=by_tests("services/withdrawals/test_approval.py"),
    ),
    "action-by-one": Fault(
        at="bot/services/operators/approvals.py:Approvals._confirmable",
        change=Remove("__operator.id == __approval.maker"),
        noticed_by=by_tests("services/operators/test_approvals.py"),
    ),
    "no-limit-of-a-day": Fault(
        at="bot/services/withdrawals/checks.py:_check_day",
        change=Replace("__left.player + __amount", "__amount"),
        noticed_by=by_script("limit_of_a_day"),
    ),
    "one-alone-is-two-with-a-role": Fault(
        at="bot/services/withdrawals/checks.py:check_leaving",
        change=Replace("__ > __rules.withdrawal_solo_max", "not __rules.can_withdraw"),
        noticed_by=by_tests("services/withdrawals/test_leaving.py"),
    ),
    "freeze-ignored": Fault(
        at="bot/services/withdrawals/checks.py:_check_switches",
        change=Remove("if __:\n    raise PayoutsFrozen"),
        noticed_by=by_tests("services/withdrawals/test_sending.py"),
    ),
    "held-player-is-paid": Fault(
        at="bot/services/withdrawals/checks.py:_check_switches",
        change=Remove("if __:\n    raise PlayerHeld"),
        noticed_by=by_script("held_player"),
    ),
    "hold-not-returned": Fault(
        at="bot/services/withdrawals/sending.py:WithdrawalSender._move",
        change=Remove("await withdrawals.release(...)"),
    ),
    "conflict-not-marked": Fault(
        at="bot/services/withdrawals/sending.py:mark_conflict",
        change=Remove("await withdrawals.flag_conflict(...)"),
        noticed_by=by_script("failure_after_success"),
    ),
    "account-not-compared": Fault(
        at="bot/services/withdrawals/sending.py:objection",
        change=Remove("not mask.matches(...)"),
        noticed_by=by_tests("services/withdrawals/test_sending.py"),
    ),
    "new-id-on-retry": Fault(
        at="bot/services/withdrawals/sending.py:WithdrawalSender.deliver",
        change=Replace("_request_of(__withdrawal)", "_request_of(__withdrawal, before.count)"),
        also=(
            Edit(at="bot/services/withdrawals/sending.py:_request_of", change=AddParameter("count: int")),
            Edit(
                at="bot/services/withdrawals/sending.py:_request_of",
                change=Replace("withdrawal.id", 'f"{withdrawal.id}-{count}" if count else withdrawal.id'),
            ),
        ),
    ),
    "confirmed-twice": Fault(
        at="bot/services/withdrawals/approval.py:Withdrawals._find_in",
        change=Remove("__.status not in __"),
        also=(
            Edit(
                at="bot/services/withdrawals/approval.py:_move", change=Replace("(__since,)", "tuple(WithdrawalStatus)")
            ),
        ),
        noticed_by=by_tests("services/withdrawals/test_approval.py"),
    ),
    "right-checked-at-the-command-only": Fault(
        at="bot/services/operators/approvals.py:Approvals._confirmable",
        change=Remove("not __.role.covers(Role.CHECKER)"),
        also=(
            Edit(
                at="bot/services/operators/approvals.py:Approvals._confirmable",
                change=Replace("_CONFIRMER.get(__kind, Role.CHECKER)", "_CONFIRMER.get(__kind, Role.CASHIER)"),
            ),
        ),
    ),
    "decided-action-is-done-again": Fault(
        at="bot/services/operators/approvals.py:_find_proposed",
        change=Remove("__.stage is not ApprovalStatus.PROPOSED"),
        also=(Edit(at="bot/store/approvals.py:confirm", change=InText(" AND stage = 'proposed'", "")),),
        noticed_by=by_tests("services/operators/test_approvals.py"),
    ),
    "day-limit-one-too-low": Fault(
        at="bot/services/withdrawals/checks.py:_check_day",
        change=Replace("__sum > __rules.withdrawal_day_max", "__sum >= __rules.withdrawal_day_max"),
        noticed_by=by_tests("services/withdrawals/test_approval.py"),
    ),
    "solo-limit-one-too-low": Fault(
        at="bot/services/withdrawals/approval.py:Withdrawals._check_checker",
        change=Replace("__amount <= __limit", "__amount < __limit"),
        noticed_by=by_tests("services/withdrawals/test_approval.py"),
    ),
    "largest-amount-refused": Fault(
        at="bot/domain/money.py:check_limits",
        change=Replace("__amount > __high", "__amount >= __high"),
        noticed_by=by_tests("domain/test_money.py"),
    ),
    "confirmed-when-it-expires": Fault(
        at="bot/services/withdrawals/approval.py:Withdrawals.confirm.in_transaction",
        change=Replace("__proposal.expires_at <= __now", "__proposal.expires_at < __now"),
        noticed_by=by_tests("services/withdrawals/test_approval.py"),
    ),
    "absent-before-a-day": Fault(
        at="bot/services/withdrawals/approval.py:Withdrawals.resolve",
        change=Replace("__now - __found.tried_at < _ABSENT_AFTER_MS", "__now < __found.tried_at"),
        noticed_by=by_tests("services/operators/test_resolve.py"),
    ),
    "absent-counted-from-the-confirmation": Fault(
        at="bot/domain/withdrawal.py:Withdrawal.tried_at",
        change=Remove("self.left_at"),
        noticed_by=by_tests("services/withdrawals/test_leaving.py"),
    ),
    "not-checked-when-it-leaves": Fault(
        at="bot/services/withdrawals/sending.py:WithdrawalSender._start",
        change=Remove("await self._is_stopped(...)"),
        noticed_by=by_tests("services/withdrawals/test_leaving.py"),
    ),
    "taken-back-while-it-is-tried": Fault(
        at="bot/services/withdrawals/approval.py:Withdrawals.void.in_transaction",
        change=Replace("__attempts.may_have_arrived", "__attempts.count < 0"),
        noticed_by=by_tests("services/withdrawals/test_leaving.py"),
    ),
    "silent-payout-is-never-told": Fault(
        at="bot/services/withdrawals/reminders.py:remind_of_awaited",
        change=Replace("await withdrawals.awaited(__, WithdrawalStatus.SENT, __)", "()"),
        noticed_by=by_tests("services/withdrawals/test_silent.py"),
    ),
    "failed-by-people-keeps-the-hold": Fault(
        at="bot/services/withdrawals/approval.py:Withdrawals.resolve",
        change=Remove("WithdrawalStatus.FAILED"),
        noticed_by=by_tests("services/withdrawals/test_silent.py"),
    ),
    "open-payout-goes-without-a-word": Fault(
        at="bot/domain/withdrawal_risk.py:_of_others",
        change=Replace("__facts.of_player", "__facts.of_player[1:]"),
        noticed_by=by_tests("domain/test_withdrawal_risk.py"),
    ),
    "number-is-taken-for-a-telegram-id": Fault(
        at="bot/services/operators/recipients.py:Recipients._numbered",
        change=Replace(
            "raise NumberUnclear(player=__digits, known=__chats[0].label if __chats else '–')",
            "if not __chats:\n"
            "    raise NumberUnclear(player=__digits, known='–')\n"
            "return Recipient(label=__chats[0].label, player_id=__chats[0].id)",
        ),
        noticed_by=by_tests("services/operators/test_find.py"),
    ),
    "name-keeps-its-former-owner": Fault(
        at="bot/services/players.py:Players.find_or_add",
        change=Remove("__ != __name.lower()"),
        noticed_by=by_tests("services/operators/test_find.py"),
    ),
    "phone-is-read-as-a-sum": Fault(
        at="bot/telegram/operators/amounts.py:amount_of",
        change=Remove("if is_mobile(__):\n    return None"),
        noticed_by=by_tests("telegram/operators/test_parsing.py"),
    ),
    "credit-taken-back-twice": Fault(
        at="bot/services/operators/reversals.py:reversible",
        change=Replace("ledger.is_booked(__tx, 'reversal', __)", "ledger.is_booked(__tx, 'reversal', reference)"),
        noticed_by=by_tests("services/operators/test_references.py"),
    ),
    "reference-compared-by-letter": Fault(
        at="bot/services/operators/approved_actions.py:_check_unrecorded",
        change=Replace(
            "ledger.is_recorded(__tx, folded(__reference))", "ledger.is_booked(__tx, 'record', __reference)"
        ),
        noticed_by=by_tests("services/operators/test_references.py"),
    ),
    "limit-counts-the-day-of-confirmation": Fault(
        at="bot/store/withdrawals.py:leave",
        change=InText("left_at = $2 WHERE id = $1", "left_at = confirmed_at WHERE id = $1 AND $2 > 0"),
        noticed_by=by_tests("services/withdrawals/test_leaving.py"),
    ),
    "hold-knows-one-spelling": Fault(
        at="bot/store/holds.py:is_held",
        change=InText("LOWER(label) = LOWER($1)", "label = $1"),
        noticed_by=by_tests("services/withdrawals/test_leaving.py"),
    ),
}
