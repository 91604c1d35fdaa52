"""Copies of the real program on one PostgreSQL, killed and restarted all the time while many players deposit."""
