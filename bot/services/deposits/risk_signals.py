"""Gathers the facts for the risk signals of a claim; it only reads, with an index and a limit for each query."""

import asyncio

from bot.domain.deposit import Deposit
from bot.domain.risk import ClaimFacts, OnReceipt, RiskSignal, Seen, risk_signals_of
from bot.pictures.perceptual_hash import distance, show_the_same
from bot.store import dead_numbers, deposits, receipts
from bot.store.engine.database import Database

_NEAR = 16
_LOOKED_AT = 5
_PAYER_MS = 30 * 24 * 3_600_000
_FAILED_MS = 24 * 3_600_000


class RiskSignals:
    """Finds the risk signals of a deposit for operators."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def about(self, deposit: Deposit) -> tuple[RiskSignal, ...]:
        """The risk signals of the deposit in its current state."""
        now = deposit.claimed_at or deposit.created_at
        read = await receipts.read(self._database, deposit.receipt_id) if deposit.receipt_id else None
        on_it = read.on_it if read else OnReceipt()
        payers = await receipts.players_of_payer(self._database, on_it.payer, now - _PAYER_MS)
        facts = ClaimFacts(
            number=deposit.transaction_number,
            amount=deposit.amount,
            wallet_number=deposit.wallet_number,
            created_at=deposit.created_at,
            receipt=on_it,
            same=await self._sent_before(deposit, [deposit.receipt_id]) if read else (),
            alike=await self._alike(deposit, read.perceptual_hash) if read else (),
            claims=await receipts.claims_of(self._database, deposit) if deposit.transaction_number else (),
            players=len(payers | {deposit.label}),
            failures=await receipts.failures(self._database, deposit.label, now - _FAILED_MS),
            replaced=await dead_numbers.of_deposit(self._database, deposit.id),
        )
        return risk_signals_of(facts)

    async def _sent_before(self, deposit: Deposit, receipt_ids: list[str]) -> list[Seen]:
        return await receipts.sent_before(self._database, receipt_ids, deposit)

    async def _alike(self, deposit: Deposit, perceptual_hash: str) -> list[Seen]:
        """Where the same picture was seen in other bytes.

        Receipts of one app have similar hashes, so the hash only selects a few pictures, which are then compared.
        """
        found = await receipts.similar(self._database, deposit.receipt_id, perceptual_hash) if perceptual_hash else []
        near = sorted((distance(perceptual_hash, other), receipt_id) for receipt_id, other in found)
        looked_at = [receipt_id for bits, receipt_id in near if bits <= _NEAR][:_LOOKED_AT]
        own = await deposits.load_receipt(self._database, deposit.receipt_id) or b""
        alike: list[str] = []
        for receipt_id in looked_at:
            content = await deposits.load_receipt(self._database, receipt_id) or b""
            if await asyncio.to_thread(show_the_same, own, content):
                alike.append(receipt_id)
        return await self._sent_before(deposit, alike)
