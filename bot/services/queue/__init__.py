"""Inbox and outbox workers: which row is processed when, and what happens if it fails."""
