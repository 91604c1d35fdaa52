"""What is true of the business whatever the database, the provider or the messenger: pure, no I/O."""
