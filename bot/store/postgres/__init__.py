"""PostgreSQL: database, connections, cluster members and send slots."""
