"""Errors of approvals about a whole player."""

from bot.domain.errors import ActError


class PlayerStillOpen(ActError):
    """Values: `id` of an open deposit or withdrawal of the player."""

    key = "error-player-still-open"
