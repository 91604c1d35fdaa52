"""The provider's rules for claims: required fields, refusals, and the honest answer."""

from collections.abc import Mapping

from bot.dev.simulators.paykassma.ledger import SimulatorLedger
from bot.dev.simulators.paykassma.records import Payment, ReceivedClaim
from bot.dev.simulators.paykassma.script import Raw, Repeat, Script, ScriptedAnswer, as_json, fail
from bot.domain.wallet import CURRENCY, KBZPAY, WALLETS, ClaimCall
from bot.provider.phpjson import Json

LONGEST_TEXT = 190
WINDOW = "window"
"""The `call` of a claim that was made in the payment window, for any wallet."""

Errors = dict[str, list[str]]


def read_claim(
    ledger: SimulatorLedger, call: str, fields: Mapping[str, Json], screenshot: bytes = b""
) -> ReceivedClaim:
    """The ledger's next claim, from a request with any fields."""
    return ReceivedClaim(
        id=len(ledger.claims),
        call=call,
        wallet=text_of(fields, "wallet_type"),
        label=text_of(fields, "label"),
        order_id=text_of(fields, "custom_transaction_id"),
        transaction_number=text_of(fields, "key1"),
        amount=whole(fields.get("amount")),
        fields=dict(fields),
        screenshot=screenshot,
        at=ledger.clock(),
    )


def whole(value: Json) -> int:
    """A whole positive number from a JSON number or a text; 0 for anything else."""
    text = str(value)
    return int(text) if not isinstance(value, bool) and text.isascii() and text.isdigit() else 0


def validate(claim: ReceivedClaim) -> Errors:
    """The errors of a claim by field, by the tables of the provider's pages."""
    errors: Errors = {}
    if claim.fields.get("currency_code") != CURRENCY:
        errors["currency_code"] = ["The selected currency code is invalid."]
    if claim.wallet not in WALLETS:
        errors["wallet_type"] = ["The selected wallet type is invalid."]
    for name, text in (("label", claim.label), ("custom_transaction_id", claim.order_id)):
        if not 0 < len(text) <= LONGEST_TEXT:
            errors[name] = [f"The {name} must be between 1 and {LONGEST_TEXT} characters."]
    if not claim.amount:
        errors["amount"] = ["The amount must be a positive number."]
    return errors | _number_errors(claim) | _call_errors(claim)


def _number_errors(claim: ReceivedClaim) -> Errors:
    wallet = WALLETS.get(claim.wallet)
    number = claim.transaction_number
    fits = wallet is not None and len(number) <= wallet.number_high and number.isascii() and number.isdigit()
    return {} if fits else {"key1": ["The key1 format is invalid."]}


def _call_errors(claim: ReceivedClaim) -> Errors:
    wallet = WALLETS.get(claim.wallet)
    if claim.call != WINDOW and wallet is not None and wallet.claim_call != claim.call:
        return {"wallet_type": ["The selected wallet type is invalid."]}
    if claim.call == ClaimCall.POSSIBLE_TRANSACTION and not claim.screenshot:
        return {"screenshot": ["The screenshot field is required."]}
    return {}


def refusal(ledger: SimulatorLedger, script: Script, claim: ReceivedClaim) -> Raw | None:
    """The refusal of an honest provider; None if it accepts the claim."""
    errors = validate(claim)
    if errors:
        return fail(errors)
    others = [other for other in ledger.claims if other.accepted and other.id != claim.id]
    if script.repeated_claim is Repeat.REFUSE and claim.order_id in {other.order_id for other in others}:
        return fail({"custom_transaction_id": ["The custom transaction id has already been taken."]})
    taken = {(o.wallet, o.transaction_number) for o in others if o.activated and o.order_id != claim.order_id}
    if (claim.wallet, claim.transaction_number) in taken:
        return fail("Transaction has already been activated")
    return None


def acceptance(step: ScriptedAnswer, script: Script, claim: ReceivedClaim, payment: Payment | None) -> Raw:
    """The answer to an accepted claim. Only the honest answers depend on the ledger."""
    match step:
        case ScriptedAnswer.DEPOSIT_TRUE:
            return _deposited(payment.amount if payment else claim.amount)
        case ScriptedAnswer.DEPOSIT_FALSE:
            return as_json({"status": "ok", "deposit": False}, accepted=True)
        case ScriptedAnswer.PENDING:
            return _PENDING
        case ScriptedAnswer.NOT_FOUND:
            return _NOT_FOUND
        case ScriptedAnswer.SUCCESS:
            return _SUCCESS
        case _:
            return _honest(script, claim, payment)


def _honest(script: Script, claim: ReceivedClaim, payment: Payment | None) -> Raw:
    if claim.call == ClaimCall.POSSIBLE_TRANSACTION:
        return _SUCCESS
    if payment is None or claim.wallet == KBZPAY.type:
        return _NOT_FOUND
    return _PENDING if script.wavepay_pending else _deposited(payment.amount)


def _deposited(amount: int) -> Raw:
    currency = {"code": CURRENCY, "symbol": CURRENCY}
    return as_json({"status": "ok", "deposit": True, "deposit_amount": amount, "currency": currency}, accepted=True)


_PENDING = as_json(
    {
        "status": "pending",
        "message": "The deposit status check has been started. The operation may take longer than expected. "
        "Upon completion of the verification, the funds will be credited to your account",
    },
    accepted=True,
)
_NOT_FOUND = as_json(
    {"status": "possible_transaction_created", "message": "Transaction not found. Possible transaction created"},
    accepted=True,
)
_SUCCESS = as_json(
    {
        "status": "success",
        "message": "",
        "code": 20000,
        "data": [],
        "paginate": {"offset": 0, "total": 1, "limit": 1},
    },
    accepted=True,
)


def text_of(fields: Mapping[str, Json], name: str) -> str:
    """The text of a field; empty if it is missing or not a text."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""
