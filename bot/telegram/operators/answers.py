"""Short answers to operators: what was done, what is asked next, what was refused, how a command is used."""

from collections.abc import Mapping

from bot.domain.errors import AmountTooLarge, AmountTooSmall, PlayerHeld
from bot.domain.operator import Role
from bot.domain.withdrawal_errors import NumberUnclear, TwinOpen
from bot.i18n import Translator
from bot.telegram.keyboards import Row, keyboard, press
from bot.telegram.message import Question, Screen
from bot.telegram.operators.callbacks import Meant, MeantReading, Move, OnCard
from bot.telegram.operators.commands import COMMANDS, commands_of
from bot.telegram.operators.lists import wallet_name
from bot.telegram.operators.pages import PagedReport

QUESTION = "✍️ /withdraw"
"""The start of a question's last line. The words given so far follow it, so that the reply completes the command."""

MEANT = "↪️ "
"""The start of the line that repeats a command whose number can be read in two ways."""

_LONGEST_LINE = 1_000
_READINGS = {MeantReading.LABEL: "op-button-label", MeantReading.ID: "op-button-telegram-id"}
_QUESTIONS = {"player": "op-ask-player", "amount": "op-ask-amount", "account": "op-ask-account"}
_DONE = {
    "done_freeze": "op-done-freeze",
    "done_reject": "op-done-reject",
    "done_ask_number": "op-done-ask-number",
    "done_ask_photo": "op-done-ask-photo",
    "done_send": "op-done-send",
    "done_hold": "op-done-hold",
    "done_release": "op-done-release",
    "done_wallet_on": "op-done-wallet-on",
    "done_wallet_off": "op-done-wallet-off",
    "done_limits": "op-done-limits",
    "done_replay": "op-done-replay",
}
_AMOUNTS = frozenset({"limit", "left", "amount", "low", "high"})
_OWN_WORDS = {
    AmountTooSmall.key: "op-amount-too-small",
    AmountTooLarge.key: "op-amount-too-large",
    PlayerHeld.key: "op-player-held",
}
"""Refusals whose usual text is written for players."""

_EXAMPLE = 10_000

Args = Mapping[str, str | int]


def ask_payout(args: Args, t: Translator) -> Screen:
    """Asks for the missing part of a payout."""
    line = " ".join(filter(None, [QUESTION, str(args["given"])]))
    text = f"{t(_QUESTIONS[str(args['part'])])} {t('op-ask-again')}\n\n{line}"
    return Question(text=text, reply_to=int(args["reply_to"]))


def refused(key: str, args: Args, t: Translator) -> Screen:
    """Why something was refused."""
    text = t(_OWN_WORDS.get(key, key), **_shown(args, t))
    if key == TwinOpen.key:
        return Screen(text=text, keyboard=keyboard(*_twin_rows(str(args["id"]), t)))
    if key == NumberUnclear.key and "line" in args:
        line = " ".join(str(args["line"]).split())[:_LONGEST_LINE]
        rows = [[press(t.plain(text), Meant(reading=reading))] for reading, text in _READINGS.items()]
        return Screen(text=f"{text}\n\n{t('op-meant', line=line)}", keyboard=keyboard(*rows))
    return Screen(text=text)


def _twin_rows(twin: str, t: Translator) -> list[Row]:
    card = press(t.plain("op-button-card"), OnCard(move=Move.SHOW, subject=twin))
    again = press(t.plain("op-button-again"), OnCard(move=Move.AGAIN, subject=twin))
    return [[card], [again]]


def toast(key: str, args: Args, t: Translator) -> str:
    """Why something was refused, as plain text for the answer to a button: at most 200 characters."""
    return t.plain(_OWN_WORDS.get(key, key), **_shown(args, t))[:200]


def misread(args: Args, t: Translator) -> Screen:
    """How the command is used, with an example."""
    cause = str(args.get("cause", ""))
    lines = [t(cause, **_shown({}, t)) if cause else "", t("op-misread"), t(f"usage-{args['command']}")]
    return Screen(text="\n".join(filter(None, lines)))


def done(name: str, args: Args, t: Translator) -> Screen:
    """What was done."""
    return Screen(text=t(_DONE[name], **_shown(args, t)))


def help_text(role: Role, player_help: str, t: Translator) -> PagedReport:
    """The commands of `role`, then the players' help."""
    lines = [
        t("op-help-line", command=name, text=t.plain(f"command-op-{name}"))
        for name in COMMANDS
        if name in commands_of(role)
    ]
    return PagedReport(head=t("op-help-head", role=role.value), blocks=[*lines, "", player_help])


def _shown(args: Args, t: Translator) -> dict[str, str | int]:
    shown: dict[str, str | int] = {"example": t.amount(_EXAMPLE), "status": "", **args}
    for name, value in args.items():
        if name in _AMOUNTS and isinstance(value, int):
            shown[name] = t.amount(value)
        if name == "wallet":
            shown[name] = wallet_name(str(value))
    return shown
