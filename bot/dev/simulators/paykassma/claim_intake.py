"""Handles claims from the API and the payment window: records them, decides on them, and starts their postbacks."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot.dev.simulators.paykassma.claim_rules import acceptance, read_claim, refusal
from bot.dev.simulators.paykassma.ledger import SimulatorLedger
from bot.dev.simulators.paykassma.postback_delivery import PostbackDelivery
from bot.dev.simulators.paykassma.postback_sender import PostbackSender
from bot.dev.simulators.paykassma.records import ReceivedClaim
from bot.dev.simulators.paykassma.script import HONEST, Raw, Script, ScriptedAnswer, Step, fixed_answer, name_of
from bot.domain.wallet import WAVEPAY
from bot.provider.phpjson import Json


class ClaimIntake:
    """Records claims, and decides how they are answered."""

    def __init__(
        self,
        ledger: SimulatorLedger,
        script: Script,
        postback_sender: PostbackSender,
        postback_delivery: PostbackDelivery,
    ) -> None:
        self._ledger = ledger
        self._script = script
        self._postback_sender = postback_sender
        self._postback_delivery = postback_delivery

    def record(self, call: str, fields: Mapping[str, Json], screenshot: bytes, step: Step) -> ReceivedClaim:
        """Record a claim with all its fields before it is decided."""
        raw = fixed_answer(step)
        claim = read_claim(self._ledger, call, fields, screenshot)
        return self._ledger.save_claim(replace(claim, answer=name_of(step), accepted=bool(raw and raw.accepted)))

    async def decide(self, claim: ReceivedClaim, step: ScriptedAnswer) -> Raw:
        """The answer to a recorded claim. A claim that was really paid is credited as the script says."""
        if refused := refusal(self._ledger, self._script, claim):
            return refused
        payment = self._ledger.payment_of(claim)
        paid = payment is not None and step in HONEST
        found = step is ScriptedAnswer.DEPOSIT_TRUE or (paid and claim.wallet == WAVEPAY.type)
        claim = self._ledger.save_claim(replace(claim, accepted=True, activated=found))
        if paid and step is ScriptedAnswer.POSTBACK_FIRST:
            await self._postback_sender.credit(claim)
        elif paid and (seconds := self._script.credit_after(claim.wallet)) is not None:
            self._postback_delivery.start(self._credit(claim, seconds))
        return acceptance(step, self._script, claim, payment)

    async def _credit(self, claim: ReceivedClaim, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._postback_sender.credit(claim)
