"""The wallets as data: each row can be worked with, and its rules are those of the provider's page."""

import pytest

from bot.domain.wallet import KBZPAY, WALLETS, WAVEPAY, ClaimCall, Wallet


@pytest.mark.parametrize("wallet", WALLETS.values(), ids=lambda wallet: wallet.type)
def test_a_wallet_is_found_by_its_type_and_can_be_worked_with(wallet: Wallet) -> None:
    assert WALLETS[wallet.type] is wallet
    assert wallet.name
    assert 0 < wallet.number_low <= wallet.number_high
    assert wallet.create_keys


def test_kbzpay_wants_a_receipt_and_15_to_25_digits() -> None:
    assert (KBZPAY.number_low, KBZPAY.number_high, KBZPAY.needs_receipt) == (15, 25, True)
    assert KBZPAY.claim_call is ClaimCall.POSSIBLE_TRANSACTION
    assert KBZPAY.account_digits == 11


def test_wavepay_wants_10_or_11_digits_and_no_receipt() -> None:
    assert (WAVEPAY.number_low, WAVEPAY.number_high, WAVEPAY.needs_receipt) == (10, 11, False)
    assert WAVEPAY.claim_call is ClaimCall.ACTIVATE
    assert WAVEPAY.account_digits == 0
