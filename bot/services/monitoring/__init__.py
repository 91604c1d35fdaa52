"""How the bot stands: gauges, disk space, whether updates come in, whether the provider answers."""
