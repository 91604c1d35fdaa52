"""An operator's role: what he may see and do."""

from enum import StrEnum


class Role(StrEnum):
    """From the least to the most: each may do all that those before it may."""

    VIEWER = "viewer"
    CASHIER = "cashier"
    CHECKER = "checker"
    OWNER = "owner"

    def covers(self, needed: "Role") -> bool:
        """Whether this role suffices where `needed` is asked for."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(needed)
