"""What operators type is read in one way or refused."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.withdrawal import CabinetOutcome
from bot.telegram.operators import arguments
from bot.telegram.operators.arguments import (
    CreditArguments,
    LimitArguments,
    RecordArguments,
    UsageError,
    WithdrawalArguments,
)

PAYOUT = WithdrawalArguments(player="tg-501", amount=10_000, account="09444595698")
READERS: list[Callable[[str], object]] = [
    arguments.read_payout,
    arguments.read_credit,
    arguments.read_record,
    arguments.read_limits,
    arguments.read_wallet_switch,
    arguments.read_id,
    arguments.read_subject,
    arguments.read_subject_and_reason,
    arguments.read_number,
    arguments.read_claim,
    arguments.read_id_and_reason,
    arguments.read_player,
    arguments.read_player_and_reason,
    arguments.read_ask,
    arguments.read_resolution,
    arguments.read_nothing,
]


@pytest.mark.parametrize(
    "text",
    [
        "tg-501 10000 09444595698",
        "tg-501 10,000 09444595698 kbzpay",
        "tg-501 10 000 09 444 595 698 KBZ",
        "tg-501 10k 09-444-595-698",
        "tg-501 1 သောင်း ၀၉၄၄၄၅၉၅၆၉၈",
        "tg-501 ၁၀,၀၀၀ ကျပ် ၀၉ ၄၄၄ ၅၉၅ ၆၉၈",
        "  tg-501\n10000 ks\t09444595698 ",
        "tg-501 10000 +959444595698",
        "tg-501 10000 959444595698",
        "tg-501 10 000 959 444 595 698",
        "tg-501 10 000 +95 9 444 595 698",
        "tg-501 10k ၉၅၉-၄၄၄-၅၉၅-၆၉၈",
        "tg-501 1 သောင်း 00959444595698",
    ],
)
def test_a_payout_is_read_as_people_write_it(text: str) -> None:
    assert arguments.read_payout(text) == PAYOUT


def test_what_is_missing_of_a_payout_is_left_open() -> None:
    assert arguments.read_payout("@aye") == WithdrawalArguments(player="@aye")
    assert arguments.read_payout("@aye wave").wallet == "wavepay"
    assert arguments.read_payout("@aye 1 lakh") == WithdrawalArguments(player="@aye", amount=100_000)


def test_an_account_of_the_wrong_length_is_left_to_the_wallets_rule() -> None:
    assert arguments.read_payout("tg-501 10000 0944459569").account == "0944459569"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tg-501 ten",
        "tg-501 50.000 09444595698",
        "tg-501 10000 12345",
        "tg-501 0 09444595698",
        "tg-501 10 000 944595",
        "tg-501 959444595698",
        "tg-501 +959444595698",
        "tg-501 959 444 595 698",
        "tg-501 ၉၅၉၄၄၄၅၉၅၆၉၈",
        "tg-501 959444595698 10000",
        "tg-501 959444595698 100000",
    ],
)
def test_a_doubtful_payout_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        arguments.read_payout(text)


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (arguments.read_credit, "tg-1 10 000 bonus 5", CreditArguments(player="tg-1", amount=10_000, reason="bonus 5")),
        (
            arguments.read_credit,
            "tg-1 1 lakh ကတိပေးထားသည် ၁၀",
            CreditArguments(player="tg-1", amount=100_000, reason="ကတိပေးထားသည် ၁၀"),
        ),
        (
            arguments.read_record,
            "@aye 5,000 09 444 595 698 R-77",
            RecordArguments(player="@aye", amount=5_000, account="09444595698", reference="R-77"),
        ),
        (arguments.read_limits, "kbz 1,000 500,000", LimitArguments(wallet="kbzpay_manual", low=1_000, high=500_000)),
        (arguments.read_limits, "kbz 1 000 500 000", LimitArguments(wallet="kbzpay_manual", low=1_000, high=500_000)),
        (arguments.read_id, " DEP-abc ", "dep-abc"),
        (arguments.read_subject, "W-abc", "w-abc"),
        (arguments.read_subject, "act:12", "act:12"),
        (arguments.read_subject, "#၁၂", "act:12"),
        (arguments.read_subject_and_reason, "12 wrong player", ("act:12", "wrong player")),
        (arguments.read_number, "#၇", 7),
        (arguments.read_claim, "7 tg-501", (7, "tg-501")),
        (arguments.read_id_and_reason, "dep-abc same picture", ("dep-abc", "same picture")),
        (arguments.read_player, "@Aye", "@Aye"),
        (arguments.read_player_and_reason, "tg-1 too many", ("tg-1", "too many")),
        (arguments.read_ask, "dep-abc Photo", ("dep-abc", "photo")),
        (arguments.read_resolution, "w-abc exists line 7", ("w-abc", CabinetOutcome.EXISTS, "line 7")),
        (arguments.read_resolution, "w-abc Absent nothing there", ("w-abc", CabinetOutcome.ABSENT, "nothing there")),
        (arguments.read_resolution, "w-abc paid line 7", ("w-abc", CabinetOutcome.PAID, "line 7")),
        (arguments.read_resolution, "w-abc failed line 7", ("w-abc", CabinetOutcome.FAILED, "line 7")),
    ],
)
def test_each_command_reads_its_words(read: Callable[[str], object], text: str, expected: object) -> None:
    assert read(text) == expected


def test_a_wallet_is_named_by_its_type_or_as_people_call_it() -> None:
    assert arguments.read_wallet_switch("off WavePay")[0].type == "wavepay"
    assert arguments.read_wallet_switch("ON kbzpay_manual")[1] is True


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (arguments.read_credit, "tg-1 10000"),
        (arguments.read_credit, "tg-1 10 00 bonus"),
        (arguments.read_credit, "tg-1 5000 k bonus"),
        (arguments.read_credit, "tg-1 10000 ok"),
        (arguments.read_credit, "tg-1 0 nothing"),
        (arguments.read_record, "tg-1 5000 09444595698"),
        (arguments.read_limits, "kbz 5000 1000"),
        (arguments.read_limits, "kbz 1 500 500 000"),
        (arguments.read_limits, "visa 1000 5000"),
        (arguments.read_wallet_switch, "kbzpay off"),
        (arguments.read_id, "dep-abc more"),
        (arguments.read_id, "w:abc"),
        (arguments.read_number, "seven"),
        (arguments.read_number, "²"),
        (arguments.read_claim, "tg-501 7"),
        (arguments.read_id_and_reason, "dep-abc"),
        (arguments.read_player, "two words"),
        (arguments.read_ask, "dep-abc both"),
        (arguments.read_resolution, "w-abc perhaps not sure"),
        (arguments.read_nothing, "something"),
    ],
)
def test_what_is_not_meant_so_is_refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(UsageError):
        read(text)


def test_an_option_stands_there_or_not() -> None:
    assert arguments.read_option("", "open") is False
    assert arguments.read_option(" Open ", "open") is True
    with pytest.raises(UsageError):
        arguments.read_option("shut", "open")


@pytest.mark.parametrize("read", READERS)
@given(
    text=st.text(max_size=200)
    | st.lists(st.sampled_from(["w-a", "10000", "09444595698", "k", "1", "on"])).map(" ".join)
)
@example(text="tg 1 \u200b bonus")
@example(text="a 1 2 \u2060")
def test_nothing_that_is_typed_breaks_a_reader(read: Callable[[str], Any], text: str) -> None:
    try:
        read(text)
    except UsageError:
        return


@given(amount=st.integers(min_value=1, max_value=10**9), tail=st.integers(min_value=0, max_value=10**9 - 1))
def test_amount_and_account_are_told_apart_however_they_are_grouped(amount: int, tail: int) -> None:
    account = f"09{tail:09}"
    grouped = f"{account[:2]} {account[2:5]} {account[5:8]} {account[8:]}"
    for written in (str(amount), f"{amount:,}"):
        for shown in (account, grouped, f"+95{account[1:]}", f"95{account[1:]}", f"+95 {grouped[1:]}"):
            read = arguments.read_payout(f"tg-1 {written} {shown}")
            assert (read.amount, read.account) == (amount, account)
