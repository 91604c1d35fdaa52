"""Signed events for the merchant's platform: their contents, signature and delivery."""
