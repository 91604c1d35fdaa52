"""For developers: simulators, the sandbox and the bench. Nothing in the product imports it."""
