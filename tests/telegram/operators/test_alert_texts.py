"""What operators are told."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.alert import Alert
from bot.domain.entry import Reason
from bot.domain.player import Language
from bot.domain.risk import RiskKind, RiskSignal
from bot.i18n import Translator
from bot.services.deposits.receipt_reading import as_row
from bot.telegram.operators.alert_texts import ALERTS, OVER, alert
from tests.telegram.rendered import check_fits, seen

TRANSLATORS = {language: Translator(language, strict=True) for language in Language}
ENTRY: dict[str, str | int] = {"entry": 7, "amount": 10_000, "wallet": "wavepay", "transaction": "0123456789"}
EN = TRANSLATORS[Language.EN]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Alert)
@settings(max_examples=20, deadline=None)
@given(text=st.text(max_size=400), over=st.booleans())
def test_every_trouble_and_its_end_have_a_text_that_no_detail_can_break(
    kind: Alert, language: Language, text: str, over: bool
) -> None:
    texts = dict.fromkeys(["deposit", "withdrawal", "other", "detail", "source", "transaction", "number"], text)
    texts |= dict.fromkeys(["command", "hash", "player", "sign", "sort", "about", "chat", "old"], text)
    numbers = dict.fromkeys(
        [
            "amount",
            "entry",
            "minutes",
            "recipient",
            "row",
            "rows",
            "times",
            "tries",
            "percent",
            "megabytes",
            "payouts",
            "size",
        ],
        2**63 - 1,
    )
    hints = json.dumps([as_row(RiskSignal(kind=RiskKind.SAME_PICTURE, values={"deposit": text, "label": text}))])
    t = TRANSLATORS[language]
    check_fits(
        alert(
            kind,
            t,
            over=over,
            wallet="wavepay",
            reason="conflict",
            marks="extra late",
            refused="key_unknown",
            sent_away="form:2 key_unknown:3",
            content_type=text,
            members=text,
            stop="error-player-held",
            cause="other_poller",
            hints=hints,
            **texts,
            **numbers,
        )
    )


def test_every_kind_has_a_key_of_its_own() -> None:
    assert set(ALERTS) == set(Alert)
    assert len({*ALERTS.values(), *OVER.values()}) == len(Alert) + len(OVER)


@pytest.mark.parametrize("language", Language)
def test_every_reason_for_quarantine_is_explained_in_its_own_words(language: Language) -> None:
    texts = {
        seen(alert("quarantine", TRANSLATORS[language], over=False, reason=reason.value, **ENTRY)) for reason in Reason
    }
    assert len(texts) == len(Reason)


def test_amounts_and_wallets_are_named_as_people_name_them() -> None:
    shown = seen(alert("deposit_waiting", EN, deposit="D7", minutes=12, amount=10_000, wallet="kbzpay_manual"))
    assert shown == "⏰ Deposit D7 has been waiting for 12 min: 10,000 Ks, KBZPay."


def test_what_an_entry_does_not_say_is_shown_as_missing() -> None:
    entry = ENTRY | {"wallet": "", "transaction": ""}
    assert ", –, transaction –." in seen(alert("quarantine", EN, over=False, reason="unreadable", **entry))


def test_the_end_of_trouble_is_told_in_its_own_words_or_in_those_it_began_with() -> None:
    assert seen(alert("wallet_unavailable", EN, over=True, wallet="wavepay", detail="")) == (
        "✅ WavePay: the provider gives numbers again."
    )
    assert seen(alert("delivery_dead", EN, over=True, recipient=1, detail="x")).startswith("✅ Resolved: 📭")


def test_an_unknown_kind_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="no_such_kind"):
        alert("no_such_kind", EN)
