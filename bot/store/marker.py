"""What of a database is written down outside of it, so that one that is put back is noticed."""

from typing import Protocol

from bot.domain.database_generation import FileGeneration


class Marker(Protocol):
    """Where the last generation is written down outside of the database."""

    @property
    def is_needed(self) -> bool:
        """False where the bot goes on without it if it cannot be written."""
        ...

    def read(self) -> FileGeneration | None:
        """What was written last; None when nothing was. Raises StoreUnusable."""
        ...

    async def keep(self, generation: FileGeneration) -> None:
        """Write it down, on disk when this returns, unless a later one of the same database stands there.

        Raises OSError.
        """
        ...


class NoMarker:
    """Nothing is written outside of the database."""

    is_needed = False

    def read(self) -> FileGeneration | None:
        return None

    async def keep(self, generation: FileGeneration) -> None:
        del generation


NO_MARKER = NoMarker()
