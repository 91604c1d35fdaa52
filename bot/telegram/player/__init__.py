"""The player's side: screens, cards, buttons, handlers."""
