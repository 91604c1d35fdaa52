"""The engine under the tables: transactions, migrations, membership, disk, backups' generation."""
