"""Withdrawals: operators propose and confirm them, checks guard them, and each is sent at most once."""
