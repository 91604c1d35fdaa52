"""What stands on a player's receipt, read off the picture on this machine, so that he need not type it."""
