"""`python -m bot bench`: what the bot can do on this machine, beside what the machine can do without it."""
