"""The operators' room of the Telegram edge: commands, cards and answers."""
