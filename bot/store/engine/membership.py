"""Membership of this process among the instances that share a database: its id and its leader roles."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from enum import IntEnum
from typing import Protocol


class LeaderRole(IntEnum):
    """Work that one instance does for all. The numbers are lock ids in the database and never change."""

    SCHEDULER = 1
    POLLING = 2


class ClusterMember(Protocol):
    """What a process knows about itself and other instances."""

    @property
    def instance_id(self) -> int:
        """The id under which it claims rows; never 0."""
        ...

    @property
    def is_single(self) -> bool:
        """Whether no other process can use this database."""
        ...

    async def is_leader(self, role: LeaderRole) -> bool:
        """Whether this instance has the role now. It loses the role at once if its connection is lost."""
        ...

    def joined(self) -> AbstractAsyncContextManager[None]:
        """Be a member while the context is open. Raises StoreUnusable."""
        ...


class SingleInstance:
    """The member of a database that only one process can use."""

    instance_id = 1
    is_single = True

    async def is_leader(self, role: LeaderRole) -> bool:
        del role
        return True

    @asynccontextmanager
    async def joined(self) -> AsyncIterator[None]:
        yield


SINGLE_INSTANCE = SingleInstance()
