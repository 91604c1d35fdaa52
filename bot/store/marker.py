"""The marker: the database's generation stored outside the database, so that a restore is noticed."""

from typing import Protocol

from bot.domain.database_generation import FileGeneration


class Marker(Protocol):
    """Reads and writes the latest generation outside the database."""

    @property
    def is_needed(self) -> bool:
        """False if the bot may run without it when it cannot be written."""
        ...

    def read(self) -> FileGeneration | None:
        """The generation written last, or None. Raises StoreUnusable."""
        ...

    async def keep(self, generation: FileGeneration) -> None:
        """Write it durably, unless a later one of the same database is there. Raises OSError or StoreUnusable."""
        ...


class NoMarker:
    """Stores nothing."""

    is_needed = False

    def read(self) -> FileGeneration | None:
        return None

    async def keep(self, generation: FileGeneration) -> None:
        del generation


NO_MARKER = NoMarker()
