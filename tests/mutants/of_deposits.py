"""Faults in what is done with signed money and with claims."""

from collections.abc import Mapping

from tests.mutants.fault import Edit, Fault, by_script, by_tests

_CREDITING = "bot/services/crediting.py"
_CEILINGS = "bot/services/ceilings.py"
_POSTBACKS = "bot/services/postbacks.py"
_LEDGER = "bot/store/ledger.py"
_ALWAYS_BOOKED = Edit(
    file=_LEDGER,
    old="        payment_key(entry),\n    )\n    return row is not None\n",
    new="        payment_key(entry),\n    )\n    return row is not None or True\n",
)
"""Else the ledger's own constraint says no where the fence did not."""

FAULTS: Mapping[str, Fault] = {
    "first-entry-only": Fault(
        file=_POSTBACKS,
        old="self._crediting.apply(tx, entry, source)) for entry in postback.entries]",
        new="self._crediting.apply(tx, entry, source)) for entry in postback.entries[:1]]",
    ),
    "label-not-compared": Fault(
        file=_CREDITING,
        old="if source.label != deposit.label:",
        new="if not source.label:",
        noticed_by=by_tests("services/test_crediting.py"),
    ),
    "total-not-compared": Fault(
        file="bot/provider/payload.py",
        old='(Reason.TOTAL_DIFFERS, lambda read: _number(read.top.get("amount")) != read.total),',
        new="",
    ),
    "direction-not-compared": Fault(
        file="bot/provider/payload.py", old="(Reason.DIRECTION_DIFFERS, _direction_differs),", new=""
    ),
    "credits-claimed-amount": Fault(
        file=_CREDITING,
        old="        await self._book(tx, entry, ledger.account(deposit.label), deposit.id, source)\n",
        new="        from dataclasses import replace\n"
        "        entry = replace(entry, amount=deposit.amount)\n"
        "        await self._book(tx, entry, ledger.account(deposit.label), deposit.id, source)\n",
    ),
    "no-fence": Fault(file=_CREDITING, old="if booked is not None:", new="if booked is None and not entry.wallet:"),
    "conflict-is-a-repeat": Fault(
        file=_CREDITING,
        old="if booked.amount != entry.amount or known",
        new="if known",
        noticed_by=by_tests("services/test_crediting.py"),
    ),
    "cap-ignored": Fault(file=_CEILINGS, old="if 0 < rules.auto_credit_max < amount:", new="if amount < 0:"),
    "credit-not-told": Fault(
        file=_CREDITING,
        old='        await notices.ring(tx, credited, "credited", now, ref=ref, amount=entry.amount)\n',
        new="",
    ),
    "second-credit-not-told": Fault(
        file="bot/services/notices.py", old='f"ring:{what}:{deposit.id}:{ref}"', new='f"ring:{what}:{deposit.id}"'
    ),
    "quarantine-forgets": Fault(
        file=_CREDITING,
        old="        number = await quarantine.add(\n",
        new="        if reason is not Reason.ORDER_UNKNOWN:\n"
        "            return Booked.QUARANTINED\n"
        "        number = await quarantine.add(\n",
    ),
    "late-money-is-lost": Fault(
        file="bot/domain/deposit.py",
        old="    Status.EXPIRED: frozenset({Status.CLAIMED, Status.CREDITED}),",
        new="    Status.EXPIRED: frozenset({Status.CLAIMED}),",
        noticed_by=by_tests("services/test_crediting.py"),
    ),
    "claim-without-attempt": Fault(
        file="bot/services/claim_delivery.py",
        old="may_have_arrived=before.unsure)",
        new="may_have_arrived=before.count < 0)",
        noticed_by=by_tests("services/test_provider.py"),
    ),
    "fence-is-the-letter": Fault(
        file=_CREDITING,
        old="        booked = await ledger.find(tx, ledger.payment_key(entry))\n",
        new="        booked = None\n",
        also=(_ALWAYS_BOOKED,),
    ),
    "fence-outside-the-transaction": Fault(
        file=_POSTBACKS,
        old="        async def unit(tx: Transaction) -> list[tuple[Entry, Booked]]:\n"
        "            return [(entry, await self._crediting.apply(tx, entry, source)) for entry in postback.entries]\n",
        new="        from bot.store import ledger\n"
        "        keys = [ledger.payment_key(entry) for entry in postback.entries]\n"
        "        seen = {key: await ledger.find(self._database, key) for key in keys}\n"
        "        async def unit(tx: Transaction) -> list[tuple[Entry, Booked]]:\n"
        "            apply = self._crediting.apply\n"
        "            return [(entry, await apply(tx, entry, source, seen)) for entry in postback.entries]\n",
        also=(
            Edit(
                file=_CREDITING,
                old="    async def apply(self, tx: Transaction, entry: Entry, source: Source) -> Booked:\n",
                new="    async def apply(self, tx: Transaction, entry: Entry, source: Source, seen: dict) -> Booked:\n",
            ),
            Edit(
                file=_CREDITING,
                old="        booked = await ledger.find(tx, ledger.payment_key(entry))\n",
                new="        booked = seen[ledger.payment_key(entry)]\n",
            ),
            _ALWAYS_BOOKED,
        ),
        noticed_by=by_tests("services/test_postbacks.py -k at_once_is_credited"),
    ),
    "told-after-the-commit": Fault(
        file=_CREDITING,
        old='        await notices.ring(tx, credited, "credited", now, ref=ref, amount=entry.amount)\n',
        new="        self.untold = [*getattr(self, 'untold', []), (credited, now, ref, entry.amount)]\n",
        also=(
            Edit(
                file=_POSTBACKS,
                old="        for entry, booked in applied:\n",
                new="        from bot.services import notices\n"
                "        untold, self._crediting.untold = getattr(self._crediting, 'untold', []), []\n"
                "        async def tell(tx: Transaction) -> None:\n"
                "            for credited, at, ref, amount in untold:\n"
                '                await notices.ring(tx, credited, "credited", at, ref=ref, amount=amount)\n'
                "        await self._database.write(tell)\n"
                "        for entry, booked in applied:\n",
            ),
        ),
        noticed_by=by_script("deposit"),
    ),
    "cap-one-too-low": Fault(
        file=_CEILINGS,
        old="if 0 < rules.auto_credit_max < amount:",
        new="if 0 < rules.auto_credit_max <= amount:",
        noticed_by=by_tests("services/test_crediting.py"),
    ),
}
