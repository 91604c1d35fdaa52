"""Notifications to players, operators and the merchant: outbox rows written in the transaction of the fact."""
