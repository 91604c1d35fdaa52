"""The faults: where, what stands there, what is put in its place, and what must notice it."""

from collections.abc import Mapping
from dataclasses import dataclass

SIM = "-m tests.sim --seeds 6 --steps 4000 --first"


def _exhaustive(script: str) -> str:
    return f"-m tests.sim.exhaustive {script}"


def _tests(path: str) -> str:
    return f"-m pytest -q -x --timeout 60 -p no:cacheprovider -m 'not postgres' tests/{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`old` stands exactly once in `file`; `noticed_by` are arguments for Python that must end in failure."""

    file: str
    old: str
    new: str
    noticed_by: str = SIM


_CREDITING = "bot/services/crediting.py"
_POSTBACKS = "bot/services/postbacks.py"
_PAYOUTS = "bot/services/payouts.py"
_WITHDRAWALS = "bot/services/withdrawals.py"
_INBOX = "bot/services/inbox.py"
_OUTBOX = "bot/store/outbox.py"

FAULTS: Mapping[str, Fault] = {
    "first-entry-only": Fault(
        file=_POSTBACKS, old="for entry in postback.entries]", new="for entry in postback.entries[:1]]"
    ),
    "label-not-compared": Fault(file=_CREDITING, old="if source.label != deposit.label:", new="if not source.label:"),
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
        old="        account = ledger.account(deposit.label)\n",
        new="        from dataclasses import replace\n"
        "        entry = replace(entry, amount=deposit.amount)\n"
        "        account = ledger.account(deposit.label)\n",
    ),
    "no-fence": Fault(file=_CREDITING, old="if booked is not None:", new="if booked is None and not entry.wallet:"),
    "conflict-is-a-repeat": Fault(
        file=_CREDITING,
        old="if booked.amount == entry.amount and booked.deposit_id",
        new="if booked.amount and booked.deposit_id",
        noticed_by=_tests("services/test_crediting.py"),
    ),
    "cap-ignored": Fault(
        file=_CREDITING, old="if 0 < self._rules.auto_credit_max < entry.amount:", new="if entry.amount < 0:"
    ),
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
        old="        if await ledger.quarantine(\n",
        new="        if reason is not Reason.ORDER_UNKNOWN:\n"
        "            return Booked.QUARANTINED\n"
        "        if await ledger.quarantine(\n",
    ),
    "ack-before-commit": Fault(
        file=_POSTBACKS,
        old="is_new = await self._database.write(unit)\n",
        new="is_new = True\n"
        "        import asyncio\n"
        "        self._later = asyncio.get_running_loop().create_task(self._database.write(unit))\n",
    ),
    "ack-on-storage-error": Fault(
        file=_POSTBACKS,
        old="is_new = await self._database.write(unit)\n",
        new="try:\n"
        "            is_new = await self._database.write(unit)\n"
        "        except Exception:\n"
        "            return Intake.KEPT\n",
    ),
    "forged-is-taken": Fault(
        file="bot/provider/signing.py",
        old="        for spelling, text in texts\n        if hmac",
        new="        for spelling, text in texts\n        if True or hmac",
    ),
    "done-in-a-second-transaction": Fault(
        file=_INBOX,
        old="        result = await self._database.write(with_mark)\n",
        new="        result = await self._database.write(unit)\n"
        "        await self._database.write(lambda tx: inbox.mark_done(tx, self.row.id, self._clock.now_ms()))\n",
        noticed_by=_tests("services/test_inbox.py"),
    ),
    "a-bad-row-stops-all": Fault(
        file=_INBOX,
        old="        await self._set_aside(row, reason)\n",
        new="        raise RuntimeError(reason)\n",
        noticed_by=_tests("services/test_inbox.py"),
    ),
    "lanes-not-in-order": Fault(
        file=_INBOX,
        old="        lane = self._lanes.get(row.lane)\n",
        new="        import dataclasses\n"
        '        row = dataclasses.replace(row, lane=f"{row.lane}:{row.id}")\n'
        "        lane = self._lanes.get(row.lane)\n",
    ),
    "no-lease": Fault(file=_OUTBOX, old="SET holder = $2, attempts", new="SET holder = $2 - $2, attempts"),
    "chat-not-in-order": Fault(
        file=_OUTBOX,
        old='_HEAD = " AND NOT EXISTS (SELECT 1 FROM outbox h WHERE h.lane = o.lane AND',
        new="_HEAD = \" AND NOT EXISTS (SELECT 1 FROM outbox h WHERE h.lane = 'x' AND",
    ),
    "refreshed-row-is-sent": Fault(
        file=_OUTBOX, old="WHERE id = $1 AND version = $2 AND holder", new="WHERE id = $1 AND $2 = $2 AND holder"
    ),
    "dead-on-any-error": Fault(
        file="bot/telegram/delivery.py",
        old="return self._later(row, chat_id, error)",
        new='return Dead("error")',
    ),
    "sent-on-any-error": Fault(
        file="bot/telegram/delivery.py", old="return self._later(row, chat_id, error)", new="return Sent()"
    ),
    "payout-sent-again": Fault(
        file=_PAYOUTS,
        old="        if before.unsure:\n",
        new="        if before.count > 9:\n",
        noticed_by=_exhaustive("payout"),
    ),
    "unknown-is-refused": Fault(
        file=_PAYOUTS,
        old="            case Outcome.REFUSED:\n                refused",
        new="            case Outcome.REFUSED | Outcome.UNKNOWN:\n                refused",
    ),
    "broken-is-refused": Fault(
        file="bot/provider/answers.py",
        old="    if reply.word == _REFUSED:\n",
        new="    if reply.word == _REFUSED or reply.http >= 500:\n",
    ),
    "time-out-is-not-sent": Fault(
        file="bot/provider/client.py",
        old="_NOT_SENT: Final = (httpx.ConnectError,",
        new="_NOT_SENT: Final = (httpx.ReadTimeout, httpx.ConnectError,",
    ),
    "restart-forgets-open-attempts": Fault(
        file="bot/store/attempts.py",
        old="outcome IN ('open', 'unknown')",
        new="outcome IN ('unbelievable')",
        noticed_by=_exhaustive("payout"),
    ),
    "success-after-failure-ignored": Fault(
        file="bot/domain/withdrawal.py",
        old="            return Effect.NOTHING if status is Status.PAID else Effect.CONFLICT\n",
        new="            return Effect.NOTHING\n",
    ),
    "failure-after-success-refunds": Fault(
        file="bot/domain/withdrawal.py",
        old='        case "5":\n            if status in _AWAITING:',
        new='        case "5":\n            if status in _AWAITING or status is Status.PAID:',
    ),
    "text-is-a-status": Fault(
        file="bot/domain/withdrawal.py", old="    match outcome:\n", new="    match outcome.strip('\"'):\n"
    ),
    "approver-is-requester": Fault(
        file=_WITHDRAWALS, old="        if is_own and not may_alone:\n", new="        if is_own and operator.id < 0:\n"
    ),
    "cashier-approves": Fault(
        file=_WITHDRAWALS,
        old="        if not may_alone and not operator.role.covers(Role.CHECKER):\n",
        new="        if not may_alone and not operator.role.covers(Role.CASHIER):\n",
    ),
    "act-by-one": Fault(
        file="bot/services/acts.py",
        old="if operator.id == act.maker or not",
        new="if not",
        noticed_by=_tests("services/test_acts.py"),
    ),
    "no-limit-of-a-day": Fault(
        file=_WITHDRAWALS, old="left + proposal.amount > self._rules", new="proposal.amount > self._rules"
    ),
    "freeze-ignored": Fault(
        file=_PAYOUTS, old=" or (await switches(tx)).frozen", new="", noticed_by=_exhaustive("freeze")
    ),
    "held-player-is-paid": Fault(
        file=_WITHDRAWALS,
        old="        if await holds.is_held(tx, proposal.label) is not None:\n            raise PlayerHeld\n",
        new="",
        noticed_by=_exhaustive("held_player"),
    ),
    "hold-not-returned": Fault(
        file=_PAYOUTS,
        old="                    await withdrawals.release(tx, refused, now)\n",
        new="                    pass\n",
    ),
    "conflict-not-marked": Fault(file=_PAYOUTS, old="    await withdrawals.flag_conflict(tx, withdrawal.id)\n", new=""),
    "account-not-compared": Fault(
        file=_PAYOUTS, old="    if not same:\n", new="    if not same and not entry.account_number:\n"
    ),
    "two-players-one-number": Fault(
        file="bot/services/claims.py",
        old="            if other.player_id != deposit.player_id:\n",
        new="            if other.player_id < 0:\n",
        noticed_by=_tests("services/test_claims.py"),
    ),
    "late-money-is-lost": Fault(
        file="bot/domain/deposit.py",
        old="    Status.EXPIRED: frozenset({Status.CLAIMED, Status.CREDITED}),",
        new="    Status.EXPIRED: frozenset({Status.CLAIMED}),",
        noticed_by=_tests("services/test_crediting.py"),
    ),
    "claim-without-attempt": Fault(
        file="bot/services/provider.py",
        old="                case Outcome.REFUSED if before.unsure:\n",
        new="                case Outcome.REFUSED if before.count < 0:\n",
        noticed_by=_tests("services/test_provider.py"),
    ),
    "leading-zero-lost": Fault(
        file="bot/provider/payload.py",
        old='transaction_id=_text(_field(member, "transaction_id")),',
        new='transaction_id=_text(_field(member, "transaction_id")).lstrip("0"),',
        noticed_by=_tests("provider/test_payload.py"),
    ),
    "naive-json": Fault(
        file="bot/provider/signing.py",
        old="    reencoded = encode(document[signed])\n",
        new="    import json\n    reencoded = json.dumps(document[signed])\n    raw = reencoded\n",
        noticed_by=_tests("provider/test_signing.py"),
    ),
    "begin-deferred": Fault(
        file="bot/store/sqlite.py", old='"BEGIN IMMEDIATE"', new='"BEGIN"', noticed_by=_tests("store/test_sqlite.py")
    ),
    "markup-kills-a-message": Fault(
        file="bot/telegram/delivery.py",
        old="            if _BAD_MARKUP not in error.message:\n",
        new="            if error.message:\n",
        noticed_by=_tests("e2e/test_telegram_troubles.py"),
    ),
}
