"""Machines that try to break the promises about money: a simulator of seeds, and an engine that leaves nothing out."""
