"""PostgreSQL: its database, connections, members and send slots."""
