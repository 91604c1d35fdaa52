"""Every command of operators: the role it needs, what serves it, and whether it names money."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.operator import Role
from bot.telegram.operators import deposits, payouts, questions
from bot.telegram.operators.desk import Desk, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Its texts are `command-op-<name>` (beside the keyboard) and `usage-<name>` (how it is meant)."""

    role: Role
    serve: Callable[[Desk, Request], Awaitable[None]]
    names_money: bool = False


COMMANDS = {
    "withdraw": Command(role=Role.CASHIER, serve=payouts.withdraw, names_money=True),
    "approve": Command(role=Role.CASHIER, serve=payouts.approve, names_money=True),
    "decline": Command(role=Role.CASHIER, serve=payouts.decline, names_money=True),
    "void": Command(role=Role.CHECKER, serve=payouts.void, names_money=True),
    "withdrawals": Command(role=Role.CASHIER, serve=payouts.withdrawals),
    "pending": Command(role=Role.VIEWER, serve=questions.pending),
    "find": Command(role=Role.VIEWER, serve=questions.find),
    "tx": Command(role=Role.VIEWER, serve=questions.timeline),
    "player": Command(role=Role.VIEWER, serve=questions.player),
    "unclaimed": Command(role=Role.VIEWER, serve=deposits.unclaimed),
    "claim": Command(role=Role.CASHIER, serve=deposits.claim, names_money=True),
    "dismiss": Command(role=Role.CASHIER, serve=deposits.dismiss, names_money=True),
    "credit": Command(role=Role.CASHIER, serve=deposits.credit, names_money=True),
    "reverse": Command(role=Role.CASHIER, serve=deposits.reverse, names_money=True),
    "record": Command(role=Role.CASHIER, serve=payouts.record, names_money=True),
    "resolve": Command(role=Role.CASHIER, serve=payouts.resolve, names_money=True),
    "reject": Command(role=Role.CASHIER, serve=deposits.reject),
    "ask": Command(role=Role.CASHIER, serve=deposits.ask),
    "send": Command(role=Role.CASHIER, serve=deposits.send),
    "hold": Command(role=Role.CHECKER, serve=deposits.hold, names_money=True),
    "release": Command(role=Role.CHECKER, serve=deposits.release, names_money=True),
    "freeze": Command(role=Role.CASHIER, serve=payouts.freeze, names_money=True),
    "unfreeze": Command(role=Role.CHECKER, serve=payouts.unfreeze, names_money=True),
    "wallet": Command(role=Role.OWNER, serve=deposits.wallet),
    "limits": Command(role=Role.OWNER, serve=deposits.limits, names_money=True),
    "forget": Command(role=Role.OWNER, serve=deposits.forget, names_money=True),
    "today": Command(role=Role.VIEWER, serve=questions.today),
    "replay": Command(role=Role.OWNER, serve=deposits.replay),
    "inbox": Command(role=Role.OWNER, serve=questions.inbox),
    "health": Command(role=Role.VIEWER, serve=questions.health),
    "help": Command(role=Role.VIEWER, serve=questions.help_),
}
"""In the order in which help lists them. `help` is a player's word too."""


def commands_of(role: Role) -> list[str]:
    """The names of the commands this role may use."""
    return [name for name, command in COMMANDS.items() if role.covers(command.role)]
