"""What operators ask and do: questions, acts of one person, acts of two."""
