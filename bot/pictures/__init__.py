"""Pictures: a player's receipt made clean, and pictures that show how to pay."""
