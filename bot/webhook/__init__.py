"""The HTTP server: the provider's postbacks, Telegram's webhook, health checks and metrics."""
