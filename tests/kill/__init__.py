"""SIGKILL, again and again: the store alone in forked children, and the whole program under load."""
