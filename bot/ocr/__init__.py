"""Optical character recognition (OCR): reads a player's receipt on this machine, so that he need not type it."""
