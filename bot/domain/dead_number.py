"""A number to pay to that the wallet app refuses: how often another one is asked for."""

ASKING, SAME, NONE = "asking", "same", "none"
"""What `Deposit.refusal` says while its player still has to pay: another number is being asked for, the provider
gave the same one again, or none."""

OF_A_DEPOSIT, OF_A_DAY = 3, 8
"""So many other numbers are asked for at most, for one deposit and by one player within a day."""

_RUNGS = frozenset({1, 3, 10, 30, 100})


def may_ask(of_deposit: int, of_player: int) -> bool:
    """Whether another number is asked for, after so many for this deposit and by this player within a day."""
    return of_deposit < OF_A_DEPOSIT and of_player < OF_A_DAY


def is_told(times: int) -> bool:
    """Whether operators hear of a number that did not work for so many deposits: at first, and then more rarely."""
    return times in _RUNGS
