"""This process among the copies of the bot that share a database: who it is, and what it alone is to do."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from enum import IntEnum
from typing import Protocol


class LeaderRole(IntEnum):
    """What one copy does for all; the numbers are those of its locks in the database, so they never change."""

    WATCH = 1
    POLLING = 2


class ClusterMember(Protocol):
    """What a process has to know of itself."""

    @property
    def copy(self) -> int:
        """The id under which it takes rows into its hands; never 0."""
        ...

    @property
    def is_alone(self) -> bool:
        """Whether no other process can be on this database, so that what it knows by itself is all there is to know."""
        ...

    async def leads(self, duty: LeaderRole) -> bool:
        """Whether the duty is this copy's now; another's at once when this one's connection is gone."""
        ...

    def taking_part(self) -> AbstractAsyncContextManager[None]:
        """Be one of the copies while the context is open; raises StoreUnusable."""
        ...


class SingleInstance:
    """The only process."""

    copy = 1
    is_alone = True

    async def leads(self, duty: LeaderRole) -> bool:
        del duty
        return True

    @asynccontextmanager
    async def taking_part(self) -> AsyncIterator[None]:
        yield


ALONE = SingleInstance()
