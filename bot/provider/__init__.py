"""Paykassma: a pure core (bytes, formulas, field names) under a thin HTTP shell."""
