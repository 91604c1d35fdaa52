"""Postbacks: the provider's signed calls are verified, stored, applied, or quarantined for a person."""
