"""Turns a message of the provider into one short line that is safe to log and to show to operators."""

from collections.abc import Iterator

from bot.provider.phpjson import Json, encode

MAX_LINE = 200


def one_line(value: Json) -> str:
    """The words in `value` (a text, or errors by field) in at most 200 printable characters."""
    words = " ".join(_words(value))
    printable = "".join(character if character.isprintable() else " " for character in words)
    return " ".join(printable.split())[:MAX_LINE]


def _words(value: Json) -> Iterator[str]:
    match value:
        case None:
            return
        case str():
            yield value
        case list():
            for member in value:
                yield from _words(member)
        case dict():
            for name, member in value.items():
                yield f"{name}:"
                yield from _words(member)
        case _:
            yield encode(value)
