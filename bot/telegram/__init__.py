"""The Telegram edge: updates in, screens out; the only room that knows aiogram."""
