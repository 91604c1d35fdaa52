"""Cards and views in both languages: every state has its words, nothing from outside breaks one, all fit a message."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.act import Act, ProposedAct, Stage
from bot.domain.deposit import Deposit
from bot.domain.deposit import Status as DepositStatus
from bot.domain.entry import Kind, Reason
from bot.domain.player import Language, Recipient
from bot.domain.report import (
    Alarm,
    Chat,
    Found,
    Health,
    Hit,
    Match,
    Moment,
    PlayerReport,
    Quarantined,
    Queue,
    Received,
    Source,
    Sum,
    Timeline,
    Today,
    Totals,
    WalletDay,
)
from bot.domain.withdrawal import Flag, Status, Withdrawal
from bot.i18n import Translator
from bot.telegram.operators import cards, reports, views
from bot.telegram.operators.callbacks import View
from bot.telegram.operators.pages import Laid, page
from bot.telegram.operators.timeline import timeline
from bot.telegram.screens import Screen
from tests.telegram.rendered import CAPTION_LENGTH, buttons, check_fits, presses, seen

T = {language: Translator(language, strict=True) for language in Language}
EN = T[Language.EN]
NOW = 1_767_225_600_000
LARGEST = 2**63 - 1
RISKS = (
    "risk-first-payout",
    "risk-account-shared",
    "risk-account-unseen",
    "risk-above-credits",
    "risk-failed-lately",
)
PAYOUT = Withdrawal(
    id="w-abc2345678",
    player_id=501,
    label="tg-501",
    wallet="kbzpay_manual",
    amount=10_000,
    account="09444595698",
    is_test=False,
    status=Status.PROPOSED,
    maker=902,
    created_at=NOW,
    expires_at=NOW + 3_600_000,
)
DEPOSIT = Deposit(
    id="dep-abc2345678",
    player_id=501,
    label="tg-501",
    wallet="wavepay",
    status=DepositStatus.CREDITED,
    amount=10_000,
    transaction_number="0123456789",
    credited_amount=9_000,
    created_at=NOW,
)
ENTRY = Quarantined(
    id=7,
    reason=Reason.ORDER_UNKNOWN,
    kind=Kind.DEPOSIT,
    wallet="wavepay",
    currency="MMK",
    amount=10_000,
    transaction_id="0123456789",
    order_id="",
    withdrawal_id="",
    label="tg-501",
    raw="{}",
    inbox_id=1,
    is_open=True,
    at=NOW,
    closed_at=0,
)
PEOPLE = cards.People(maker="@maker", checker="@checker")


def report(name: str = "aye", hold: str | None = None) -> PlayerReport:
    chat = Chat(id=501, label="tg-501", username=name, language=Language.EN, created_at=NOW)
    return PlayerReport(
        recipient=Recipient(label="tg-501", player_id=501),
        chats=(chat,),
        totals=Totals(deposited=50_000, paid_out=20_000, held=10_000),
        deposits=(DEPOSIT,),
        withdrawals=(PAYOUT,),
        hold=hold,
    )


def drawn(payout: Withdrawal, *, now: int = NOW, asks: bool = False, hold: str | None = None) -> cards.Payout:
    return cards.Payout(
        withdrawal=payout, player=report(hold=hold), risks=RISKS, people=PEOPLE, now=now, asks_reason=asks
    )


def shown(laid: Laid, language: Language) -> Screen:
    """Every page fits; the first one."""
    for number in range(20):
        check_fits(page(laid, T[language], view=View.TIMELINE, arg="dep-abc2345678", number=number))
    return page(laid, T[language], view=View.TIMELINE, arg="dep-abc2345678")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("status", Status)
@settings(max_examples=15, deadline=None)
@given(text=st.text(max_size=400), is_test=st.booleans(), amount=st.integers(1, LARGEST))
def test_a_payouts_card_has_words_for_every_state(
    status: Status, language: Language, text: str, is_test: bool, amount: int
) -> None:
    payout = replace(
        PAYOUT,
        status=status,
        is_test=is_test,
        amount=amount,
        reason=text,
        detail=text,
        flags=frozenset(Flag),
        confirmed_at=NOW,
    )
    check_fits(cards.payout_card(drawn(payout, hold=text), T[language]))
    check_fits(cards.payout_card(drawn(payout, asks=True), T[language]))


def test_only_an_open_proposal_can_be_decided_and_warns() -> None:
    open_ = cards.payout_card(drawn(PAYOUT), EN)
    late = cards.payout_card(drawn(PAYOUT, now=PAYOUT.expires_at), EN)
    paid = cards.payout_card(drawn(replace(PAYOUT, status=Status.PAID)), EN)
    assert "oc|confirm|w-abc2345678" in presses(open_)
    assert len([line for line in seen(open_).splitlines() if line.startswith("⚠️")]) == len(RISKS)
    for closed in (late, paid):
        assert "oc|confirm|w-abc2345678" not in presses(closed)
        assert "⚠️" not in seen(closed)
    assert "Nobody confirmed in time" in seen(late)


def test_a_card_tells_real_money_from_a_test_and_a_stranger_from_a_player() -> None:
    assert "TEST" not in seen(cards.payout_card(drawn(PAYOUT), EN))
    assert "TEST" in seen(cards.payout_card(drawn(replace(PAYOUT, is_test=True)), EN))
    assert "will not be told" not in seen(cards.payout_card(drawn(PAYOUT), EN))
    assert "will not be told" in seen(cards.payout_card(drawn(replace(PAYOUT, player_id=0)), EN))


VALUES: dict[Act, dict[str, str | int]] = {
    Act.CLAIM: {"quarantine": 7, "label": "tg-501"},
    Act.CREDIT: {"label": "tg-501", "amount": 10_000, "reason": "because"},
    Act.REVERSE: {"deposit": DEPOSIT.id, "reason": "because"},
    Act.RECORD: {"label": "tg-501", "amount": 10_000, "account": "09444595698", "reference": "77"},
    Act.UNFREEZE: {},
    Act.RESOLVE: {"withdrawal": PAYOUT.id, "exists": "no", "reason": "because"},
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("kind", Act)
def test_an_acts_card_has_words_for_every_kind_and_stage(kind: Act, stage: Stage, language: Language) -> None:
    act = ProposedAct(
        id=3, kind=kind, values=VALUES[kind], maker=902, stage=stage, created_at=NOW, expires_at=NOW + 1, reason="<b>"
    )
    card = cards.act_card(
        cards.Proposal(
            act=act,
            people=PEOPLE,
            now=NOW,
            player=report() if "label" in act.values else None,
            entry=ENTRY if kind is Act.CLAIM else None,
            deposit=DEPOSIT if kind is Act.REVERSE else None,
            withdrawal=PAYOUT if kind is Act.RESOLVE else None,
        ),
        T[language],
    )
    check_fits(card)
    assert ("oc|confirm|act:3" in presses(card)) == (stage is Stage.PROPOSED)


@pytest.mark.parametrize("language", Language)
@settings(max_examples=20, deadline=None)
@given(text=st.text(max_size=3_000))
def test_a_time_line_shows_every_source_whatever_stands_in_it(language: Language, text: str) -> None:
    moments = tuple(
        Moment(
            at=NOW,
            source=source,
            what=Reason.CONFLICT.value if source is Source.QUARANTINE else text,
            detail=text,
            ref=text,
            amount=LARGEST,
            actor=902,
        )
        for source in Source
    )
    shown(timeline(Timeline(subject=replace(DEPOSIT, refusal=text), moments=moments * 4), T[language]), language)
    shown(timeline(Timeline(subject=replace(PAYOUT, detail=text), moments=moments), T[language]), language)


@pytest.mark.parametrize("language", Language)
def test_every_list_has_words_and_fits(language: Language) -> None:
    t = T[language]
    deposits = [replace(DEPOSIT, status=status, label="z" * 36) for status in DepositStatus] * 6
    payouts = [replace(PAYOUT, status=status, label="z" * 36, is_test=True) for status in Status] * 6
    entries = [replace(ENTRY, reason=reason) for reason in Reason]
    received = [
        Received(id=LARGEST, source="paykassma", state="bad", reason="<" * 500, body="", received_at=NOW)
        for _ in range(40)
    ]
    for laid in (
        views.pending(deposits, NOW, t),
        views.pending([], NOW, t),
        views.withdrawals(payouts, NOW, t),
        views.withdrawals([], NOW, t),
        views.unclaimed(entries, t),
        views.unclaimed([], t),
        views.inbox(received, t, bad=True),
        views.inbox([], t, bad=False),
        views.player(report(hold="<b>"), NOW, t),
        views.player(replace(report(), chats=(), deposits=(), withdrawals=()), NOW, t),
    ):
        shown(laid, language)


@pytest.mark.parametrize("language", Language)
def test_whatever_was_found_has_a_line_and_a_way_on(language: Language) -> None:
    states = {Found.DEPOSIT: "credited", Found.WITHDRAWAL: "paid"}
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
        for found in list(Found) * 5
    ]
    screen = shown(views.found(hits, T[language]), language)
    assert len(buttons(screen)) > 2
    shown(views.found([], T[language]), language)


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
    house = Health(
        now=NOW,
        last_postback=0,
        last_update=NOW,
        inbox=Queue(waiting=0, since=0),
        outbox=Queue(waiting=9, since=NOW),
        bad=1,
        dead=2,
        alarms=(Alarm(kind="provider_unreachable", subject="", told=told, since=1),) * 50,
        database_bytes=5_000,
        free_bytes=80 * 2**30,
        last_answer=(NOW, "done"),
    )
    shown(reports.health(house, t), language)
    if language is Language.EN:
        assert "Database 5000 B · free 80 GiB" in seen(shown(reports.health(house, t), language))


def test_an_age_is_told_in_its_largest_unit() -> None:
    minute = 60_000
    ages = {12 * minute: "12 min", 119 * minute: "119 min", 120 * minute: "2 h", 47 * 60 * minute: "47 h"}
    assert {views.age(NOW - past, NOW, EN): past for past in ages} == {words: past for past, words in ages.items()}
    assert views.age(NOW - 48 * 60 * minute, NOW, EN) == "2 d"
    assert views.age(0, NOW, EN) == "–"
    assert views.ago(0, NOW, EN) == "never"
