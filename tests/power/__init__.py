"""Power cuts: what was synced to disk stays, of the rest nobody knows."""
