"""Use cases, cut by who starts them: the player, the provider, the clock, and what must be delivered."""
