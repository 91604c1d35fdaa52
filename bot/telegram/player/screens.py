"""All players' screens except the card: greeting, menu, help, history, prompts and refusals."""

from collections.abc import Mapping, Sequence

from aiogram.types import BotCommand, InlineKeyboardButton

from bot.domain.deposit import BEING_CHECKED, Deposit, DepositStatus, Step
from bot.domain.errors import (
    AmountTooLarge,
    AmountTooSmall,
    DomainError,
    LinkExpired,
    LinkForged,
    LinkUsed,
    WalletClosed,
)
from bot.domain.money import group_digits
from bot.domain.player import Language
from bot.domain.wallet import WALLETS, Wallet
from bot.i18n import Translator, code
from bot.telegram.keyboards import keyboard, press
from bot.telegram.message import Screen
from bot.telegram.player.buttons import go, menu_rows, on_deposit, speak
from bot.telegram.player.callbacks import CorrectTo, DepositAction, Go, Limit, NearestLimit, PaidFirst, PickWallet

EXAMPLE_AMOUNT = 10_000
HISTORY_LENGTH = 10
TOAST_LENGTH = 200

STATES = {
    DepositStatus.DRAFT: "state-draft",
    DepositStatus.AWAITING_PAYMENT: "state-awaiting-payment",
    DepositStatus.CLAIMED: "state-claimed",
    DepositStatus.SUBMITTED: "state-submitted",
    DepositStatus.CREDITED: "state-credited",
    DepositStatus.REJECTED: "state-rejected",
    DepositStatus.EXPIRED: "state-expired",
    DepositStatus.CANCELLED: "state-cancelled",
    DepositStatus.REVERSED: "state-reversed",
}
STEPS = {
    Step.AMOUNT: "step-amount",
    Step.WAIT_FOR_NUMBER: "step-wait-for-number",
    Step.NUMBER: "step-number",
    Step.CONFIRMATION: "step-confirmation",
    Step.RECEIPT: "step-receipt",
    Step.CORRECTION: "step-correction",
    Step.NOTHING: "step-nothing",
}
COMMANDS = {
    "deposit": "command-deposit",
    "history": "command-history",
    "help": "command-help",
    "language": "command-language",
    "cancel": "command-cancel",
}

_LIMITS = {AmountTooSmall.key: Limit.LOW, AmountTooLarge.key: Limit.HIGH}
_BEGIN_ANEW = {WalletClosed.key, LinkForged.key, LinkExpired.key, LinkUsed.key}


def about(deposit: Deposit, t: Translator) -> dict[str, str | int]:
    """The values that texts about `deposit` may use."""
    wallet = WALLETS[deposit.wallet]
    return {
        "id": deposit.id,
        "type": wallet.type,
        "wallet": wallet.name,
        "amount": t.amount(deposit.amount),
        "credited": t.amount(deposit.credited_amount),
    }


def welcome(t: Translator, name: str = "") -> Screen:
    """The answer to `/start`; `name` is the player's first name in Telegram."""
    text = t("welcome-name", name=name) if name else t("welcome")
    return Screen(text=text, keyboard=keyboard(*menu_rows(t)))


def menu(t: Translator) -> Screen:
    """The menu on its own."""
    return _with_menu(t, t("menu"))


def linked(t: Translator) -> Screen:
    """A deep link has bound this chat to the merchant's player."""
    return _with_menu(t, t("linked"))


def language_choice(t: Translator) -> Screen:
    """The answer to `/language`."""
    return Screen(text=t("language-ask"), keyboard=keyboard([speak(t, language) for language in Language]))


def language_set(t: Translator) -> Screen:
    """The confirmation of a new language, which `t` already has."""
    return _with_menu(t, t("language-set"))


def commands(t: Translator) -> list[BotCommand]:
    """The commands as Telegram lists them beside the player's keyboard."""
    return [BotCommand(command=name, description=t.plain(key)) for name, key in COMMANDS.items()]


def help_text(t: Translator, wallets: Sequence[Wallet], limits: tuple[int, int], *, can_read: bool = False) -> Screen:
    """The help, with the open wallets and the limits in whole kyat."""
    names = ", ".join(wallet.name for wallet in wallets) or t.plain("help-no-wallets")
    low, high = map(t.amount, limits)
    return _with_menu(t, t("help", wallets=names, low=low, high=high, reads="yes" if can_read else "no"))


def choose_wallet(t: Translator, wallets: Sequence[Wallet], last: str = "") -> Screen:
    """Which wallet to pay with; the one used last comes first."""
    ordered = sorted(wallets, key=lambda wallet: wallet.type != last)
    buttons = [[press(wallet.name, PickWallet(wallet=wallet.type))] for wallet in ordered]
    home = [go(t, "button-menu", Go.HOME)]
    return Screen(
        text=t("choose-wallet" if wallets else "choose-wallet-none"),
        keyboard=keyboard(*buttons, home),
    )


def is_payment(t: Translator, picture: int, wallet: str, number: str, amount: int) -> Screen:
    """The question about an unsolicited picture. What was read from it is shown; empty or 0 is what was not read."""
    read = [WALLETS[wallet].name if wallet in WALLETS else "", t.amount(amount) if amount else ""]
    read.append(code(group_digits(number)) if number else "")
    yes = press(t.plain("button-is-payment"), PaidFirst(picture=picture, wallet=""))
    text = "\n\n".join(filter(None, [" · ".join(filter(None, read)), t("is-payment")]))
    return Screen(text=text, keyboard=keyboard([yes], [go(t, "button-no-payment", Go.HOME)]))


def choose_paid_wallet(t: Translator, wallets: Sequence[Wallet], picture: int) -> Screen:
    """Which wallet the payment on a picture was made with."""
    buttons = [[press(wallet.name, PaidFirst(picture=picture, wallet=wallet.type))] for wallet in wallets]
    return Screen(text=t("choose-paid-wallet"), keyboard=keyboard(*buttons, [go(t, "button-menu", Go.HOME)]))


def credit_caption(deposit: Deposit, t: Translator) -> str:
    """The caption of our own receipt. It says everything that the picture shows."""
    return t("credit-caption", time=t.day(deposit.credited_at), **about(deposit, t))


def being_checked(deposit: Deposit, t: Translator) -> Screen:
    """The answer to `/deposit` while `deposit` is being checked, with a button for a second deposit."""
    anyway = go(t, "button-deposit-anyway", Go.DEPOSIT_ANYWAY)
    return Screen(text=t("open-checking", **about(deposit, t)), keyboard=keyboard([anyway]))


def number_known(deposit: Deposit, t: Translator) -> Screen:
    """The player sent a transaction number that his claim `deposit` already has."""
    return Screen(text=t("number-known", **about(deposit, t)))


def picture_kept(deposit: Deposit, t: Translator) -> Screen:
    """A picture came for a claim that is already being checked; a button replaces the first picture with another."""
    another = on_deposit(t, "button-new-picture", DepositAction.NEW_PICTURE, deposit.id)
    return Screen(text=t("picture-kept"), keyboard=keyboard([another]) if deposit.status in BEING_CHECKED else None)


def claim_waits(deposit: Deposit, t: Translator, minutes: int) -> Screen:
    """After many refused numbers this claim is sent in `minutes`; 0: once an operator has looked at it."""
    if not minutes:
        return Screen(text=t("claim-waits-team", **about(deposit, t)))
    return Screen(text=t("claim-waits", minutes=minutes, **about(deposit, t)))


def enough_pictures(t: Translator) -> Screen:
    """The player has sent the most pictures that are stored."""
    return Screen(text=t("enough-pictures"))


def is_correction(deposit: Deposit, t: Translator, number: str, corrections: int) -> Screen:
    """Asks whether another number replaces the one being checked; `corrections` counts those made so far."""
    values = about(deposit, t) | {"checked": code(deposit.transaction_number), "number": code(number)}
    yes = press(t.plain("button-correct"), CorrectTo(id=deposit.id, number=number, corrections=corrections))
    return Screen(text=t("is-correction", **values), keyboard=keyboard([yes], [go(t, "button-no-payment", Go.HOME)]))


def nothing_open(t: Translator) -> Screen:
    """The answer to `/cancel` when there is nothing to cancel."""
    return _with_menu(t, t("nothing-open"))


def history(t: Translator, totals: tuple[int, int], items: Sequence[Deposit], payouts: Sequence[str] = ()) -> Screen:
    """The history. `totals`: deposited and paid out in whole kyat; `items`: latest deposits; `payouts`: their lines."""
    deposited, paid_out = map(t.amount, totals)
    head = t("history-totals", deposited=deposited, paid_out=paid_out)
    lines = [_history_line(t, deposit) for deposit in items[:HISTORY_LENGTH]]
    gone = ["", *payouts] if payouts else []
    return _with_menu(t, "\n".join([head, "", *(lines or [t("history-empty")]), *gone]))


def prompt(step: Step, t: Translator, wallet: str = "") -> Screen:
    """What the bot waits for now; `wallet` is the provider's type, since texts use the words of that wallet's app."""
    text = t(STEPS[step], type=wallet, example=t.amount(EXAMPLE_AMOUNT))
    return _with_menu(t, text) if step is Step.NOTHING else Screen(text=text)


def nonsense(step: Step, t: Translator, wallet: str = "") -> Screen:
    """The answer to a message that the bot cannot use, such as a sticker or a voice message."""
    asked = prompt(step, t, wallet)
    return Screen(text=f"{t('not-understood')}\n{asked.text}", keyboard=asked.keyboard)


def edited(t: Translator) -> Screen:
    """The answer to an edited message."""
    return Screen(text=t("edited-message"))


def how_to_caption(wallet: Wallet, t: Translator, *, can_read: bool = False) -> str:
    """The caption of the picture that shows where to find the transaction number."""
    key = "how-to-caption-picture" if can_read else "how-to-caption"
    return t(key, wallet=wallet.name, type=wallet.type)


def error(exc: DomainError, t: Translator) -> Screen:
    """Why something was refused, with a button that helps, where there is one."""
    return refused(exc.key, t, **exc.values)


def refused(key: str, t: Translator, **values: str | int) -> Screen:
    """The screen of a stored error, from its key and values."""
    return Screen(text=t(key, **_error_values(t, values)), keyboard=keyboard(_way_out(key, t, values)))


def toast(exc: DomainError, t: Translator) -> str:
    """Why something was refused, as plain text for the answer to a button: at most 200 characters."""
    return t.plain(exc.key, **_error_values(t, exc.values))[:TOAST_LENGTH]


def crashed(incident: str, t: Translator) -> Screen:
    """An unexpected failure; `incident` is its reference in the log."""
    return Screen(text=t("error-crashed", id=incident))


def _with_menu(t: Translator, text: str) -> Screen:
    return Screen(text=text, keyboard=keyboard(*menu_rows(t)))


def _history_line(t: Translator, deposit: Deposit) -> str:
    values = about(deposit, t) | {"amount": t.amount(deposit.credited_amount or deposit.amount)}
    moment = t.date(deposit.credited_at or deposit.created_at)
    return t("history-line", state=t.plain(STATES[deposit.status]), date=moment, **values)


def _error_values(t: Translator, values: Mapping[str, str | int]) -> dict[str, str | int]:
    shown: dict[str, str | int] = {"example": t.amount(EXAMPLE_AMOUNT), "status": "", **values}
    for name in ("limit", "left"):
        if isinstance(amount := values.get(name), int):
            shown[name] = t.amount(amount)
    low, high = values.get("low"), values.get("high")
    if isinstance(low, int) and isinstance(high, int):
        shown["span"] = t.span(low, high)
    return shown


def _way_out(key: str, t: Translator, values: Mapping[str, str | int]) -> list[InlineKeyboardButton]:
    limit, deposit = values.get("limit"), values.get("deposit")
    if key in _LIMITS and isinstance(limit, int) and deposit:
        return [press(t.amount(limit), NearestLimit(id=str(deposit), end=_LIMITS[key]))]
    return [go(t, "button-deposit", Go.DEPOSIT)] if key in _BEGIN_ANEW else []
