"""Models of aiogram that are built when they are first used are the models that aiogram builds."""

import json
import re
import subprocess
import sys

import pytest

from tests.program import ROOT

pytestmark = pytest.mark.process

_TOLD = """
import json, sys
import aiogram.methods, aiogram.types
from pydantic import BaseModel
from pydantic_core import SchemaValidator

kinds = {**vars(aiogram.types), **vars(aiogram.methods)}
models = {name: kind for name, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, BaseModel)}
built = [model for model in models.values() if type(vars(model)["__pydantic_validator__"]) is SchemaValidator]
for model in models.values():
    model.__pydantic_validator__.title  # as whoever uses it does
    assert model.model_rebuild() is None, model
fields = {name: {key: repr(value) for key, value in model.model_fields.items()} for name, model in models.items()}
json.dump([len(built), fields], sys.stdout)
"""
_ON_FIRST_USE = """
from bot.telegram.transport.lazy_models import built_on_first_use
with built_on_first_use():
    import aiogram
"""
_BEFORE = "import aiogram"


def _told(begin: str) -> tuple[int, dict[str, dict[str, str]]]:
    """How many of aiogram's models are built when it has been imported, and the fields of all in the end."""
    ended = subprocess.run([sys.executable, "-c", begin + _TOLD], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    built, fields = json.loads(re.sub(r" at 0x\w+", "", ended.stdout))
    return built, fields


def test_each_is_built_when_it_is_used_as_aiogram_would_have_built_it() -> None:
    built, fields = _told(_ON_FIRST_USE)
    built_by_aiogram, fields_of_aiogram = _told(_BEFORE)
    assert 4 * built < built_by_aiogram  # those that name no other are built at once
    assert len(fields) > 400
    assert fields == fields_of_aiogram


def test_where_aiogram_was_imported_before_nothing_changes() -> None:
    assert _told(_BEFORE + _ON_FIRST_USE) == _told(_BEFORE)
