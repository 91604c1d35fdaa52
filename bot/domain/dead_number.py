"""Wallet numbers that do not work: limits for asking for another one, and when operators are told."""

ASKING, SAME, NONE = "asking", "same", "none"
"""Values of `Deposit.refusal` while the player has to pay: another number is asked for, the provider gave the same one
again, or none."""

OF_A_DEPOSIT, OF_A_DAY = 3, 8
"""How many other numbers are asked for at most, per deposit and per player and day."""

_STEPS = frozenset({1, 3, 10, 30, 100})


def may_ask(of_deposit: int, of_player: int) -> bool:
    """Whether another number may be asked for, after so many for this deposit and by this player today."""
    return of_deposit < OF_A_DEPOSIT and of_player < OF_A_DAY


def is_told(times: int) -> bool:
    """Whether operators are told at this count of deposits: the first time, and then more rarely."""
    return times in _STEPS
