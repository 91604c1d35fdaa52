"""Planted faults: what an absent provider must not do to claims, payouts and everybody else."""

from collections.abc import Mapping

from tests.mutants.edits import Remove, Replace
from tests.mutants.fault import Fault, by_tests

FAULTS: Mapping[str, Fault] = {
    "what-never-left-slows-a-claim-down": Fault(
        at="bot/services/deposits/claim_delivery.py:ClaimDelivery._delivery_of",
        change=Replace("__before.unclear + 1", "__before.count + 1"),
        noticed_by=by_tests("services/deposits/test_provider_away.py"),
    ),
    "claims-wait-out-their-pause-when-the-provider-is-back": Fault(
        at="bot/services/deposits/provider_answers.py:answers_again",
        change=Remove("await waiting_claims.make_due(...)"),
        noticed_by=by_tests("services/deposits/test_provider_away.py"),
    ),
    "a-404-stops-nothing": Fault(
        at="bot/domain/outage.py:ProviderState.record",
        change=Replace("self.is_locked_out or __", "False"),
        noticed_by=by_tests("domain/test_outage.py"),
    ),
    "payout-that-never-left-is-unknown": Fault(
        at="bot/services/withdrawals/sending.py:WithdrawalSender._delivery_of",
        change=Replace(
            "__answer.outcome is Outcome.NOT_SENT", "__answer.outcome is Outcome.NOT_SENT and before.count < 20"
        ),
        noticed_by=by_tests("services/withdrawals/test_sending.py"),
    ),
    "pictures-hold-up-money": Fault(
        at="bot/services/queue/inbox_worker.py:InboxWorker._drain",
        change=Replace("self._slow_slots if __ else __", "self._slow_slots"),
        noticed_by=by_tests("services/queue/test_inbox_worker.py"),
    ),
    "any-digits-are-a-number-to-pay-to": Fault(
        at="bot/provider/answers.py:_receiving_number",
        change=Replace("_WALLET_NUMBER.fullmatch(__number)", "__number"),
        noticed_by=by_tests("provider/test_answers.py"),
    ),
}
