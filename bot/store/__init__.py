"""SQL and only SQL: the same plain statements for SQLite and PostgreSQL, in functions named after what they do."""
