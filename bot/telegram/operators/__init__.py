"""Telegram for operators: commands, cards, alerts and answers."""
