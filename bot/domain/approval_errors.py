"""What stands against an act about a whole player."""

from bot.domain.errors import ActError


class PlayerStillOpen(ActError):
    """Values: `id` of a deposit or a withdrawal of his that has not ended."""

    key = "error-player-still-open"
