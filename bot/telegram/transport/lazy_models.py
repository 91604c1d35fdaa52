"""Imports aiogram without building its four hundred models: each model is built when it is first used.

Building takes two thirds of the import's time and most of its memory, and the bot uses about fifty models. aiogram asks
for deferred building (`defer_build`), but then builds all models to resolve the names in their annotations. Here these
names are resolved when a model is needed. If a later aiogram works differently, all models are built at import.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydantic

_NAMES = "_types_namespace"


@contextmanager
def built_on_first_use() -> Iterator[None]:
    """Import aiogram inside this block. Has no effect if aiogram was imported before."""
    base: Any = pydantic.BaseModel
    build = vars(base)["model_rebuild"]
    names: dict[str, Any] = {}

    def skip_build(model: type, /, **how: Any) -> object:  # noqa: ANN401 - what pydantic may be told
        if how.get(_NAMES) is None or not model.__module__.startswith("aiogram."):
            return build.__get__(None, model)(**how)
        return names.update(how[_NAMES])

    def build_with_names(model: type, /, **how: Any) -> object:  # noqa: ANN401 - see above
        return build.__get__(None, model)(**{_NAMES: names, **how})

    base.model_rebuild = classmethod(skip_build)
    try:
        yield
    finally:
        base.model_rebuild = build
    if names:
        _build_lazily(classmethod(build_with_names))


def _build_lazily(method: Any) -> None:  # noqa: ANN401 - of whatever model it is called on
    from aiogram.methods import Response, TelegramMethod  # noqa: PLC0415 - it has been imported by now
    from aiogram.types import TelegramObject  # noqa: PLC0415 - as above

    kinds: tuple[Any, ...] = (TelegramObject, TelegramMethod, Response)
    for kind in kinds:
        kind.model_rebuild = method
