"""Takes claims, from the API and from the payment window alike: books them, decides, and sees to the postback."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot.dev.simulators.paykassma.claim_rules import acceptance, read_claim, refusal
from bot.dev.simulators.paykassma.ledger import SimulatorLedger
from bot.dev.simulators.paykassma.postback_delivery import PostbackDelivery
from bot.dev.simulators.paykassma.postback_sender import PostbackSender
from bot.dev.simulators.paykassma.records import ReceivedClaim
from bot.dev.simulators.paykassma.script import HONEST, Raw, Script, ScriptedAnswer, Step, given, name_of
from bot.domain.wallet import WAVEPAY
from bot.provider.phpjson import Json


class ClaimIntake:
    """The two halves of a claim: its entry into the books, and the judgement on it."""

    def __init__(self, books: SimulatorLedger, script: Script, desk: PostbackSender, postman: PostbackDelivery) -> None:
        self._books = books
        self._script = script
        self._desk = desk
        self._postman = postman

    def enter(self, call: str, fields: Mapping[str, Json], screenshot: bytes, step: Step) -> ReceivedClaim:
        """Book a claim with all it carried, before anything is done about it."""
        raw = given(step)
        claim = read_claim(self._books, call, fields, screenshot)
        return self._books.note_claim(replace(claim, answer=name_of(step), accepted=bool(raw and raw.accepted)))

    async def judge(self, claim: ReceivedClaim, step: ScriptedAnswer) -> Raw:
        """The answer to a booked claim; one that was really paid is credited as the script says."""
        if refused := refusal(self._books, self._script, claim):
            return refused
        payment = self._books.payment_of(claim)
        paid = payment is not None and step in HONEST
        found = step is ScriptedAnswer.DEPOSIT_TRUE or (paid and claim.wallet == WAVEPAY.type)
        claim = self._books.note_claim(replace(claim, accepted=True, activated=found))
        if paid and step is ScriptedAnswer.POSTBACK_FIRST:
            await self._desk.credit(claim)
        elif paid and (seconds := self._script.credit_after(claim.wallet)) is not None:
            self._postman.start(self._credit(claim, seconds))
        return acceptance(step, self._script, claim, payment)

    async def _credit(self, claim: ReceivedClaim, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._desk.credit(claim)
