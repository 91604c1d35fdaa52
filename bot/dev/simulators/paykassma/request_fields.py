"""Reads a merchant's request: a JSON body, a multipart form with a picture, or the query of a GET. Never raises."""

from typing import TypeAlias

from aiohttp import web

from bot.provider.phpjson import Json

Fields: TypeAlias = dict[str, Json]


async def read_fields(request: web.Request) -> Fields:
    """The members of a JSON object; empty for anything else."""
    try:
        value = await request.json() if request.can_read_body else None
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


async def read_form(request: web.Request) -> tuple[Fields, bytes]:
    """The texts of a form and its file `screenshot`; empty for a malformed form."""
    try:
        form = await request.post()
    except ValueError:
        return {}, b""
    texts: Fields = {name: value for name, value in form.items() if isinstance(value, str)}
    screenshot = form.get("screenshot")
    return texts, screenshot.file.read() if isinstance(screenshot, web.FileField) else b""


async def read_query(request: web.Request) -> Fields:
    """The members of a query, with `currency_code[]=…` as a list, and of a JSON body, which this GET may have."""
    fields = await read_fields(request)
    for name in request.query:
        values: list[Json] = list(request.query.getall(name))
        fields[name.removesuffix("[]")] = values if name.endswith("[]") else values[0]
    return fields
