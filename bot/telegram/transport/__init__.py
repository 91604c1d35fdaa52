"""Between Telegram's servers and us: updates in, pictures down, limits kept, refusals read."""
