"""Lets aiogram be imported without building its four hundred models: each is built when it is first used.

That is two thirds of what the import takes, and most of its memory; the bot uses about fifty of them. aiogram asks for
it already (`defer_build`), but then builds them all, to tell pydantic of the types that their annotations only name.
Here pydantic is told of these when a model is needed. Should aiogram do otherwise one day, nothing is put off any more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydantic

_NAMES = "_types_namespace"


@contextmanager
def built_on_first_use() -> Iterator[None]:
    """Import aiogram within; nothing happens where it was imported before."""
    base: Any = pydantic.BaseModel
    build = vars(base)["model_rebuild"]
    names: dict[str, Any] = {}

    def put_off(model: type, /, **how: Any) -> object:  # noqa: ANN401 - what pydantic may be told
        if how.get(_NAMES) is None or not model.__module__.startswith("aiogram."):
            return build.__get__(None, model)(**how)
        return names.update(how[_NAMES])

    def catch_up(model: type, /, **how: Any) -> object:  # noqa: ANN401 - see above
        return build.__get__(None, model)(**{_NAMES: names, **how})

    base.model_rebuild = classmethod(put_off)
    try:
        yield
    finally:
        base.model_rebuild = build
    if names:
        _catch_up_by(classmethod(catch_up))


def _catch_up_by(method: Any) -> None:  # noqa: ANN401 - of whatever model it is called on
    from aiogram.methods import Response, TelegramMethod  # noqa: PLC0415 - it has been imported by now
    from aiogram.types import TelegramObject  # noqa: PLC0415 - as above

    kinds: tuple[Any, ...] = (TelegramObject, TelegramMethod, Response)
    for kind in kinds:
        kind.model_rebuild = method
