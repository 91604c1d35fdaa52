"""Operators and their roles."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import RoleTooLow


class Role(StrEnum):
    """From the lowest to the highest; each role includes those before it."""

    VIEWER = "viewer"
    CASHIER = "cashier"
    CHECKER = "checker"
    OWNER = "owner"

    def covers(self, needed: "Role") -> bool:
        """Whether this role suffices where `needed` is asked for."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """An operator: Telegram id, role, and the chat of his command; `thread_id` is its topic, 0 if it has none."""

    id: int
    role: Role
    chat_id: int
    thread_id: int = 0

    def require(self, role: Role) -> None:
        """Raises RoleTooLow."""
        if not self.role.covers(role):
            raise RoleTooLow(role=role.value)
