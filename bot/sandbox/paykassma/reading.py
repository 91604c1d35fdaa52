"""Reads what a merchant sends: a JSON body, a multipart form with a picture, or the query of a GET."""

from typing import TypeAlias

from aiohttp import web

from bot.provider.phpjson import Json

Fields: TypeAlias = dict[str, Json]


async def read_fields(request: web.Request) -> Fields:
    """The members of a JSON object; none at all out of anything else."""
    try:
        value = await request.json() if request.can_read_body else None
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


async def read_form(request: web.Request) -> tuple[Fields, bytes]:
    """The texts of a form and its file `screenshot`."""
    fields: Fields = {}
    picture = b""
    for name, value in (await request.post()).items():
        if isinstance(value, str):
            fields[name] = value
        elif name == "screenshot" and isinstance(value, web.FileField):
            picture = value.file.read()
    return fields, picture


async def read_query(request: web.Request) -> Fields:
    """The query with its lists, `currency_code[]=…`; without one, the JSON body that a GET may have."""
    lists: Fields = {
        name.removesuffix("[]"): list[Json](request.query.getall(name)) for name in request.query if name.endswith("[]")
    }
    texts: Fields = {name: text for name, text in request.query.items() if not name.endswith("[]")}
    return await read_fields(request) | texts | lists
