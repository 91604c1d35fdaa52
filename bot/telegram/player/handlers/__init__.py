"""What each message and each button leads to: parse, one call of a service, nothing else."""
