"""What operators are told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.entry import Reason
from bot.domain.player import Language
from bot.i18n import Translator
from bot.telegram.alerts import ALERTS, Alert, alert
from tests.telegram.rendered import check_fits, seen

TRANSLATORS = {language: Translator(language, strict=True) for language in Language}
EN = TRANSLATORS[Language.EN]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Alert)
@settings(max_examples=20)
@given(text=st.text(max_size=400))
def test_every_trouble_has_a_text_that_no_detail_can_break(kind: Alert, language: Language, text: str) -> None:
    screen = alert(
        kind,
        TRANSLATORS[language],
        id=text,
        amount=2**63 - 1,
        wallet="wavepay",
        detail=text,
        source=text,
        other=text,
        reason=Reason.CONFLICT.value,
    )
    check_fits(screen)


def test_every_kind_has_a_key_of_its_own() -> None:
    assert set(ALERTS) == set(Alert)
    assert len(set(ALERTS.values())) == len(Alert)


@pytest.mark.parametrize("language", Language)
def test_every_reason_for_quarantine_is_explained_in_its_own_words(language: Language) -> None:
    texts = {
        seen(alert("quarantine", TRANSLATORS[language], id="7", amount=10_000, reason=reason.value))
        for reason in Reason
    }
    assert len(texts) == len(Reason)


def test_amounts_and_wallets_are_named_as_people_name_them() -> None:
    shown = seen(alert("deposit_slow", EN, id="D7", amount=10_000, wallet="kbzpay_manual"))
    assert shown == "⏰ Deposit D7 takes longer than usual: 10,000 Ks, KBZPay."
    assert seen(alert("no_number_over", EN, id="wavepay")) == "✅ WavePay gives numbers again."


def test_an_unknown_kind_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="no_such_kind"):
        alert("no_such_kind", EN)
