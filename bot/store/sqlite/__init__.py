"""SQLite: database and backup."""
