"""What must never be seen anywhere: our secrets, and exceptions that nobody foresaw."""

from pathlib import Path

from tests.e2e.world import World

_TABLES = ("deposits", "events", "attempts", "outbox", "inbox", "players", "alarms", "quarantine", "refused_postbacks")
_ACCIDENTS = ("inbox.row_failed", "outbox.delivery_failed", "outbox.effect_failed", "text.broken", "Traceback")


def canaries(world: World) -> set[str]:
    """Every secret of the settings but the access keys, which the provider repeats in each of its postbacks."""
    keys = (world.settings.paykassma_access_key, world.settings.paykassma_access_key_2)
    return set(world.settings.secrets()) - {key.get_secret_value() for key in keys if key}


async def assert_nothing_seen(world: World) -> None:
    """Look through the log, the chats and the database."""
    log = world.log.getvalue()
    assert "bot.started" in log  # or nothing would be found because nothing was looked at
    seen = {"log": log, "chats": _chats(world)}
    for table in _TABLES:
        rows = await world.rows(f"SELECT * FROM {table}")  # noqa: S608 - names of our own
        seen[table] = "\n".join(str(tuple(row)) for row in rows)
    seen |= _files(world)
    found = [(place, canary) for place, text in seen.items() for canary in canaries(world) if canary in text]
    assert not found
    assert not [line for line in log.splitlines() if _is_accident(line, world)]


def _files(world: World) -> dict[str, str]:
    """The database's files, byte by byte, where it is one of files."""
    path = Path(world.settings.bot_database_url.removeprefix("sqlite:///"))
    return {file.name: file.read_bytes().decode("latin-1") for file in path.parent.glob(f"{path.name}*")}


def _is_accident(line: str, world: World) -> bool:
    return any(word in line for word in _ACCIDENTS) and not any(word in line for word in world.forgiven)


def _chats(world: World) -> str:
    """Every word and every button that ever stood in a chat."""
    parts: list[str] = []
    for event in world.telegram.event_log:
        parts += [event.text, event.url]
        if event.message:
            parts += [event.message.html, *(f"{button.text} {button.raw}" for button in event.message.buttons)]
    return "\n".join(parts)
