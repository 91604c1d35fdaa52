"""Faults in what is done with signed money and with claims."""

from collections.abc import Mapping

from tests.mutants.edits import WHOLE, AddParameter, Insert, InText, Remove, Replace
from tests.mutants.fault import Edit, Fault, by_script, by_tests

_ALWAYS_BOOKED = Edit(at="bot/store/ledger.py:post", change=Replace("__row is not None", "__row is not None or True"))
"""Else the ledger's own constraint says no where the check did not."""

FAULTS: Mapping[str, Fault] = {
    "first-entry-only": Fault(
        at="bot/services/postbacks/intake.py:Postbacks.apply.in_transaction",
        change=Replace("__postback.entries", "__postback.entries[:1]"),
    ),
    "label-not-compared": Fault(
        at="bot/services/postbacks/crediting.py:Crediting._objection",
        change=Replace("__source.label != __.label", "not __source.label"),
        noticed_by=by_tests("services/postbacks/test_crediting.py"),
    ),
    "total-not-compared": Fault(
        at="bot/provider/payload.py:_REASONS",
        change=Remove("(Reason.TOTAL_DIFFERS, __)"),
    ),
    "direction-not-compared": Fault(
        at="bot/provider/payload.py:_REASONS",
        change=Remove("(Reason.DIRECTION_DIFFERS, __)"),
    ),
    "credits-claimed-amount": Fault(
        at="bot/services/postbacks/crediting.py:Crediting._credit",
        change=Insert(
            before="await self._post(__, __entry, ledger.account(__deposit.label), ...)",
            put="from dataclasses import replace\n__entry = replace(__entry, amount=__deposit.amount)",
        ),
    ),
    "no-fence": Fault(
        at="bot/services/postbacks/crediting.py:Crediting.apply",
        change=Replace("booked is not None", "booked is None and not entry.wallet"),
    ),
    "conflict-is-a-repeat": Fault(
        at="bot/services/postbacks/crediting.py:Crediting._repeat",
        change=Remove("__booked.amount != __entry.amount"),
        noticed_by=by_tests("services/postbacks/test_crediting.py"),
    ),
    "cap-ignored": Fault(
        at="bot/services/postbacks/ceilings.py:passed_ceiling",
        change=Replace("0 < __rules.auto_credit_max < __amount", "__amount < 0"),
    ),
    "credit-not-told": Fault(
        at="bot/services/postbacks/crediting.py:Crediting.mark_credited",
        change=Remove("await messages.notify(...)"),
    ),
    "second-credit-not-told": Fault(
        at="bot/services/notifications/messages.py:notify",
        change=InText("ring:{what}:{deposit.id}:{ref}", "ring:{what}:{deposit.id}"),
    ),
    "quarantine-forgets": Fault(
        at="bot/services/postbacks/crediting.py:Crediting._quarantine",
        change=Insert(
            before="__ = await quarantine.add(...)",
            put="if reason is not Reason.ORDER_UNKNOWN:\n    return Booked.QUARANTINED",
        ),
    ),
    "late-money-is-lost": Fault(
        at="bot/domain/deposit.py:TRANSITIONS",
        change=Insert(after=WHOLE, put="TRANSITIONS[DepositStatus.EXPIRED] = frozenset({DepositStatus.CLAIMED})"),
        noticed_by=by_tests("services/postbacks/test_crediting.py"),
    ),
    "claim-without-attempt": Fault(
        at="bot/services/deposits/claim_delivery.py:ClaimDelivery._claim_answered.in_transaction",
        change=Replace("__before.may_have_arrived", "__before.count < 0"),
        noticed_by=by_tests("services/deposits/test_provider_jobs.py"),
    ),
    "fence-is-the-postback": Fault(
        at="bot/services/postbacks/crediting.py:Crediting.apply",
        change=Replace("await ledger.find(...)", "None"),
        also=(_ALWAYS_BOOKED,),
    ),
    "fence-outside-the-transaction": Fault(
        at="bot/services/postbacks/intake.py:Postbacks.apply.in_transaction",
        change=Insert(
            before=WHOLE,
            put="from bot.store import ledger\n"
            "keys = [ledger.payment_key(entry) for entry in postback.entries]\n"
            "seen = {key: await ledger.find(self._database, key) for key in keys}",
        ),
        also=(
            Edit(
                at="bot/services/postbacks/intake.py:Postbacks.apply.in_transaction",
                change=Replace(
                    "self._crediting.apply(__tx, __entry, __source)",
                    "self._crediting.apply(__tx, __entry, __source, seen)",
                ),
            ),
            Edit(at="bot/services/postbacks/crediting.py:Crediting.apply", change=AddParameter("seen: dict")),
            Edit(
                at="bot/services/postbacks/crediting.py:Crediting.apply",
                change=Replace("await ledger.find(__, __key)", "seen[__key]"),
            ),
            _ALWAYS_BOOKED,
        ),
        noticed_by=by_tests("services/postbacks/test_intake.py -k at_once_is_credited"),
    ),
    "told-after-the-commit": Fault(
        at="bot/services/postbacks/crediting.py:Crediting.mark_credited",
        change=Replace(
            'await messages.notify(__, __credited, "credited", __now, ref=__ref, amount=__amount)',
            "self.untold = [*getattr(self, 'untold', []), (__credited, __now, __ref, __amount)]",
        ),
        also=(
            Edit(
                at="bot/services/postbacks/intake.py:Postbacks.apply",
                change=Insert(
                    before="for __ in applied:\n    ...",
                    put="from bot.services.notifications import messages\n"
                    "untold, self._crediting.untold = getattr(self._crediting, 'untold', []), []\n"
                    "async def tell(tx: Transaction) -> None:\n"
                    "    for credited, at, ref, amount in untold:\n"
                    '        await messages.notify(tx, credited, "credited", at, ref=ref, amount=amount)\n'
                    "await self._database.write(tell)",
                ),
            ),
        ),
        noticed_by=by_script("deposit"),
    ),
    "cap-one-too-low": Fault(
        at="bot/services/postbacks/ceilings.py:passed_ceiling",
        change=Replace("0 < __rules.auto_credit_max < __amount", "0 < __rules.auto_credit_max <= __amount"),
        noticed_by=by_tests("services/postbacks/test_crediting.py"),
    ),
}
