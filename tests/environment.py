"""The environment in which the program starts in tests: five needed values, each a canary that must never be seen."""

from collections.abc import Mapping

_NEEDED_VALUES = {
    "BOT_TOKEN": "123456789:AAcanary-canary_canary-canary0123456789",
    "PAYKASSMA_API_URL": "https://api.provider.example",
    "PAYKASSMA_SECRET": "plugin-secret-canary",
    "PAYKASSMA_ACCESS_KEY": "access-key-canary",
    "PAYKASSMA_POSTBACK_KEY": "postback-key-canary",
}
NEEDED = tuple(_NEEDED_VALUES)


def environment(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """The needed variables with `changes`; None takes one out."""
    merged: dict[str, str | None] = {**_NEEDED_VALUES, **(changes or {})}
    return {name: value for name, value in merged.items() if value is not None}
