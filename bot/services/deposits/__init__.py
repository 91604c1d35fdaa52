"""A deposit from the chosen wallet to the claim: drafts, numbers, claims, receipts, risk signals."""
