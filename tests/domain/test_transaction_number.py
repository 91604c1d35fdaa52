"""Transaction numbers as players send them: what is taken out of a text, and why the rest is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digits import myanmar_digits
from bot.domain.errors import (
    NumberAmbiguous,
    NumberError,
    NumberIsEnd,
    NumberLooksLikeAmount,
    NumberLooksLikePhone,
    NumberUnreadable,
    NumberWrongLength,
)
from bot.domain.transaction_number import LONGEST_TEXT, end_typed, parse_transaction_number
from bot.domain.wallet import KBZPAY, WALLETS, WAVEPAY, Wallet

KBZ = "01003246080588218368"
OTHER_KBZ = "01003246080588218369"
WAVE = "1234567890"
PHONE = "09444595698"

RECEIPT = f"""Transaction Time 22/11/2026 10:15:30
Transaction No. {KBZ}
Transaction Type Transfer
Transfer To U AUNG (******5698)
Amount -10,000.00 Ks"""

TAKEN = {
    "as printed": (KBZPAY, KBZ, KBZ),
    "15 digits": (KBZPAY, "1" * 15, "1" * 15),
    "25 digits": (KBZPAY, "1" * 25, "1" * 25),
    "wave 10 digits": (WAVEPAY, WAVE, WAVE),
    "wave 11 digits": (WAVEPAY, "12345678901", "12345678901"),
    "wave 10 digits like an old phone": (WAVEPAY, "0912345678", "0912345678"),
    "spaces around": (KBZPAY, f"  {KBZ}\t", KBZ),
    "line break at the end": (KBZPAY, f"{KBZ}\n", KBZ),
    "groups of four": (KBZPAY, "0100 3246 0805 8821 8368", KBZ),
    "two halves": (KBZPAY, "0100324608 0588218368", KBZ),
    "uneven pieces": (KBZPAY, "0100324 608058821 8368", KBZ),
    "no-break spaces": (KBZPAY, "0100\u00a03246\u00a00805\u00a08821\u00a08368", KBZ),
    "thin spaces": (KBZPAY, "0100\u20093246\u20090805\u20098821\u20098368", KBZ),
    "hyphens": (KBZPAY, "0100-3246-0805-8821-8368", KBZ),
    "dashes with spaces": (KBZPAY, "0100 – 3246 – 0805 – 8821 – 8368", KBZ),
    "dots": (KBZPAY, "0100.3246.0805.8821.8368", KBZ),
    "a full stop": (KBZPAY, f"{KBZ}.", KBZ),
    "a round group": (KBZPAY, "0100 3200 0805 8821 8300", "01003200080588218300"),
    "burmese digits": (KBZPAY, "၀၁၀၀၃၂၄၆၀၈၀၅၈၈၂၁၈၃၆၈", KBZ),
    "the letter wa for zero": (KBZPAY, "ဝ၁ဝဝ၃၂၄၆ဝ၈ဝ၅၈၈၂၁၈၃၆၈", KBZ),
    "shan digits": (WAVEPAY, "႑႒႓႔႕႖႗႘႙႐", WAVE),
    "arabic-indic digits": (WAVEPAY, "١٢٣٤٥٦٧٨٩٠", WAVE),
    "devanagari digits": (WAVEPAY, "१२३४५६७८९०", WAVE),
    "full-width digits": (WAVEPAY, "１２３４５６７８９０", WAVE),
    "mathematical digits": (WAVEPAY, "𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟎", WAVE),
    "mixed scripts": (WAVEPAY, "12၃၄５６٧٨90", WAVE),
    "a zero-width joiner inside": (KBZPAY, f"{KBZ[:7]}\u200d{KBZ[7:]}", KBZ),
    "a right-to-left override": (KBZPAY, f"\u202e{KBZ}\u202c", KBZ),
    "with its label": (KBZPAY, f"Transaction No. {KBZ}", KBZ),
    "with another label": (KBZPAY, f"Transaction ID: {KBZ}", KBZ),
    "label without a space": (KBZPAY, f"ID:{KBZ}", KBZ),
    "burmese label": (KBZPAY, f"လုပ်ငန်းစဉ်နံပါတ် (Transaction No.) {KBZ}", KBZ),
    "burmese words at both ends": (KBZPAY, f"နံပါတ်{KBZ}ပါ", KBZ),
    "zawgyi label": (KBZPAY, f"လုပ္ငန္းစဥ္နံပါတ္ {KBZ}", KBZ),
    "amount behind": (KBZPAY, f"{KBZ} 10000", KBZ),
    "amount before": (KBZPAY, f"10,000 Ks {KBZ}", KBZ),
    "small amount behind": (KBZPAY, f"{KBZ} 850 ကျပ်", KBZ),
    "wave and amount": (WAVEPAY, f"{WAVE} 5000", WAVE),
    "wave and phone": (WAVEPAY, f"{WAVE} {PHONE}", WAVE),
    "the same twice": (KBZPAY, f"{KBZ} {KBZ}", KBZ),
    "a whole receipt": (KBZPAY, RECEIPT, KBZ),
    "a caption": (KBZPAY, f"ပြေစာ\n{KBZ}\n10,000 ကျပ်", KBZ),
    "markup in another word": (KBZPAY, f"{KBZ} ' OR 1=1--", KBZ),
}

REFUSED = {
    "empty": (KBZPAY, "", NumberUnreadable),
    "only spaces": (KBZPAY, " \u00a0\n", NumberUnreadable),
    "14 digits": (KBZPAY, "1" * 14, NumberWrongLength),
    "26 digits": (KBZPAY, "1" * 26, NumberWrongLength),
    "wave 9 digits": (WAVEPAY, "123456789", NumberWrongLength),
    "wave 12 digits": (WAVEPAY, "123456789012", NumberWrongLength),
    "kbz number for wave": (WAVEPAY, KBZ, NumberWrongLength),
    "wave number for kbz": (KBZPAY, WAVE, NumberWrongLength),
    "a few digits with leading zeros": (KBZPAY, "0012", NumberIsEnd),
    "label with too few digits": (KBZPAY, f"Transaction No. {KBZ[:14]}", NumberWrongLength),
    "all zeros": (KBZPAY, "0" * 20, NumberUnreadable),
    "wave all zeros": (WAVEPAY, "0" * 10, NumberUnreadable),
    "superscript behind": (KBZPAY, f"{KBZ}²", NumberUnreadable),
    "superscript inside": (KBZPAY, f"{KBZ[:4]}²{KBZ[4:]}", NumberUnreadable),
    "roman numeral": (KBZPAY, f"{KBZ}Ⅻ", NumberUnreadable),
    "keycap": (KBZPAY, "1\ufe0f\u20e3" * 15, NumberUnreadable),
    "emoji inside": (KBZPAY, f"{KBZ[:4]}🙂{KBZ[4:]}", NumberUnreadable),
    "burmese letter inside": (KBZPAY, f"{KBZ[:4]}က{KBZ[4:]}", NumberUnreadable),
    "letter O for zero": (KBZPAY, f"O{KBZ[1:]}", NumberUnreadable),
    "exponent": (KBZPAY, "1e20", NumberUnreadable),
    "hexadecimal": (KBZPAY, f"0x{KBZ}", NumberUnreadable),
    "underscore": (KBZPAY, f"1_{KBZ}", NumberUnreadable),
    "1_000": (KBZPAY, "1_000", NumberUnreadable),
    "NULL": (KBZPAY, "NULL", NumberUnreadable),
    "SQL": (KBZPAY, "' OR 1=1--", NumberUnreadable),
    "template": (KBZPAY, "{{7*7}}", NumberUnreadable),
    "markup": (KBZPAY, "<b>1</b>", NumberUnreadable),
    "one of our own ids": (KBZPAY, "d1f0c9e2a7b4", NumberUnreadable),
    "burmese text": (KBZPAY, "ငွေလွှဲပြီးပါပြီ", NumberUnreadable),
    "zawgyi text": (KBZPAY, "ေငြလႊဲၿပီးပါၿပီ", NumberUnreadable),
    "a plus and a digit": (WAVEPAY, "+5", NumberUnreadable),
    "10,000 characters": (KBZPAY, "9" * 10_000, NumberUnreadable),
    "10,000 words": (KBZPAY, "1 " * 5_000, NumberUnreadable),
    "phone": (KBZPAY, PHONE, NumberLooksLikePhone),
    "phone for wave": (WAVEPAY, PHONE, NumberLooksLikePhone),
    "phone in groups": (WAVEPAY, "09 444 595 698", NumberLooksLikePhone),
    "phone with hyphens": (WAVEPAY, "09-444-595-698", NumberLooksLikePhone),
    "phone in burmese digits": (WAVEPAY, myanmar_digits(PHONE), NumberLooksLikePhone),
    "phone with country code": (WAVEPAY, "+95 9 444 595 698", NumberLooksLikePhone),
    "phone with country code but no plus": (WAVEPAY, "959444595698", NumberLooksLikePhone),
    "phone and a few digits": (KBZPAY, f"{PHONE} 01003246", NumberLooksLikePhone),
    "amount": (KBZPAY, "10000", NumberLooksLikeAmount),
    "amount with currency": (KBZPAY, "၁၀,၀၀၀ ကျပ်", NumberLooksLikeAmount),
    "amount in units": (WAVEPAY, "1 သောင်း", NumberLooksLikeAmount),
    "two numbers": (KBZPAY, f"{KBZ} {OTHER_KBZ}", NumberAmbiguous),
    "two numbers on two lines": (KBZPAY, f"{KBZ}\n{OTHER_KBZ}", NumberAmbiguous),
    "two wave numbers": (WAVEPAY, f"{WAVE} 1234567891", NumberAmbiguous),
    "groups and an amount": (KBZPAY, "0100 3246 0805 8821 8368 10000", NumberAmbiguous),
    "too few digits and an amount": (KBZPAY, "12345678901234 10000", NumberAmbiguous),
    "one number or its beginning": (KBZPAY, "010032460805882 18368", NumberAmbiguous),
    "wave with one digit more": (WAVEPAY, f"{WAVE} 5", NumberAmbiguous),
}

wallets = st.sampled_from(list(WALLETS.values()))


@pytest.mark.parametrize(("wallet", "text", "number"), [pytest.param(*row, id=name) for name, row in TAKEN.items()])
def test_the_number_is_found_in_what_players_send(wallet: Wallet, text: str, number: str) -> None:
    assert parse_transaction_number(text, wallet) == number


@pytest.mark.parametrize(("wallet", "text", "error"), [pytest.param(*row, id=name) for name, row in REFUSED.items()])
def test_what_is_no_number_is_refused_with_its_reason(wallet: Wallet, text: str, error: type[NumberError]) -> None:
    with pytest.raises(NumberError) as refusal:
        parse_transaction_number(text, wallet)
    assert type(refusal.value) is error
    assert refusal.value.values["low"] == wallet.number_low
    assert refusal.value.values["high"] == wallet.number_high


@pytest.mark.parametrize(
    ("text", "have"), [("1" * 14, 14), ("1" * 26, 26), ("0100 3246 0805 8821 836 8368 0100", 27), ("12345678\n123", 8)]
)
def test_a_wrong_length_is_told_in_digits(text: str, have: int) -> None:
    with pytest.raises(NumberWrongLength) as refusal:
        parse_transaction_number(text, KBZPAY)
    assert refusal.value.values == {"have": have, "low": 15, "high": 25}


def test_the_bounds_are_those_of_the_wallet_given() -> None:
    longer = Wallet(
        type="other",
        name="Other",
        number_low=3,
        number_high=4,
        needs_receipt=False,
        create_keys=("n",),
        claim_call=WAVEPAY.claim_call,
    )
    assert parse_transaction_number("0123", longer) == "0123"


@given(wallets, st.text() | st.text(alphabet="0195၁ဝက ks.-+:\n_e²\u200b", max_size=60))
def test_any_text_gives_digits_that_fit_or_a_refusal(wallet: Wallet, text: str) -> None:
    try:
        number = parse_transaction_number(text, wallet)
    except NumberError:
        return
    assert re.fullmatch(f"[0-9]{{{wallet.number_low},{wallet.number_high}}}", number)


@given(wallets, st.data())
def test_leading_zeros_stay_in_any_script_and_with_any_separator(wallet: Wallet, data: st.DataObject) -> None:
    figures = st.text(alphabet="0123456789", min_size=wallet.number_low - 3, max_size=wallet.number_high - 3)
    number = f"00{data.draw(figures)}7"
    separator = data.draw(st.sampled_from(["", "-", ".", "\u200b", "\u00ad", " - "]))
    typed = separator.join(number[start : start + 4] for start in range(0, len(number), 4))
    assert parse_transaction_number(data.draw(st.sampled_from([typed, myanmar_digits(typed)])), wallet) == number


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("48213", "48213"),
        ("No. 048213", "048213"),
        ("၄၈၂၁၃", "48213"),
        ("4821", ""),
        ("48213\n99999", ""),
        ("what?", ""),
        ("1" * (LONGEST_TEXT + 1), ""),
    ],
)
def test_the_end_of_a_number_is_five_digits_or_more_that_stand_alone(text: str, end: str) -> None:
    assert end_typed(text) == end
