"""The deposit card: one message per deposit, edited whenever the deposit changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton

from bot.domain.dead_number import ASKING, NONE, SAME
from bot.domain.deposit import Deposit, DepositFlag, DepositStatus, Step, expects, is_receipt_first
from bot.domain.money import group_digits
from bot.domain.wallet import WALLETS, Wallet
from bot.i18n import Translator, code
from bot.telegram.keyboards import Row, copy, in_rows, keyboard, link, press
from bot.telegram.message import Screen
from bot.telegram.player.buttons import go, on_deposit
from bot.telegram.player.callbacks import BadNumber, DepositAction, Go, OfferedAmount, SwitchWallet, mark_of
from bot.telegram.player.receipt_question import asks_back, number_part, read_rows
from bot.telegram.player.screens import EXAMPLE_AMOUNT, about

VERDICTS = {
    "soon": "card-submitted-soon",
    "checking": "card-submitted-checking",
    "searching": "card-submitted-searching",
    "below_minimum": "card-submitted-below-minimum",
}
REFUSALS = {
    "number": "refusal-number",
    "receipt": "refusal-receipt",
    "used": "refusal-used",
    "amount": "refusal-amount",
}
"""The texts for `Deposit.refusal`. A player never sees the provider's own words."""

NO_OTHER = {SAME: "card-same-number", NONE: "card-no-other-number"}
"""The texts for `Deposit.refusal` when another receiving number was asked for and none came."""

CORRECTIONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """Everything that a card shows."""

    deposit: Deposit
    t: Translator
    wallets: Sequence[Wallet]
    quick_amounts: Sequence[int]
    limits: tuple[int, int]
    window_url: str | None
    max_corrections: int
    can_read: bool

    @property
    def wallet(self) -> Wallet:
        return WALLETS[self.deposit.wallet]

    def say(self, key: str, **values: str | int) -> str:
        return self.t(key, **{**about(self.deposit, self.t), **values})

    def act(self, text: str, act: DepositAction) -> InlineKeyboardButton:
        return on_deposit(self.t, text, act, self.deposit.id)

    def screen(self, blocks: Sequence[str], *rows: Row) -> Screen:
        shown = [block for block in blocks if block]
        return Screen(text="\n\n".join(shown), keyboard=keyboard(*rows))


def deposit_card(  # noqa: PLR0913 - a card shows what the settings and the provider allow, not only the row
    deposit: Deposit,
    t: Translator,
    *,
    wallets: Sequence[Wallet],
    quick_amounts: Sequence[int],
    limits: tuple[int, int],
    window_url: str | None,
    now_ms: int,
    max_corrections: int = CORRECTIONS,
    can_read: bool = False,
) -> Screen:
    """The card of `deposit` at `now_ms`.

    `wallets` are those open now, `quick_amounts` as in the settings (a button carries the index), `limits` the lowest
    and highest amount in whole kyat. An expired number is not shown, even if the row is not yet marked as expired.
    """
    view = _View(
        deposit=deposit,
        t=t,
        wallets=wallets,
        quick_amounts=quick_amounts,
        limits=limits,
        window_url=window_url,
        max_corrections=max_corrections,
        can_read=can_read,
    )
    over = deposit.status is DepositStatus.AWAITING_PAYMENT and 0 < deposit.number_expires_at <= now_ms
    return _CARDS[DepositStatus.EXPIRED if over else deposit.status](view)


def refusal_blocks(deposit: Deposit, t: Translator, max_corrections: int) -> list[str]:
    """Why a claim was refused, and how many corrections are left."""
    left = max(0, max_corrections - deposit.corrections)
    values = about(deposit, t)
    reason = t(REFUSALS.get(deposit.refusal, "refusal-other"), **values)
    return [reason, t("corrections-left", left=left) if left else t("corrections-over")]


def correction_rows(deposit: Deposit, t: Translator, max_corrections: int) -> list[Row]:
    """The buttons that correct a refused or checked claim; none if no correction is left."""
    if deposit.corrections >= max_corrections:
        return []
    picture = [on_deposit(t, "button-new-picture", DepositAction.NEW_PICTURE, deposit.id)]
    has_picture = deposit.status is DepositStatus.REJECTED or WALLETS[deposit.wallet].needs_receipt
    return [
        [on_deposit(t, "button-fix-number", DepositAction.FIX_NUMBER, deposit.id)],
        picture if has_picture else [],
    ]


def credit_notes(deposit: Deposit, t: Translator) -> list[str]:
    """What was unusual about a credit and matters to the player."""
    flags = deposit.flags
    differs = DepositFlag.EXTRA not in flags and deposit.amount not in {0, deposit.credited_amount}
    notes = {
        "note-differs": differs,
        "note-extra": DepositFlag.EXTRA in flags,
        "note-rejected": DepositFlag.WAS_REJECTED in flags,
        "note-late": DepositFlag.LATE in flags and DepositFlag.WAS_REJECTED not in flags,
    }
    return [t(key, **about(deposit, t)) for key, applies in notes.items() if applies]


def _draft(view: _View) -> Screen:
    if is_receipt_first(view.deposit):
        return _paid_first(view)
    if not view.deposit.amount:
        return _ask_amount(view)
    return _no_number(view) if view.deposit.refusal else _getting_number(view)


def _paid_first(view: _View) -> Screen:
    """A receipt-first deposit: the player has paid already, and only has to complete the claim."""
    if expects(view.deposit) is Step.AMOUNT:
        return _ask_amount(view, "card-ask-paid-amount")
    rows = read_rows(view.deposit, view.t) or [[view.act("button-how-to", DepositAction.HOW_TO)]]
    text = view.say("card-paid-amount" if view.deposit.amount else "card-paid")
    return view.screen([text, _parts(view)], *rows, [_cancel(view)])


def _ask_amount(view: _View, key: str = "card-ask-amount") -> Screen:
    low, high = view.limits
    quick = [
        press(view.t.amount(amount), OfferedAmount(id=view.deposit.id, index=index, among=mark_of(view.quick_amounts)))
        for index, amount in enumerate(view.quick_amounts)
        if low <= amount <= high
    ]
    example = view.t.amount(min(max(EXAMPLE_AMOUNT, low), high))
    text = view.say(key, example=example, low=view.t.amount(low), high=view.t.amount(high))
    return view.screen([text], *in_rows(quick, 2), [_cancel(view)])


def _getting_number(view: _View) -> Screen:
    return view.screen([view.say("card-getting-number")], [_cancel(view)])


def _no_number(view: _View) -> Screen:
    others = [wallet for wallet in view.wallets if wallet.type != view.deposit.wallet]
    return view.screen(
        [view.say("card-no-number"), view.say("card-other-wallet") if others else ""],
        [view.act("button-retry", DepositAction.RETRY)],
        *([press(other.name, SwitchWallet(id=view.deposit.id, wallet=other.type))] for other in others),
        [_cancel(view)],
    )


def _awaiting_payment(view: _View) -> Screen:
    deposit, t = view.deposit, view.t
    until = deposit.number_expires_at
    valid = view.say("card-valid-until", time=t.time(until)) if until else ""
    # Grouped for reading; the button copies the plain number, which every wallet app accepts.
    pay = view.say("card-pay", number=code(group_digits(deposit.wallet_number)))
    steps = view.say(_next_key(view))
    copies = [
        copy(t.plain("button-copy-number"), deposit.wallet_number),
        copy(t.plain("button-copy-amount"), str(deposit.amount)),
    ]
    if deposit.refusal == ASKING:
        return view.screen([view.say("card-other-number", number=deposit.wallet_number)], [_cancel(view)])
    if asks_back(deposit):
        return view.screen([pay, _parts(view)], *read_rows(deposit, t), [_cancel(view)])
    return view.screen(
        [pay, *_no_other(view), valid, _parts(view) if _has_part(deposit) else steps],
        copies,
        [view.act("button-how-to", DepositAction.HOW_TO), *_window(view)],
        [press(t.plain("button-bad-number"), BadNumber(id=deposit.id, number=deposit.wallet_number))],
        [_cancel(view)],
    )


def _no_other(view: _View) -> list[str]:
    """Tells that there is no other receiving number, if the player asked for one."""
    text = NO_OTHER.get(view.deposit.refusal)
    return [view.say(text)] if text else []


def _cancel(view: _View) -> InlineKeyboardButton:
    return view.act("button-cancel", DepositAction.CANCEL)


def _next_key(view: _View) -> str:
    if view.can_read:
        return "card-next-picture"
    return "card-next-both" if view.wallet.needs_receipt else "card-next-number"


def _expired(view: _View) -> Screen:
    parts = _parts(view) if _has_part(view.deposit) else ""
    return view.screen(
        [view.say("card-expired"), parts, _mark(view)],
        *read_rows(view.deposit, view.t),
        [view.act("button-have-paid", DepositAction.HAVE_PAID)],
        [view.act("button-new-number", DepositAction.NEW_NUMBER)],
    )


def _claimed(view: _View) -> Screen:
    return _checked(view, "card-claimed")


def _submitted(view: _View) -> Screen:
    text = VERDICTS.get(view.deposit.verdict, "card-submitted-checking")
    return _checked(view, text)


def _checked(view: _View, text: str) -> Screen:
    """A claim that is being checked; a wrong digit can still be corrected."""
    rows = read_rows(view.deposit, view.t) or correction_rows(view.deposit, view.t, view.max_corrections)
    return view.screen([view.say(text), _parts(view), _mark(view)], *rows)


def _rejected(view: _View) -> Screen:
    reasons = refusal_blocks(view.deposit, view.t, view.max_corrections)
    rows = read_rows(view.deposit, view.t) or correction_rows(view.deposit, view.t, view.max_corrections)
    return view.screen([view.say("card-rejected"), *reasons, _parts(view), _mark(view)], *rows)


def _cancelled(view: _View) -> Screen:
    is_paid = view.deposit.receipt_id and not view.deposit.wallet_number
    text = "card-cancelled-number" if view.deposit.wallet_number else "card-cancelled"
    text = "card-cancelled-paid" if is_paid else text
    return view.screen([view.say(text), _mark(view)], [go(view.t, "button-deposit", Go.DEPOSIT)])


def _credited(view: _View) -> Screen:
    again = [go(view.t, "button-deposit-again", Go.DEPOSIT), go(view.t, "button-history", Go.HISTORY)]
    receipt = [view.act("button-receipt", DepositAction.RECEIPT)]
    return view.screen([view.say("card-credited"), *credit_notes(view.deposit, view.t), _mark(view)], again, receipt)


def _reversed(view: _View) -> Screen:
    return view.screen([view.say("card-reversed"), _mark(view)])


def _has_part(deposit: Deposit) -> bool:
    return bool(deposit.transaction_number or deposit.receipt_id)


def _parts(view: _View) -> str:
    """Which parts of the claim the bot has, and which are missing."""
    deposit = view.deposit
    lines = [number_part(deposit, view.t)]
    if deposit.receipt_id:
        lines.append(view.say("part-receipt"))
    elif view.wallet.needs_receipt:
        lines.append(view.say("part-need-receipt"))
    # A question is the last line, above its buttons.
    return "\n".join(reversed(lines) if asks_back(deposit) else lines)


def _window(view: _View) -> list[InlineKeyboardButton]:
    return [link(view.t.plain("button-window"), view.window_url)] if view.window_url else []


def _mark(view: _View) -> str:
    return view.say("card-mark")


_CARDS: Mapping[DepositStatus, Callable[[_View], Screen]] = {
    DepositStatus.DRAFT: _draft,
    DepositStatus.AWAITING_PAYMENT: _awaiting_payment,
    DepositStatus.CLAIMED: _claimed,
    DepositStatus.SUBMITTED: _submitted,
    DepositStatus.CREDITED: _credited,
    DepositStatus.REJECTED: _rejected,
    DepositStatus.EXPIRED: _expired,
    DepositStatus.CANCELLED: _cancelled,
    DepositStatus.REVERSED: _reversed,
}
