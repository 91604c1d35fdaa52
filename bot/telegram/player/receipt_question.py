"""The card's lines about a read receipt, and the question whether it was read correctly."""

from bot.domain.deposit import READING, Deposit, Step, expects, is_being_corrected
from bot.domain.money import group_digits
from bot.i18n import Translator, code
from bot.telegram.keyboards import Row, press
from bot.telegram.player.callbacks import ReadRight
from bot.telegram.player.screens import about

RECEIPT_MARK = 12
"""How many characters of a receipt's id a button carries: enough to tell a deposit's receipts apart."""

_UNREAD = {
    READING: "part-reading",
    "burmese_digits": "part-unread-burmese",
    "unclear": "part-unread",
    "other_wallet": "part-unread",
    "no_receipt": "part-unread",
    "read": "part-unread",  # but a number of another wallet
}
"""The text for `Deposit.reading` while no number is known; other values have none."""


def asks_back(deposit: Deposit) -> bool:
    """Whether the card asks if the receipt was read rightly."""
    return expects(deposit) is Step.CONFIRMATION


def number_part(deposit: Deposit, t: Translator) -> str:
    """The line with the transaction number, or how to send it."""
    values = about(deposit, t)
    if not asks_back(deposit):
        has_number = deposit.transaction_number and not (is_being_corrected(deposit) and _is_unread(deposit))
        if has_number:
            return t("part-number", **values | {"number": code(deposit.transaction_number)})
        return t(_UNREAD.get(deposit.reading, "part-need-number"), **values)
    amount = deposit.read_amount or deposit.amount
    values |= {"number": code(group_digits(deposit.read_number)), "read": t.amount(amount)}
    question = t("part-read", **values)
    return "\n".join([t("read-differs", **values), question] if deposit.amount not in {0, amount} else [question])


def _is_unread(deposit: Deposit) -> bool:
    return deposit.reading in _UNREAD and not deposit.read_number


def read_rows(deposit: Deposit, t: Translator) -> list[Row]:
    """The two answers to the question."""
    if not asks_back(deposit):
        return []
    yes, no = (
        ReadRight(id=deposit.id, receipt=deposit.receipt_id[:RECEIPT_MARK], right=right) for right in (True, False)
    )
    return [[press(t.plain("button-send-read"), yes)], [press(t.plain("button-fix-read"), no)]]
