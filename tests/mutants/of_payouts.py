"""Faults in what leaves the house, and in who may let it leave."""

from collections.abc import Mapping

from tests.mutants.fault import Edit, Fault, by_script, by_tests

_PAYOUTS = "bot/services/payouts.py"
_WITHDRAWALS = "bot/services/withdrawals.py"
_CHECKS = "bot/services/withdrawal_checks.py"
_ACTS = "bot/services/acts.py"

FAULTS: Mapping[str, Fault] = {
    "payout-sent-again": Fault(
        file=_PAYOUTS,
        old="        if before.unsure:\n",
        new="        if before.unsure:\n"
        "            attempt = await self._database.write("
        "lambda tx: attempts.start(tx, withdrawal.id, withdrawal.id, self._clock.now_ms()))\n"
        "        if before.count > 9:\n",
        noticed_by=by_script("payout"),
    ),
    "unknown-is-refused": Fault(
        file=_PAYOUTS,
        old="            case Outcome.REFUSED:\n                refused",
        new="            case Outcome.REFUSED | Outcome.UNKNOWN:\n                refused",
    ),
    "restart-forgets-open-attempts": Fault(
        file="bot/store/attempts.py",
        old="outcome IN ('open', 'unknown')",
        new="outcome IN ('unbelievable')",
        noticed_by=by_script("payout"),
    ),
    "success-after-failure-ignored": Fault(
        file="bot/domain/withdrawal.py",
        old="            return Effect.NOTHING if status is Status.PAID else Effect.CONFLICT\n",
        new="            return Effect.NOTHING\n",
        noticed_by=by_script("success_after_failure"),
    ),
    "failure-after-success-refunds": Fault(
        file="bot/domain/withdrawal.py",
        old='        case "5":\n            if status in _AWAITING:',
        new='        case "5":\n            if status in _AWAITING or status is Status.PAID:',
        noticed_by=by_script("failure_after_success"),
    ),
    "text-is-a-status": Fault(
        file="bot/domain/withdrawal.py",
        old="    match outcome:\n",
        new="    match outcome.strip('\"'):\n",
        noticed_by=by_tests("services/test_payouts.py"),
    ),
    "approver-is-requester": Fault(
        file=_WITHDRAWALS,
        old="        if is_own and not may_alone:\n",
        new="        if is_own and operator.id < 0:\n",
        noticed_by=by_tests("services/test_withdrawals.py"),
    ),
    "cashier-approves": Fault(
        file=_WITHDRAWALS,
        old="        if not may_alone and not operator.role.covers(Role.CHECKER):\n",
        new="        if not may_alone and not operator.role.covers(Role.CASHIER):\n",
        noticed_by=by_tests("services/test_withdrawals.py"),
    ),
    "act-by-one": Fault(
        file=_ACTS,
        old="if operator.id == act.maker or not",
        new="if not",
        noticed_by=by_tests("services/test_acts.py"),
    ),
    "no-limit-of-a-day": Fault(
        file=_CHECKS,
        old="left.player + withdrawal.amount > rules",
        new="withdrawal.amount > rules",
        noticed_by=by_script("limit_of_a_day"),
    ),
    "one-alone-is-two-with-a-role": Fault(
        file=_CHECKS,
        old="    if is_alone and withdrawal.amount > rules.withdrawal_solo_max:",
        new="    if is_alone and not rules.can_withdraw:",
        noticed_by=by_tests("services/test_withdrawals_leaving.py"),
    ),
    "freeze-ignored": Fault(
        file=_CHECKS,
        old="    if (await switches(tx)).frozen:\n        raise PayoutsFrozen\n",
        new="",
        noticed_by=by_tests("services/test_payouts.py"),
    ),
    "held-player-is-paid": Fault(
        file=_CHECKS,
        old="    if await holds.is_held(tx, withdrawal.label) is not None:\n        raise PlayerHeld\n",
        new="",
        noticed_by=by_script("held_player"),
    ),
    "hold-not-returned": Fault(
        file=_PAYOUTS,
        old="                    await withdrawals.release(tx, refused, now)\n",
        new="                    pass\n",
    ),
    "conflict-not-marked": Fault(
        file=_PAYOUTS,
        old="    await withdrawals.flag_conflict(tx, withdrawal.id)\n",
        new="",
        noticed_by=by_script("failure_after_success"),
    ),
    "account-not-compared": Fault(
        file=_PAYOUTS,
        old="    if not same or not mask.matches(withdrawal.account, home_form(entry.account_number)):\n",
        new="    if not same:\n",
        noticed_by=by_tests("services/test_payouts.py"),
    ),
    "new-id-on-retry": Fault(
        file=_PAYOUTS,
        old="await self._provider.withdraw(_payout(withdrawal)))",
        new="await self._provider.withdraw(_payout(withdrawal, before.count)))",
        also=(
            Edit(
                file=_PAYOUTS,
                old="def _payout(withdrawal: Withdrawal) -> Payout:\n",
                new="def _payout(withdrawal: Withdrawal, count: int) -> Payout:\n",
            ),
            Edit(
                file=_PAYOUTS,
                old="        withdrawal_id=withdrawal.id,\n        wallet=",
                new='        withdrawal_id=f"{withdrawal.id}-{count}" if count else withdrawal.id,\n        wallet=',
            ),
        ),
    ),
    "confirmed-twice": Fault(
        file=_WITHDRAWALS,
        old="        if found is None or found.status not in expected:\n",
        new="        if found is None:\n",
        also=(
            Edit(
                file=_WITHDRAWALS,
                old="withdrawals.move(tx, standing.id, target, since=(since,), **values)",
                new="withdrawals.move(tx, standing.id, target, since=tuple(Status), **values)",
            ),
        ),
        noticed_by=by_tests("services/test_withdrawals.py"),
    ),
    "right-checked-at-the-desk-only": Fault(
        file=_ACTS,
        old="if operator.id == act.maker or not operator.role.covers(Role.CHECKER):",
        new="if operator.id == act.maker:",
        also=(
            Edit(
                file=_ACTS,
                old="_CONFIRMER.get(act.kind, Role.CHECKER)",
                new="_CONFIRMER.get(act.kind, Role.CASHIER)",
            ),
        ),
    ),
    "decided-act-is-done-again": Fault(
        file=_ACTS,
        old="    if act is None or act.stage is not Stage.PROPOSED:\n",
        new="    if act is None:\n",
        also=(
            Edit(
                file="bot/store/acts.py",
                old="WHERE id = $1 AND stage = 'proposed' AND maker <> $2",
                new="WHERE id = $1 AND maker <> $2",
            ),
        ),
        noticed_by=by_tests("services/test_acts.py"),
    ),
    "day-limit-one-too-low": Fault(
        file=_CHECKS,
        old="left.player + withdrawal.amount > rules",
        new="left.player + withdrawal.amount >= rules",
        noticed_by=by_tests("services/test_withdrawals.py"),
    ),
    "solo-limit-one-too-low": Fault(
        file=_WITHDRAWALS,
        old="proposal.amount <= self._rules.withdrawal_solo_max",
        new="proposal.amount < self._rules.withdrawal_solo_max",
        noticed_by=by_tests("services/test_withdrawals.py"),
    ),
    "largest-amount-refused": Fault(
        file="bot/domain/money.py",
        old="    if amount > high:\n",
        new="    if amount >= high:\n",
        noticed_by=by_tests("domain/test_money.py"),
    ),
    "confirmed-when-it-expires": Fault(
        file=_WITHDRAWALS,
        old="proposal.expires_at <= now",
        new="proposal.expires_at < now",
        noticed_by=by_tests("services/test_withdrawals.py"),
    ),
    "absent-before-a-day": Fault(
        file=_WITHDRAWALS,
        old="now - standing.tried_at < _ABSENT_AFTER_MS:",
        new="now < standing.tried_at:",
        noticed_by=by_tests("services/test_acts_resolve.py"),
    ),
    "absent-counted-from-the-confirmation": Fault(
        file="bot/domain/withdrawal.py",
        old="        return self.left_at or self.confirmed_at\n",
        new="        return self.confirmed_at\n",
        noticed_by=by_tests("services/test_withdrawals_leaving.py"),
    ),
    "not-checked-when-it-leaves": Fault(
        file=_PAYOUTS,
        old=" or await self._is_stopped(tx, withdrawal, now)",
        new="",
        noticed_by=by_tests("services/test_withdrawals_leaving.py"),
    ),
    "taken-back-while-it-is-tried": Fault(
        file=_WITHDRAWALS,
        old="            if (await attempts.known(tx, withdrawal_id, withdrawal_id)).unsure:\n",
        new="            if (await attempts.known(tx, withdrawal_id, withdrawal_id)).count < 0:\n",
        noticed_by=by_tests("services/test_withdrawals_leaving.py"),
    ),
    "silent-payout-is-never-told": Fault(
        file="bot/services/withdrawal_watch.py",
        old="    sent = await withdrawals.awaited(database, Status.SENT, _BATCH)\n",
        new="    sent: Sequence[Withdrawal] = ()\n",
        noticed_by=by_tests("services/test_withdrawals_silent.py"),
    ),
    "failed-by-people-keeps-the-hold": Fault(
        file=_WITHDRAWALS,
        old="            case Status.FAILED | Status.REFUSED:\n",
        new="            case Status.REFUSED:\n",
        noticed_by=by_tests("services/test_withdrawals_silent.py"),
    ),
    "open-payout-goes-without-a-word": Fault(
        file="bot/domain/withdrawal_risk.py",
        old="    for other in facts.of_player:\n",
        new="    for other in facts.of_player[1:]:\n",
        noticed_by=by_tests("domain/test_withdrawal_risk.py"),
    ),
    "number-is-taken-for-a-telegram-id": Fault(
        file="bot/services/recipients.py",
        old='        raise NumberUnclear(player=digits, known=chats[0].label if chats else "–")\n',
        new='        if not chats:\n            raise NumberUnclear(player=digits, known="–")\n'
        "        return Recipient(label=chats[0].label, player_id=chats[0].id)\n",
        noticed_by=by_tests("services/test_operators_find.py"),
    ),
    "name-keeps-its-former-owner": Fault(
        file="bot/services/players.py",
        old="            if last_name != name.lower() or now - seen_at >= _SEEN_MS:\n",
        new="            if now - seen_at >= _SEEN_MS:\n",
        noticed_by=by_tests("services/test_operators_find.py"),
    ),
    "phone-is-read-as-a-sum": Fault(
        file="bot/telegram/operators/amounts.py",
        old="    if is_mobile(home_form(text)):\n        return None\n",
        new="",
        noticed_by=by_tests("telegram/operators/test_parsing.py"),
    ),
    "credit-taken-back-twice": Fault(
        file="bot/services/reversals.py",
        old='    if await ledger.is_booked(tx, "reversal", source):\n',
        new='    if await ledger.is_booked(tx, "reversal", reference):\n',
        noticed_by=by_tests("services/test_acts_references.py"),
    ),
    "reference-compared-by-letter": Fault(
        file="bot/services/effects.py",
        old="    if await ledger.is_recorded(tx, folded(reference)):\n",
        new='    if await ledger.is_booked(tx, "record", reference):\n',
        noticed_by=by_tests("services/test_acts_references.py"),
    ),
    "limit-counts-the-day-of-confirmation": Fault(
        file="bot/store/withdrawals.py",
        old='"UPDATE withdrawals SET left_at = $2 WHERE id = $1"',
        new='"UPDATE withdrawals SET left_at = confirmed_at WHERE id = $1 AND $2 > 0"',
        noticed_by=by_tests("services/test_withdrawals_leaving.py"),
    ),
    "hold-knows-one-spelling": Fault(
        file="bot/store/holds.py",
        old="SELECT reason FROM holds WHERE LOWER(label) = LOWER($1)",
        new="SELECT reason FROM holds WHERE label = $1",
        noticed_by=by_tests("services/test_withdrawals_leaving.py"),
    ),
}
