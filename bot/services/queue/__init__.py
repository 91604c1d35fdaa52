"""Inbox and outbox: who takes which row, in which order, and what becomes of it."""
