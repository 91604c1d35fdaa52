"""`python -m bot bench`: measures the bot on this machine, in comparison with simple reference programs."""
