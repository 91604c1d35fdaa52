"""Settings: read once from the environment, typed, refused in words that name the variable."""
