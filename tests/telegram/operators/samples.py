"""What cards and views are drawn from in tests: one of each, and both languages strictly."""

from dataclasses import replace

from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.entry import EntryKind, Reason
from bot.domain.player import Language, Recipient
from bot.domain.report import (
    KnownChat,
    PlayerReport,
    QuarantinedEntry,
    Totals,
)
from bot.domain.withdrawal import Withdrawal, WithdrawalStatus
from bot.domain.withdrawal_risk import WithdrawalRisk, WithdrawalRiskKind
from bot.i18n import Translator
from bot.telegram.operators import cards

T = {language: Translator(language, strict=True) for language in Language}
EN = T[Language.EN]
NOW = 1_767_225_600_000
LARGEST = 2**63 - 1
PAYOUT = Withdrawal(
    id="w-abc2345678",
    player_id=501,
    label="tg-501",
    wallet="kbzpay_manual",
    amount=10_000,
    account="09444595698",
    is_test=False,
    status=WithdrawalStatus.PROPOSED,
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
ENTRY = QuarantinedEntry(
    id=7,
    reason=Reason.ORDER_UNKNOWN,
    kind=EntryKind.DEPOSIT,
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
    chat = KnownChat(id=501, label="tg-501", username=name, language=Language.EN, created_at=NOW)
    return PlayerReport(
        recipient=Recipient(label="tg-501", player_id=501),
        chats=(chat,),
        totals=Totals(deposited=50_000, paid_out=20_000, reserved=10_000),
        deposits=(DEPOSIT,),
        withdrawals=(PAYOUT,),
        hold=hold,
    )


OTHER = replace(PAYOUT, id="w-other22222", label="player-7", status=WithdrawalStatus.UNKNOWN)
RISKS = tuple(
    WithdrawalRisk(
        kind=kind,
        other=None
        if kind
        in {WithdrawalRiskKind.FIRST_PAYOUT, WithdrawalRiskKind.ACCOUNT_UNSEEN, WithdrawalRiskKind.ABOVE_CREDITS}
        else OTHER,
    )
    for kind in WithdrawalRiskKind
)
