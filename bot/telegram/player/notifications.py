"""Short new messages about money. They exist because editing a card does not notify the player."""

from enum import StrEnum
from typing import assert_never

from bot.domain.deposit import Deposit, DepositStatus
from bot.i18n import Translator
from bot.telegram.keyboards import Row, keyboard
from bot.telegram.message import Screen
from bot.telegram.player.deposit_card import CORRECTIONS, correction_rows, credit_notes, refusal_blocks
from bot.telegram.player.screens import about


class MoneyMessage(StrEnum):
    """The event that a message about a deposit tells."""

    CREDITED = "credited"
    REFUSED = "refused"
    WAITING = "waiting"
    REVERSED = "reversed"


class ManualCredit(StrEnum):
    """The event when operators moved money by hand, without a deposit."""

    ADDED = "added"
    PAID_OUT = "paid_out"
    TAKEN_BACK = "taken_back"


_BY_HAND = {
    ManualCredit.ADDED: "ring-added",
    ManualCredit.PAID_OUT: "ring-paid-out",
    ManualCredit.TAKEN_BACK: "ring-taken-back",
}


def manual_credit(kind: ManualCredit, mark: str, amount: int, t: Translator) -> Screen:
    """The message of `kind` about `amount` in whole kyat; `mark` is the reference that the player can quote."""
    return Screen(text=f"{t(_BY_HAND[kind], amount=t.amount(amount))}\n{t('card-mark', id=mark)}")


def money_message(
    kind: MoneyMessage, deposit: Deposit, t: Translator, *, amount: int = 0, max_corrections: int = CORRECTIONS
) -> Screen:
    """The message of `kind` about `deposit`. It shows the deposit's reference, so that a repeated one is recognised.

    `amount` is this payment's amount in whole kyat, where a deposit was paid more than once; else 0.
    """
    values = about(deposit, t)
    if amount:
        values["credited"] = t.amount(amount)
    rows: list[Row] = []
    match kind:
        case MoneyMessage.CREDITED:
            blocks = [t("ring-credited", **values), *credit_notes(deposit, t)]
        case MoneyMessage.REFUSED:
            blocks = [t("ring-refused", **values), *refusal_blocks(deposit, t, max_corrections)]
            rows = correction_rows(deposit, t, max_corrections)
        case MoneyMessage.WAITING:
            is_unsent = deposit.status is DepositStatus.CLAIMED
            blocks = [t("ring-waiting-unsent" if is_unsent else "ring-waiting", **values)]
        case MoneyMessage.REVERSED:
            blocks = [t("ring-reversed", **values)]
        case _:
            assert_never(kind)
    return Screen(text="\n".join([*blocks, t("card-mark", **values)]), keyboard=keyboard(*rows))
