"""Payouts: proposed, confirmed, checked, sent at most once, and reminded of."""
