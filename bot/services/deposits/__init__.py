"""Deposits from the chosen wallet to the claim: drafts, wallet numbers, claims, receipts, risk signals."""
