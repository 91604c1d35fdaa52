"""The connection to Telegram's servers: receiving updates, downloads, sending, rate limits, refusals."""
