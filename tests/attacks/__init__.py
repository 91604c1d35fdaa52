"""Attacks over HTTP on the running bot: whatever is sent, money stays right and the honest are served meanwhile."""
