"""Documents as they are after the wire, read."""

from bot.domain.entry import Entry, Postback, Reason
from bot.provider.payload import read_postback
from bot.provider.phpjson import Json
from tests.provider.postback_bodies import as_received


def read(document: Json) -> Postback:
    return read_postback(as_received(document))


def entry_of(document: Json) -> Entry:
    (entry,) = read(document).entries
    return entry


def reasons(document: Json) -> list[Reason | None]:
    return [entry.reason for entry in read(document).entries]
