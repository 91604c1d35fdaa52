"""What others call over HTTP: the provider's postbacks, Telegram's webhook, health."""
