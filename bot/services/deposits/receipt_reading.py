"""Reads receipts and checks claims for risk as outbox rows, so that a crash loses none and no message waits."""

import json

import structlog

from bot.domain.alert import Alert
from bot.domain.deposit import READING, Deposit, DepositStatus, asks_for_picture, is_being_corrected, takes_claim
from bot.domain.errors import Value
from bot.domain.risk import OnReceipt, RiskSignal
from bot.ocr.port import ReceiptReader
from bot.ocr.result import NOT_TRIED, OcrResult
from bot.runtime.clock import Clock
from bot.services.deposits.risk_signals import RiskSignals
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.services.policy import Policy
from bot.services.queue.delivery import Delivered, Delivery
from bot.store import deposits, outbox, receipts
from bot.store.engine.database import Database, Transaction
from bot.store.outbox import OutboxRow
from bot.store.receipts import ReceiptSubmission

LANE = "receipt"
READ, CHECK_RISK = "read", "weigh"
_DAY_MS = 24 * 3_600_000
PICTURES_OF_A_DEPOSIT = 5
_PICTURES_OF_A_DAY = 30
"""How many pictures of one player are stored, per deposit and per day, so that he cannot fill the disk.

Pictures of credited deposits do not count for the day.
"""

_ASKED_FOR_OF_A_DAY = 60
"""The higher limit for a picture that the claim needs: without it nobody looks for money that he may have sent."""

_TRIES = 3
"""A picture that crashes the process each time is not read again after this many attempts."""

_log = structlog.get_logger()


async def has_room(reads: Database | Transaction, player_id: int, deposit: Deposit | None, now: int) -> bool:
    """Whether another picture of the player may be stored, for this deposit if there is one."""
    of_day = await receipts.count_uncredited(reads, player_id, now - _DAY_MS)
    if deposit is not None and asks_for_picture(deposit):
        return of_day < _ASKED_FOR_OF_A_DAY
    if deposit is not None and await receipts.count_of_deposit(reads, deposit.id) >= PICTURES_OF_A_DEPOSIT:
        return False
    return of_day < _PICTURES_OF_A_DAY


async def read_for_deposit(tx: Transaction, deposit: Deposit, receipt_id: str, now: int) -> None:
    """Queue reading the receipt of a deposit."""
    payload = json.dumps({"receipt": receipt_id})
    await outbox.add(tx, lane=f"{LANE}:{deposit.id}", kind=READ, subject=deposit.id, payload=payload, now=now)


async def read_unsolicited(tx: Transaction, submission: ReceiptSubmission, album: str, now: int) -> None:
    """Queue reading an unsolicited picture, once per album."""
    payload = {"receipt": submission.receipt_id, "sighting": submission.id, "player": submission.player_id}
    await outbox.add(
        tx,
        lane=f"{LANE}:player-{submission.player_id}",
        kind=READ,
        subject="",
        payload=json.dumps(payload),
        dedupe=f"read:{submission.player_id}:{album}" if album else "",
        now=now,
    )


async def check_risk(tx: Transaction, deposit: Deposit, now: int) -> None:
    """Queue the risk check of a claim, once per order and after its receipt was read."""
    lane, dedupe = f"{LANE}:{deposit.id}", f"weigh:{deposit.order_id}"
    await outbox.add(tx, lane=lane, kind=CHECK_RISK, subject=deposit.id, dedupe=dedupe, now=now)


async def ask_if_paid(tx: Transaction, submission: ReceiptSubmission, album: str, now: int) -> None:
    """Ask whether an unsolicited picture is a payment to us, once per album."""
    read = await receipts.read(tx, submission.receipt_id)
    on_it = read.on_it if read else OnReceipt()
    args: dict[str, Value] = {"picture": submission.id, "wallet": read.wallet if read else ""}
    args |= {"number": on_it.number, "amount": on_it.amount}
    dedupe = f"paid:{submission.player_id}:{album}" if album else ""
    await messages.screen(tx, submission.player_id, "is_payment", now, args=args, dedupe=dedupe)


class ReceiptJobs:
    """Delivers outbox rows of receipts and of risk checks."""

    def __init__(self, database: Database, clock: Clock, policy: Policy, reader: ReceiptReader, alerts: Alerts) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._reader = reader
        self._alerts = alerts
        self._risk_signals = RiskSignals(database)

    async def deliver(self, row: OutboxRow) -> Delivery:
        """Deliver one row: read a receipt, or look for the risk signals of a claim."""
        return await (self._check_risk(row) if row.kind == CHECK_RISK else self._read(row))

    async def _read(self, row: OutboxRow) -> Delivery:
        told = json.loads(row.payload)
        content = await deposits.load_receipt(self._database, told["receipt"])
        result = await self._reader.read(content) if content and row.attempts <= _TRIES else NOT_TRIED
        _log.info("receipt.read", receipt_id=told["receipt"], outcome=result.outcome.value)

        async def in_transaction(tx: Transaction) -> None:
            now = self._clock.now_ms()
            await self._keep(tx, told["receipt"], result)
            submission = await receipts.find_submission(tx, told["sighting"]) if "sighting" in told else None
            if submission is not None:
                await ask_if_paid(tx, submission, "", now)
            else:
                await self._ask_about(tx, row.subject, told["receipt"], result, now)

        return Delivered(in_transaction)

    async def _keep(self, tx: Transaction, receipt_id: str, result: OcrResult) -> None:
        await receipts.set_read(
            tx,
            receipt_id,
            outcome=result.outcome.value,
            wallet=result.wallet or "",
            number=result.number or "",
            amount=result.amount or 0,
            paid_at=result.at or 0,
            recipient=result.recipient_suffix or "",
            payer=result.payer_suffix or "",
        )

    async def _ask_about(self, tx: Transaction, deposit_id: str, receipt_id: str, result: OcrResult, now: int) -> None:
        """Ask the player about what was read, unless he typed the number meanwhile."""
        deposit = await deposits.find(tx, deposit_id)
        if (
            deposit is None
            or not takes_claim(deposit)
            or (deposit.receipt_id, deposit.reading) != (receipt_id, READING)
        ):
            return
        number = (result.number or "") if result.wallet == deposit.wallet else ""
        if number and is_being_corrected(deposit) and number == deposit.transaction_number:
            await messages.screen(tx, deposit.player_id, "number_known", now, subject=deposit.id)
        asked = await deposits.edit(
            tx,
            deposit.id,
            deposit.status,
            reading=result.outcome.value,
            read_number=number,
            read_amount=plausible(result.amount or 0, deposit, self._policy) if number else 0,
        )
        if asked is not None:
            await messages.card(tx, asked, now)
        if deposit.status is DepositStatus.EXPIRED and result.wallet not in {None, deposit.wallet}:
            # It is not the payment that this expired deposit waited for, so it may be another one.
            unassigned = await receipts.record_submission(tx, receipt_id, deposit.player_id, deposit.label, now)
            await ask_if_paid(tx, unassigned, "", now)

    async def _check_risk(self, row: OutboxRow) -> Delivery:
        deposit = await deposits.find(self._database, row.subject)
        signals = await self._risk_signals.about(deposit) if deposit else ()
        if deposit is None or not signals:
            return Delivered()

        async def in_transaction(tx: Transaction) -> None:
            await self._alerts.announce(
                tx,
                Alert.CLAIM_ODD,
                deposit.order_id,
                self._clock.now_ms(),
                deposit=deposit.id,
                amount=deposit.amount,
                wallet=deposit.wallet,
                hints=json.dumps([as_row(signal) for signal in signals]),
            )

        return Delivered(in_transaction)


def plausible(amount: int, deposit: Deposit, policy: Policy) -> int:
    """The amount of a receipt if a deposit can have it; 0 for a larger, misread one."""
    return amount if amount <= max(policy.deposit_max, deposit.amount) else 0


def as_row(signal: RiskSignal) -> tuple[str, dict[str, str | int]]:
    """A risk signal as JSON values for the outbox."""
    return signal.kind.value, dict(signal.values)
