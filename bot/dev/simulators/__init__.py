"""Simulators with real HTTP: the Bot API, Paykassma, and the merchant's platform."""
