"""The provider's rules for payouts: signature, required fields, and repeated ids."""

import hmac
from collections.abc import Mapping

from bot.dev.simulators.paykassma.claim_rules import Errors, text_of, whole
from bot.dev.simulators.paykassma.ledger import SimulatorLedger
from bot.dev.simulators.paykassma.records import ReceivedWithdrawal
from bot.dev.simulators.paykassma.script import Raw, Repeat, Script, fail
from bot.domain.wallet import CURRENCY, WALLETS
from bot.provider.phpjson import Json
from bot.provider.signing import SortedValuesSigner

LONGEST_ID = 36


def read_payout(ledger: SimulatorLedger, fields: Mapping[str, Json]) -> ReceivedWithdrawal:
    """The ledger's next payout, from a request with any fields."""
    return ReceivedWithdrawal(
        id=len(ledger.payouts),
        withdrawal_id=text_of(fields, "withdrawal_id"),
        wallet=text_of(fields, "payment_system"),
        label=text_of(fields, "label"),
        account=text_of(fields, "account_number"),
        amount=whole(fields.get("amount")),
        is_test=fields.get("is_test") is True,
        fields=dict(fields),
        at=ledger.clock(),
    )


def payout_refusal(
    ledger: SimulatorLedger, script: Script, key: str, fields: Mapping[str, Json], payout: ReceivedWithdrawal
) -> Raw | None:
    """The refusal of an honest provider; None if it accepts the request."""
    if not _is_signed(fields, key):
        return fail({"signature": ["The signature is invalid."]})
    if errors := _errors(payout, fields):
        return fail(errors)
    earlier = (other for other in ledger.payouts if other.accepted and other.id != payout.id)
    if script.repeated_payout is Repeat.REFUSE and payout.withdrawal_id in {other.withdrawal_id for other in earlier}:
        return fail({"withdrawal_id": ["The withdrawal id has already been taken."]})
    return None


def _is_signed(fields: Mapping[str, Json], key: str) -> bool:
    signed = {name: value for name, value in fields.items() if name != "signature"}
    try:
        expected = SortedValuesSigner().sign(signed, key)
        return hmac.compare_digest(expected.encode(), text_of(fields, "signature").encode())
    except ValueError:  # a value that cannot be signed
        return False


def _errors(payout: ReceivedWithdrawal, fields: Mapping[str, Json]) -> Errors:
    wallet = WALLETS.get(payout.wallet)
    digits = wallet.account_digits if wallet else 0
    account = payout.account
    checks = {
        "withdrawal_id": 0 < len(payout.withdrawal_id) <= LONGEST_ID,
        "label": 0 < len(payout.label) <= LONGEST_ID,
        "payment_system": bool(digits),
        "account_number": account.isascii() and account.isdigit() and len(account) == digits,
        "amount": payout.amount > 0 and isinstance(fields.get("amount"), int),
        "currency_code": fields.get("currency_code") == CURRENCY,
        "is_test": isinstance(fields.get("is_test"), bool),
    }
    return {name: [f"The {name} is invalid."] for name, good in checks.items() if not good}
