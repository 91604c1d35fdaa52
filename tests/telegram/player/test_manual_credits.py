"""What a player reads of money that operators moved by hand."""

import pytest

from bot.domain.player import Language
from bot.i18n import Translator
from bot.services.notifications import messages
from bot.telegram.player.notifications import ManualCredit, manual_credit
from tests.telegram.rendered import check_fits, seen


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", ManualCredit)
def test_every_kind_fits_and_carries_a_mark_to_quote(kind: ManualCredit, language: Language) -> None:
    screen = manual_credit(kind, "act-17", 2**63 - 1, Translator(language, strict=True))
    check_fits(screen)
    assert seen(screen).endswith("№ act-17")


def test_they_name_the_amount_as_people_do() -> None:
    t = Translator(Language.EN, strict=True)
    assert seen(manual_credit(ManualCredit.ADDED, "act-1", 5_000, t)).startswith(
        "✅ 5,000 Ks has been added by our team"
    )
    assert seen(manual_credit(ManualCredit.PAID_OUT, "act-1", 5_000, t)).startswith(
        "✅ 5,000 Ks has been paid out to you"
    )


def test_what_the_use_cases_tell_can_be_drawn() -> None:
    assert {messages.ADDED, messages.PAID_OUT, messages.TAKEN_BACK} == set(ManualCredit)
