"""Telegram for players: screens, cards, buttons and handlers."""
