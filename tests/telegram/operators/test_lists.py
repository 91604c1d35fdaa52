"""What operators look at, in both languages: every list has its words, and whatever stands in it fits a message."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.deposit import DepositStatus
from bot.domain.entry import Reason
from bot.domain.player import Language
from bot.domain.report import (
    FoundKind,
    Health,
    Hit,
    Match,
    Moment,
    OpenAlert,
    Queue,
    Received,
    Sum,
    Timeline,
    TimelineSource,
    Today,
    Unclaimed,
    WalletDay,
)
from bot.domain.withdrawal import WithdrawalStatus
from bot.telegram.message import Screen
from bot.telegram.operators import lists, reports
from bot.telegram.operators.callbacks import View
from bot.telegram.operators.pages import PagedReport, page
from bot.telegram.operators.timeline import timeline
from tests.telegram.operators.samples import DEPOSIT, EN, ENTRY, LARGEST, NOW, PAYOUT, T, report
from tests.telegram.rendered import CAPTION_LENGTH, buttons, check_fits, presses, seen


def shown(laid: PagedReport, language: Language) -> Screen:
    """Every page fits; the first one."""
    for number in range(20):
        check_fits(page(laid, T[language], view=View.TIMELINE, arg="dep-abc2345678", number=number))
    return page(laid, T[language], view=View.TIMELINE, arg="dep-abc2345678")


@pytest.mark.parametrize("language", Language)
@settings(max_examples=20, deadline=None)
@given(text=st.text(max_size=3_000))
def test_a_time_line_shows_every_source_whatever_stands_in_it(language: Language, text: str) -> None:
    moments = tuple(
        Moment(
            at=NOW,
            source=source,
            what=Reason.CONFLICT.value if source is TimelineSource.QUARANTINE else text,
            detail=text,
            ref=text,
            amount=LARGEST,
            actor=902,
        )
        for source in TimelineSource
    )
    shown(timeline(Timeline(subject=replace(DEPOSIT, refusal=text), moments=moments * 4), T[language]), language)
    shown(timeline(Timeline(subject=replace(PAYOUT, detail=text), moments=moments), T[language]), language)


@pytest.mark.parametrize("language", Language)
def test_every_list_has_words_and_fits(language: Language) -> None:
    t = T[language]
    deposits = [replace(DEPOSIT, status=status, label="z" * 36) for status in DepositStatus] * 6
    payouts = [replace(PAYOUT, status=status, label="z" * 36, is_test=True) for status in WithdrawalStatus] * 6
    received = [
        Received(id=LARGEST, source="paykassma", state="bad", reason="<" * 500, body="", received_at=NOW)
        for _ in range(40)
    ]
    for laid in (
        lists.pending(deposits, NOW, t),
        lists.pending([], NOW, t),
        lists.withdrawals(payouts, NOW, t),
        lists.withdrawals([], NOW, t),
        lists.inbox(received, t, bad=True),
        lists.inbox([], t, bad=False),
        lists.player(report(hold="<b>"), NOW, t),
        lists.player(replace(report(), chats=(), deposits=(), withdrawals=()), NOW, t),
    ):
        shown(laid, language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_page_of_what_waits_fits_whatever_the_entries_hold(number: int, language: Language) -> None:
    long = replace(ENTRY, label="<" * 300, transaction_id="&" * 300, deposit_id=DEPOSIT.id, owner="z" * 36)
    entries = tuple(replace(long, reason=reason, amount=LARGEST) for reason in Reason)
    held = Sum(count=3, amount=LARGEST)
    for first in range(0, len(entries), 10):
        page = Unclaimed(
            entries=entries[first : first + 10], number=number, pages=3, count=25, money=20, above_ceiling=held
        )
        screen = lists.unclaimed(page, T[language])
        check_fits(screen)
        pressed = [press for press in presses(screen) if press.startswith("o|unclaimed")]
        assert len(pressed) == (2 if number in {0, 2} else 3)
    check_fits(
        lists.unclaimed(Unclaimed(entries=(), number=0, pages=1, count=0, money=0, above_ceiling=Sum()), T[language])
    )


@pytest.mark.parametrize("language", Language)
def test_whatever_was_found_has_a_line_and_a_way_on(language: Language) -> None:
    states = {FoundKind.DEPOSIT: "credited", FoundKind.WITHDRAWAL: "paid"}
    hits = [
        Hit(
            found=found,
            match=Match.ID,
            id="dep-abc2345678",
            at=NOW,
            status=states.get(found, ""),
            label="z" * 36,
            wallet="wavepay",
            amount=LARGEST,
        )
        for found in list(FoundKind) * 5
    ]
    screen = shown(lists.found(hits, T[language]), language)
    assert len(buttons(screen)) > 2
    shown(lists.found([], T[language]), language)


@pytest.mark.parametrize("language", Language)
def test_the_day_fits_a_caption_and_the_house_a_message(language: Language) -> None:
    t = T[language]
    day = Today(
        start=NOW,
        now=NOW + 60_000,
        begun={},
        wallets=tuple(
            WalletDay(wallet=wallet, credited=Sum(count=LARGEST, amount=LARGEST), hours=(0,) * 24)
            for wallet in ("kbzpay_manual", "wavepay", "else")
        ),
        median_ms=90_000,
        by_hand=Sum(amount=LARGEST),
        reversed=Sum(amount=LARGEST),
        paid_out=Sum(amount=LARGEST),
        waiting=LARGEST,
        oldest_claim=1,
    )
    check_fits(Screen(text=reports.today(day, t)), CAPTION_LENGTH)
    check_fits(Screen(text=reports.today(replace(day, median_ms=None, oldest_claim=0), t)), CAPTION_LENGTH)
    told = '{"kind": "provider_unreachable", "values": {"tries": 3}}'
    health = Health(
        now=NOW,
        last_postback=0,
        last_update=NOW,
        inbox=Queue(waiting=0, since=0),
        outbox=Queue(waiting=9, since=NOW),
        bad=1,
        dead=2,
        alerts=(OpenAlert(kind="provider_unreachable", subject="", told=told, since=1),) * 50,
        database_bytes=5_000,
        free_bytes=80 * 2**30,
        last_answer=(NOW, "done"),
    )
    shown(reports.health(health, t), language)
    if language is Language.EN:
        assert "Database 5000 B · free 80 GiB" in seen(shown(reports.health(health, t), language))


def test_an_age_is_told_in_its_largest_unit() -> None:
    minute = 60_000
    ages = {12 * minute: "12 min", 119 * minute: "119 min", 120 * minute: "2 h", 47 * 60 * minute: "47 h"}
    assert {lists.age(NOW - past, NOW, EN): past for past in ages} == {words: past for past, words in ages.items()}
    assert lists.age(NOW - 48 * 60 * minute, NOW, EN) == "2 d"
    assert lists.age(0, NOW, EN) == "–"
    assert lists.ago(0, NOW, EN) == "never"
