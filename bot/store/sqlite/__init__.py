"""SQLite: its database and its backup."""
