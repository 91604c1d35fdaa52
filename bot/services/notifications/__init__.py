"""What people and the merchant are told: rows of the outbox, written in the transaction of the fact."""
