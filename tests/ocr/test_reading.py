"""Drawn receipts, read: a sample of what `python -m bot bench receipts` measures in full."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from bot.domain.wallet import WALLETS
from bot.ocr.result import OcrResult, ReadOutcome
from tests.ocr.conftest import Read
from tests.ocr.drawing import draw
from tests.ocr.looks import look_for
from tests.ocr.samples import Sample, facts_for, hard, normal, traps
from tests.ocr.spoiling import by_telegram

pytestmark = [pytest.mark.ocr, pytest.mark.raqm, pytest.mark.timeout(600)]  # a busy machine reads slowly
SEED = 2
NORMAL, HARD, TRAPS = 16, 10, 8


@pytest.fixture(scope="module")
def readings(read: Read) -> dict[str, tuple[Sample, OcrResult]]:
    samples = [*normal(SEED, NORMAL), *hard(SEED, HARD), *traps(SEED, TRAPS)]
    return {sample.name: (sample, read(sample.picture)) for sample in samples}


def _that_may_be_read(readings: dict[str, tuple[Sample, OcrResult]], kind: str) -> Iterator[tuple[str, str, OcrResult]]:
    for name, (sample, reading) in readings.items():
        if sample.facts and name.startswith("normal") == (kind == "normal"):
            yield name, sample.facts.number, reading


def test_no_number_is_ever_wrong(readings: dict[str, tuple[Sample, OcrResult]]) -> None:
    wrong = {
        name: reading.number
        for name, (sample, reading) in readings.items()
        if reading.number is not None and (sample.facts is None or reading.number != sample.facts.number)
    }
    assert wrong == {}


def test_the_number_of_a_normal_receipt_is_read(readings: dict[str, tuple[Sample, OcrResult]]) -> None:
    missed = [name for name, number, reading in _that_may_be_read(readings, "normal") if reading.number != number]
    assert missed == []


def test_most_numbers_of_hard_receipts_are_read(readings: dict[str, tuple[Sample, OcrResult]]) -> None:
    missed = [name for name, number, reading in _that_may_be_read(readings, "hard") if reading.number != number]
    assert len(missed) <= HARD // 5, missed


def test_no_other_fact_of_a_normal_receipt_is_wrong(readings: dict[str, tuple[Sample, OcrResult]]) -> None:
    wrong = []
    for name, (sample, reading) in readings.items():
        if sample.facts and name.startswith("normal"):
            facts = sample.facts
            same = (
                reading.wallet in {None, facts.wallet},
                reading.amount in {None, facts.amount},
                reading.at is None or reading.at // 60_000 == facts.at // 60_000,
                reading.recipient_suffix in {None, facts.recipient[-4:]},
                reading.payer_suffix in {None, facts.payer[-4:]},
            )
            wrong += [(name, same)] if not all(same) else []
    assert wrong == []


def test_what_is_no_readable_receipt_is_called_what_it_is(readings: dict[str, tuple[Sample, OcrResult]]) -> None:
    said = {name: (sample.outcome, reading.outcome) for name, (sample, reading) in readings.items() if sample.outcome}
    assert said
    assert {name: outcomes for name, outcomes in said.items() if outcomes[0] is not outcomes[1]} == {}


@pytest.mark.parametrize("wallet", WALLETS)
def test_a_receipt_in_burmese_digits_is_known_as_such(read: Read, wallet: str) -> None:
    rng = Random("burmese")
    look_ = replace(
        look_for(wallet, rng, burmese=False), family="Noto Sans Myanmar", screen=(720, 1280), digits="burmese"
    )
    picture = by_telegram(draw(facts_for(wallet, rng), replace(look_, time_format="%d %b %Y, %I:%M %p")))
    reading = read(picture)
    assert reading == OcrResult(outcome=ReadOutcome.BURMESE_DIGITS), "no sum either: it would be another one"


def test_a_sum_behind_a_minus_is_not_taken_for_another(read: Read) -> None:
    """Each reading of this one, at any size, made 60,000 of 50,000."""
    rng = Random("normal-1-116")
    paid, look_ = facts_for(rng.choice(list(WALLETS)), rng), look_for("kbzpay_manual", rng)
    look_ = replace(look_, family="Aileron", amount_format="-{:,}.00 Ks", screen=(1440, 3200), dark=False)
    paid = replace(paid, amount=50_000)
    reading = read(by_telegram(draw(paid, look_)))
    assert reading.amount in {None, 50_000}


def test_each_fact_says_where_it_stands(readings: dict[str, tuple[Sample, OcrResult]]) -> None:
    for _, reading in readings.values():
        found = {
            name for name in ("number", "amount", "at", "recipient_suffix", "payer_suffix") if getattr(reading, name)
        }
        assert set(reading.places) == found
        assert reading.outcome is ReadOutcome.READ or reading.number is None
