"""Planted faults: what an absent provider must not do to claims, payouts and everybody else."""

from tests.mutants.fault import Fault, by_tests

FAULTS = {
    "what-never-left-slows-a-claim-down": Fault(
        file="bot/services/claim_delivery.py",
        old="unclear_pause(before.unclear + 1)",
        new="unclear_pause(before.count + 1)",
        noticed_by=by_tests("services/test_provider_away.py"),
    ),
    "claims-wait-out-their-pause-when-the-provider-is-back": Fault(
        file="bot/services/provider_news.py",
        old="        await waiting_claims.hasten(tx, now)\n",
        new="        pass\n",
        noticed_by=by_tests("services/test_provider_away.py"),
    ),
    "a-404-stops-nothing": Fault(
        file="bot/domain/outage.py",
        old="is_locked_out=self.is_locked_out or is_not_known,",
        new="is_locked_out=False,",
        noticed_by=by_tests("domain/test_outage.py"),
    ),
    "payout-that-never-left-is-unknown": Fault(
        file="bot/services/payouts.py",
        old="        if answer.outcome is Outcome.NOT_SENT:\n",
        new="        if answer.outcome is Outcome.NOT_SENT and before.count < 20:\n",
        noticed_by=by_tests("services/test_payouts.py"),
    ),
    "pictures-hold-up-money": Fault(
        file="bot/services/inbox.py",
        old="self._slow_room if self._is_slow(lane[0]) else self._room[lane[0].source]",
        new="self._slow_room",
        noticed_by=by_tests("services/test_inbox.py"),
    ),
    "any-digits-are-a-number-to-pay-to": Fault(
        file="bot/provider/answers.py",
        old="if _WALLET_NUMBER.fullmatch(number)}",
        new="if number}",
        noticed_by=by_tests("provider/test_answers.py"),
    ),
}
