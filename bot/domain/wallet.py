"""The wallets that players can pay with, as data: a new wallet is a new row, not a new branch."""

from dataclasses import dataclass
from enum import StrEnum

CURRENCY = "MMK"


class ClaimCall(StrEnum):
    """Which call of the provider accepts claims for this wallet."""

    ACTIVATE = "activate"
    POSSIBLE_TRANSACTION = "possible_transaction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wallet:
    """One payment system.

    `type` is the provider's code. `number_low` and `number_high` limit the digits of its transaction numbers.
    `create_keys` are the keys of the wallet number in the provider's answer. `account_digits` is the length of an
    account for payouts; 0 means that the provider does not document payouts to it.
    """

    type: str
    name: str
    number_low: int
    number_high: int
    needs_receipt: bool
    create_keys: tuple[str, ...]
    claim_call: ClaimCall
    account_digits: int = 0


KBZPAY = Wallet(
    type="kbzpay_manual",
    name="KBZPay",
    number_low=15,
    number_high=25,
    needs_receipt=True,
    create_keys=("kbzpay number",),
    claim_call=ClaimCall.POSSIBLE_TRANSACTION,
    account_digits=11,
)
WAVEPAY = Wallet(
    type="wavepay",
    name="WavePay",
    number_low=10,
    number_high=11,
    needs_receipt=False,
    create_keys=("identifier",),
    claim_call=ClaimCall.ACTIVATE,
)

WALLETS = {wallet.type: wallet for wallet in (KBZPAY, WAVEPAY)}
