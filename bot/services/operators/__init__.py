"""What operators ask and do: queries, direct actions, and actions that need approval."""
