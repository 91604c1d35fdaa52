"""Telegram: reads updates and sends messages. No other package imports aiogram."""
