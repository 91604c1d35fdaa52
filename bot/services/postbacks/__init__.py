"""The provider's signed calls: verified, kept, applied, and what waits in quarantine."""
