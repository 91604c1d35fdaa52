"""Tests of the provider package: vectors, PHP itself, attack bodies, and a server that behaves in every way."""
