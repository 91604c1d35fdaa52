"""Handlers of players' messages and buttons: each parses its input and calls one service."""
