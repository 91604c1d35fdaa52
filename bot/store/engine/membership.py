"""This process among the copies of the bot that share a database: who it is, and what it alone is to do."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from enum import IntEnum
from typing import Protocol


class LeaderRole(IntEnum):
    """What one copy does for all; the numbers are those of its locks in the database, so they never change."""

    SCHEDULER = 1
    POLLING = 2


class ClusterMember(Protocol):
    """What a process has to know of itself."""

    @property
    def instance_id(self) -> int:
        """The id under which it takes rows into its hands; never 0."""
        ...

    @property
    def is_single(self) -> bool:
        """Whether no other process can be on this database, so that what it knows by itself is all there is to know."""
        ...

    async def is_leader(self, role: LeaderRole) -> bool:
        """Whether the duty is this copy's now; another's at once when this one's connection is gone."""
        ...

    def joined(self) -> AbstractAsyncContextManager[None]:
        """Be one of the copies while the context is open; raises StoreUnusable."""
        ...


class SingleInstance:
    """The only process."""

    instance_id = 1
    is_single = True

    async def is_leader(self, role: LeaderRole) -> bool:
        del role
        return True

    @asynccontextmanager
    async def joined(self) -> AsyncIterator[None]:
        yield


SINGLE_INSTANCE = SingleInstance()
