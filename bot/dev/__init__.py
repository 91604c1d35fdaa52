"""Development tools: simulators, the sandbox and the bench. Only `bot.__main__` imports them, for its subcommands."""
