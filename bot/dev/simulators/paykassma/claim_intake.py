"""Takes claims, from the API and from the payment window alike: books them, decides, and sees to the postback."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from bot.dev.simulators.paykassma.claim_rules import acceptance, read_claim, refusal
from bot.dev.simulators.paykassma.ledger import Books
from bot.dev.simulators.paykassma.postback_delivery import Postman
from bot.dev.simulators.paykassma.postback_sender import Desk
from bot.dev.simulators.paykassma.records import Claim
from bot.dev.simulators.paykassma.script import HONEST, Answer, Raw, Script, Step, given, name_of
from bot.domain.wallet import WAVEPAY
from bot.provider.phpjson import Json


class Claiming:
    """The two halves of a claim: its entry into the books, and the judgement on it."""

    def __init__(self, books: Books, script: Script, desk: Desk, postman: Postman) -> None:
        self._books = books
        self._script = script
        self._desk = desk
        self._postman = postman

    def enter(self, call: str, fields: Mapping[str, Json], screenshot: bytes, step: Step) -> Claim:
        """Book a claim with all it carried, before anything is done about it."""
        raw = given(step)
        claim = read_claim(self._books, call, fields, screenshot)
        return self._books.note_claim(replace(claim, answer=name_of(step), accepted=bool(raw and raw.accepted)))

    async def judge(self, claim: Claim, step: Answer) -> Raw:
        """The answer to a booked claim; one that was really paid is credited as the script says."""
        if refused := refusal(self._books, self._script, claim):
            return refused
        payment = self._books.payment_of(claim)
        paid = payment is not None and step in HONEST
        found = step is Answer.DEPOSIT_TRUE or (paid and claim.wallet == WAVEPAY.type)
        claim = self._books.note_claim(replace(claim, accepted=True, activated=found))
        if paid and step is Answer.POSTBACK_FIRST:
            await self._desk.credit(claim)
        elif paid and (seconds := self._script.credit_after(claim.wallet)) is not None:
            self._postman.start(self._credit(claim, seconds))
        return acceptance(step, self._script, claim, payment)

    async def _credit(self, claim: Claim, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._desk.credit(claim)
