"""The table of operators' commands: the role each needs, its handler, and whether it is about money."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.operator import Role
from bot.telegram.operators import deposit_commands, read_commands, withdrawal_commands
from bot.telegram.operators.context import CommandContext, CommandRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command. Its texts are `command-op-<name>` (the command menu) and `usage-<name>` (how to use it)."""

    role: Role
    serve: Callable[[CommandContext, CommandRequest], Awaitable[None]]
    names_money: bool = False


COMMANDS = {
    "withdraw": Command(role=Role.CASHIER, serve=withdrawal_commands.withdraw, names_money=True),
    "approve": Command(role=Role.CASHIER, serve=withdrawal_commands.approve, names_money=True),
    "decline": Command(role=Role.CASHIER, serve=withdrawal_commands.decline, names_money=True),
    "void": Command(role=Role.CHECKER, serve=withdrawal_commands.void, names_money=True),
    "withdrawals": Command(role=Role.CASHIER, serve=withdrawal_commands.withdrawals),
    "pending": Command(role=Role.VIEWER, serve=read_commands.pending),
    "find": Command(role=Role.VIEWER, serve=read_commands.find),
    "tx": Command(role=Role.VIEWER, serve=read_commands.timeline),
    "player": Command(role=Role.VIEWER, serve=read_commands.player),
    "unclaimed": Command(role=Role.VIEWER, serve=deposit_commands.unclaimed),
    "claim": Command(role=Role.CASHIER, serve=deposit_commands.claim, names_money=True),
    "dismiss": Command(role=Role.CASHIER, serve=deposit_commands.dismiss, names_money=True),
    "credit": Command(role=Role.CASHIER, serve=deposit_commands.credit, names_money=True),
    "reverse": Command(role=Role.CASHIER, serve=deposit_commands.reverse, names_money=True),
    "record": Command(role=Role.CASHIER, serve=withdrawal_commands.record, names_money=True),
    "resolve": Command(role=Role.CASHIER, serve=withdrawal_commands.resolve, names_money=True),
    "reject": Command(role=Role.CASHIER, serve=deposit_commands.reject),
    "ask": Command(role=Role.CASHIER, serve=deposit_commands.ask),
    "send": Command(role=Role.CASHIER, serve=deposit_commands.send),
    "hold": Command(role=Role.CHECKER, serve=deposit_commands.hold, names_money=True),
    "release": Command(role=Role.CHECKER, serve=deposit_commands.release, names_money=True),
    "freeze": Command(role=Role.CASHIER, serve=withdrawal_commands.freeze, names_money=True),
    "unfreeze": Command(role=Role.CHECKER, serve=withdrawal_commands.unfreeze, names_money=True),
    "wallet": Command(role=Role.OWNER, serve=deposit_commands.wallet),
    "limits": Command(role=Role.OWNER, serve=deposit_commands.limits, names_money=True),
    "forget": Command(role=Role.OWNER, serve=deposit_commands.forget, names_money=True),
    "today": Command(role=Role.VIEWER, serve=read_commands.today),
    "replay": Command(role=Role.OWNER, serve=deposit_commands.replay),
    "inbox": Command(role=Role.OWNER, serve=read_commands.inbox),
    "health": Command(role=Role.VIEWER, serve=read_commands.health),
    "help": Command(role=Role.VIEWER, serve=read_commands.help_),
}
"""In the order of the help. `help` is a players' command too."""


def commands_of(role: Role) -> list[str]:
    """The names of the commands that `role` may use."""
    return [name for name, command in COMMANDS.items() if role.covers(command.role)]
