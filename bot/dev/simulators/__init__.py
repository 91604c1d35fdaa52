"""Stand-ins that speak the real HTTP: a Bot API, a Paykassma and a merchant's platform."""
