"""Reads one receipt: the whole page, then each found line in another way; keeps only what both readings agree on."""

import re
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO

from PIL import Image

from bot.domain.wallet import Wallet
from bot.ocr import account_digits, fields, transaction_number
from bot.ocr.crop import isolated, normalized
from bot.ocr.page import OcrEngine, TextLine
from bot.ocr.result import Box, OcrResult, ReadOutcome

_MARGIN = 0.5
"""Margin that a number needs on both sides, in parts of its height: otherwise it may go on beyond the edge."""
_FACTS: dict[str, Callable[[Sequence[TextLine]], fields.ReceiptFields | None]] = {
    "amount": fields.amount,
    "at": fields.time,
}
_ACCOUNTS = {"recipient_suffix": account_digits.RECIPIENT, "payer_suffix": account_digits.PAYER}


def recognize(content: bytes, engine: OcrEngine, wallets: Sequence[Wallet]) -> OcrResult:
    """Read the JPEG `content`. The page is read a second time only if the first reading finds no number."""
    with Image.open(BytesIO(content), formats=["JPEG"]) as picture:
        picture.load()
        return _Recognition(picture, engine, wallets).reading()


class _Recognition:
    def __init__(self, picture: Image.Image, engine: OcrEngine, wallets: Sequence[Wallet]) -> None:
        self.picture, self.engine, self.wallets = picture, engine, wallets
        self.first = engine.page(picture)
        self._second: list[TextLine] | None = None

    @property
    def second(self) -> list[TextLine]:
        if self._second is None:
            self._second = self.engine.enhanced_page(self.picture)
        return self._second

    def reading(self) -> OcrResult:
        number = self._number()
        found = dict(self._facts())
        places = {name: fact.box for name, fact in found.items()} | ({"number": number.box} if number else {})
        values = {name: fact.value for name, fact in found.items()}
        if number:
            read = ReadOutcome.READ
            return OcrResult(outcome=read, wallet=number.wallet, number=number.digits, places=places, **values)  # type: ignore[arg-type]
        outcome = self._why_not(found)
        if outcome is ReadOutcome.BURMESE_DIGITS:
            # No value can be trusted: the engine reads Burmese digits as other characters.
            return OcrResult(outcome=outcome)
        return OcrResult(outcome=outcome, places=places, **values)  # type: ignore[arg-type]

    def _number(self) -> transaction_number.PrintedNumber | None:
        """The number on which different readings agree; None if there is none."""
        first = transaction_number.transaction_number(self.first, self.wallets)
        if first and self._agrees(first, self.engine.enhanced_line):
            return first
        second = transaction_number.transaction_number(self.second, self.wallets)
        if second and self._agrees(second, self.engine.line) and self._agrees(second, self.engine.enhanced_line):
            return second
        return None

    def _agrees(
        self, number: transaction_number.PrintedNumber, again: Callable[[Image.Image, Box], list[TextLine]]
    ) -> bool:
        """Whether the number's line, read separately, gives the same number, with a margin on both sides."""
        box = number.box
        margin = _MARGIN * (box.bottom - box.top)
        if box.left < margin or box.right > self.picture.width - margin:
            return False
        return transaction_number.joined_text(again(self.picture, box)) == number.digits

    def _facts(self) -> Iterator[tuple[str, fields.ReceiptFields]]:
        for name, read in _FACTS.items():
            found = read(self.first)
            if found and self._is_confirmed(name, found):
                yield name, found
        for name, lines in self._accounts().items():
            ends = [account_digits.account_suffix(self.picture, line, self.engine) for line in lines]
            if len(ends) == 1 and ends[0]:
                yield name, ends[0]

    def _accounts(self) -> dict[str, list[TextLine]]:
        """The lines with accounts, by field.

        If no label can be read because all are Burmese, a single account is the recipient's, since every receipt shows
        it. Of two accounts it is unknown which is the recipient's.
        """
        found = {name: list(account_digits.labelled_accounts(label, self.first)) for name, label in _ACCOUNTS.items()}
        if any(found.values()) or transaction_number.mentions_transaction(self.first):
            return found
        return {"recipient_suffix": list(account_digits.unlabelled_accounts(self.picture, self.first))}

    def _is_confirmed(self, name: str, found: fields.ReceiptFields) -> bool:
        """Whether the line, read separately, gives the same value, also without a minus.

        Measured: after a minus, a 5 was always read as a 6.
        """
        if fields.in_line(name, self.engine.enhanced_line(self.picture, found.box)) != found.value:
            return False
        words = [word for line in self.first if line.box == found.box for word in line.words]
        minus = next((word for word in words if re.match(r"-[0-9]", word.text)), None)
        if minus is None:
            return True
        part = normalized(self.picture.crop((minus.box.left, found.box.top, found.box.right, found.box.bottom)))
        digits = account_digits.glyphs(part)[1:]
        if not digits:
            return False
        rest, place = isolated(part.crop((digits[0].left, 0, part.width, part.height)))
        return fields.in_line(name, self.engine.enhanced_line(rest, place)) == found.value

    def _why_not(self, found: dict[str, fields.ReceiptFields]) -> ReadOutcome:
        pages = (self.first, self.second)
        if any(map(transaction_number.is_of_another_wallet, pages)):
            return ReadOutcome.OTHER_WALLET
        if any(map(transaction_number.has_burmese_digits, pages)):
            return ReadOutcome.BURMESE_DIGITS
        if (
            found
            or any(map(transaction_number.mentions_transaction, pages))
            or any(map(transaction_number.named_wallets, pages))
        ):
            return ReadOutcome.UNCLEAR
        return ReadOutcome.NO_RECEIPT
