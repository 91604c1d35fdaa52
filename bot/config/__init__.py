"""The settings from the environment, typed and checked at the start."""
