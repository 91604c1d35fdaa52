"""Greeting, menu, help, history, kind words, refusals and rings."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import errors
from bot.domain.deposit import Deposit, DepositFlag, DepositStatus, Step
from bot.domain.player import Language
from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet
from bot.i18n import Translator
from bot.telegram.message import Screen
from bot.telegram.player import screens
from bot.telegram.player.callbacks import DepositAction, Go, Limit, Menu, NearestLimit, OnDeposit, PickWallet, Speak
from bot.telegram.player.notifications import MoneyMessage, money_message
from bot.telegram.player.screens import TOAST_LENGTH
from tests.telegram.rendered import CAPTION_LENGTH, buttons, check_fits, presses, seen, units

LARGEST = 2**63 - 1
EN = Translator(Language.EN, strict=True)
MY = Translator(Language.MY, strict=True)
BOTH = pytest.mark.parametrize("t", [EN, MY], ids=["en", "my"])
WALLETS = (KBZPAY, WAVEPAY)
DEPOSIT = Deposit(
    id="D7K2M9Q",
    player_id=1,
    label="tg-1",
    wallet=KBZPAY.type,
    status=DepositStatus.CREDITED,
    amount=10_000,
    credited_amount=9_000,
    created_at=1_790_000_000_000,
)


def _tree(error: type[errors.DomainError]) -> Iterator[type[errors.DomainError]]:
    yield error
    for child in error.__subclasses__():
        yield from _tree(child)


REFUSALS = pytest.mark.parametrize("error", list(_tree(errors.DomainError)), ids=lambda error: error.__name__)
VALUES: dict[str, errors.Value] = {
    "operator": "123456789",
    "limit": LARGEST,
    "have": 999,
    "low": 10,
    "high": 11,
    "kind": "<" * 999,
    "left": LARGEST,
    "digits": 11,
    "hours": 24,
    "status": "none",
    "id": "w-" + "z" * 34,
    "wallet": "wavepay",
    "player": "@" + "z" * 32,
    "first": "z" * 36,
    "second": "z" * 36,
    "stage": "none",
    "ref": "kbzpay_manual/MMK/" + "9" * 25,
    "reason": "closed",
    "role": "checker",
    "known": "9" * 25,
    "days": 30,
    "deposit": "z" * 36,
}


@BOTH
def test_every_screen_fits_with_extreme_values(t: Translator) -> None:
    large = replace(DEPOSIT, id="X" * 36, amount=LARGEST, credited_amount=LARGEST)
    shown = [
        screens.welcome(t),
        screens.menu(t),
        screens.linked(t),
        screens.language_choice(t),
        screens.language_set(t),
        screens.help_text(t, WALLETS, (LARGEST, LARGEST)),
        screens.help_text(t, WALLETS, (LARGEST, LARGEST), can_read=True),
        screens.help_text(t, (), (1, 1)),
        screens.choose_wallet(t, WALLETS),
        screens.choose_wallet(t, ()),
        screens.nothing_open(t),
        screens.number_known(large, t),
        screens.picture_kept(large, t),
        screens.enough_pictures(t),
        screens.claim_waits(large, t, 0),
        screens.claim_waits(large, t, 64),
        screens.is_correction(large, t, "9" * 20, 4),
        screens.history(t, (LARGEST, LARGEST), [large] * 50),
        screens.history(t, (0, 0), []),
        screens.crashed("&" * 999, t),
        *(screens.being_checked(replace(large, status=status), t) for status in DepositStatus),
        *(screens.nonsense(step, t, wallet) for step in Step for wallet in ("", KBZPAY.type, WAVEPAY.type)),
        *(money_message(kind, large, t) for kind in MoneyMessage),
    ]
    for screen in shown:
        check_fits(screen)


@settings(deadline=None)  # the machine may be busy
@given(st.text())
def test_a_hostile_name_is_greeted_as_plain_text(name: str) -> None:
    for t in (EN, MY):
        check_fits(screens.welcome(t, name))


@BOTH
@pytest.mark.parametrize("wallet", WALLETS, ids=lambda wallet: wallet.name)
def test_captions_fit_under_a_picture(t: Translator, wallet: Wallet) -> None:
    for can_read in (False, True):
        check_fits(Screen(text=screens.how_to_caption(wallet, t, can_read=can_read)), CAPTION_LENGTH)


def test_the_menu_offers_the_other_language_by_its_own_name() -> None:
    assert buttons(screens.menu(EN))[-1].text == "မြန်မာ"
    assert presses(screens.menu(EN))[-1] == Speak(language=Language.MY).pack()
    assert buttons(screens.menu(MY))[-1].text == "English"
    assert presses(screens.menu(MY))[-1] == Speak(language=Language.EN).pack()


def test_the_wallet_used_last_comes_first() -> None:
    wave, kbz = PickWallet(wallet=WAVEPAY.type).pack(), PickWallet(wallet=KBZPAY.type).pack()
    assert presses(screens.choose_wallet(EN, WALLETS, WAVEPAY.type))[:2] == [wave, kbz]
    assert presses(screens.choose_wallet(EN, WALLETS))[:2] == [kbz, wave]


def test_beside_a_deposit_that_is_checked_a_new_one_may_be_started() -> None:
    screen = screens.being_checked(replace(DEPOSIT, status=DepositStatus.SUBMITTED), EN)
    assert presses(screen) == [Menu(go=Go.DEPOSIT_ANYWAY).pack()]


def test_history_begins_with_both_totals_even_where_nothing_was_paid_out() -> None:
    assert seen(screens.history(EN, (50_000, 20_000), [])).startswith("Deposited 50,000 Ks · Paid out 20,000 Ks\n")
    assert seen(screens.history(EN, (50_000, 0), [])).startswith("Deposited 50,000 Ks · Paid out 0 Ks\n")


def test_history_gives_amount_wallet_state_and_day() -> None:
    line = seen(screens.history(EN, (0, 0), [DEPOSIT])).splitlines()[2]
    assert line == "9,000 Ks · KBZPay · added · 21 September 20:43"


@BOTH
def test_every_state_and_every_step_has_words_of_its_own(t: Translator) -> None:
    shown = seen(screens.history(t, (0, 0), [replace(DEPOSIT, status=status) for status in DepositStatus]))
    assert len(shown.splitlines()) == 2 + len(DepositStatus)
    assert set(screens.STATES) == set(DepositStatus)
    assert len({screens.prompt(step, t).text for step in Step}) == len(Step)


@BOTH
def test_a_claim_that_waits_for_people_names_no_minutes(t: Translator) -> None:
    for_people, for_minutes = (seen(screens.claim_waits(DEPOSIT, t, minutes)) for minutes in (0, 64))
    assert t.number(64) in for_minutes
    assert t.number(0) + " " not in for_people.replace(t.amount(DEPOSIT.amount), "")


def test_nonsense_is_answered_with_what_is_waited_for() -> None:
    assert "Transaction ID" in seen(screens.nonsense(Step.NUMBER, EN, WAVEPAY.type))
    assert "Transaction No. / Transaction ID" in seen(screens.nonsense(Step.NUMBER, EN))
    assert presses(screens.nonsense(Step.NOTHING, EN)) == presses(screens.menu(EN))


@BOTH
@REFUSALS
def test_every_refusal_has_a_text_and_fits_the_answer_to_a_button(
    error: type[errors.DomainError], t: Translator
) -> None:
    check_fits(screens.error(error(**VALUES), t))
    assert 1 <= units(screens.toast(error(**VALUES), t)) <= TOAST_LENGTH
    if error is not errors.PictureUnsupported:
        assert not screens.toast(error(**VALUES), t).endswith("…")


@REFUSALS
def test_a_refusal_that_was_written_down_reads_the_same(error: type[errors.DomainError]) -> None:
    assert screens.refused(error.key, EN, **VALUES) == screens.error(error(**VALUES), EN)


def test_an_amount_outside_the_limits_offers_the_nearest_as_a_button() -> None:
    small = screens.error(errors.AmountTooSmall(limit=1_000, deposit="dep-1"), EN)
    large = screens.error(errors.AmountTooLarge(limit=1_000_000, deposit="dep-1"), MY)
    assert presses(small) == [NearestLimit(id="dep-1", end=Limit.LOW).pack()]
    assert presses(large) == [NearestLimit(id="dep-1", end=Limit.HIGH).pack()]
    assert [button.text for button in buttons(small) + buttons(large)] == ["1,000 Ks", "၁,၀၀၀,၀၀၀ ကျပ်"]


def test_a_number_of_wrong_length_says_what_it_has_and_what_it_needs() -> None:
    shown = seen(screens.error(errors.NumberWrongLength(have=18, low=20, high=20), EN))
    assert "has 18 digits, but it needs 20." in shown
    assert "၁၈" in seen(screens.error(errors.NumberWrongLength(have=18, low=10, high=11), MY))
    assert "၁၀–၁၁" in seen(screens.error(errors.NumberWrongLength(have=18, low=10, high=11), MY))


def test_an_old_button_says_what_became_of_its_deposit() -> None:
    assert screens.toast(errors.Outdated(status="credited"), EN) == "This deposit is already credited."
    assert "out of date" in screens.toast(errors.Outdated(), EN)


def test_a_ring_carries_the_mark_of_its_deposit() -> None:
    for kind in MoneyMessage:
        assert seen(money_message(kind, DEPOSIT, EN)).endswith("№ D7K2M9Q")


def test_a_second_payment_rings_with_its_own_amount() -> None:
    twice = replace(DEPOSIT, credited_amount=15_000, flags=frozenset({DepositFlag.EXTRA}))
    assert seen(money_message(MoneyMessage.CREDITED, twice, EN, amount=5_000)).startswith("✅ 5,000 Ks added\n")


def test_a_refusal_that_rings_offers_the_corrections() -> None:
    refused = money_message(
        MoneyMessage.REFUSED, replace(DEPOSIT, status=DepositStatus.REJECTED, corrections=1), EN, max_corrections=2
    )
    assert presses(refused) == [
        OnDeposit(act=act, id=DEPOSIT.id).pack() for act in (DepositAction.FIX_NUMBER, DepositAction.NEW_PICTURE)
    ]
    assert not presses(money_message(MoneyMessage.REFUSED, replace(DEPOSIT, corrections=2), EN, max_corrections=2))


@BOTH
def test_commands_are_described_as_telegram_takes_them(t: Translator) -> None:
    described = screens.commands(t)
    assert [command.command for command in described] == ["deposit", "history", "help", "language", "cancel"]
    assert all(1 <= len(command.description) <= 256 for command in described)
