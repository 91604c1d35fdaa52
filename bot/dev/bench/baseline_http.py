"""A child process of the bench: a plain aiohttp server, without a database and with one commit for each request."""

import asyncio
import sys

import aiosqlite
from aiohttp import web

from bot.dev.bench.children import answer_questions


class BaselineHttp:
    """`/bare` reads a body and answers; `/commit` also stores it on disk, with one commit for each request."""

    def __init__(self, file: aiosqlite.Connection) -> None:
        self._file = file
        self._turn = asyncio.Lock()

    async def bare(self, request: web.Request) -> web.Response:
        await request.read()
        return web.json_response({"status": "ok"})

    async def commit(self, request: web.Request) -> web.Response:
        body = await request.read()
        async with self._turn:
            await self._file.execute("INSERT INTO bodies (body) VALUES (?)", (body,))
            await self._file.commit()
        return web.json_response({"status": "ok"})


async def main(path: str) -> None:
    async with aiosqlite.connect(path) as file:
        for statement in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "CREATE TABLE bodies (id INTEGER PRIMARY KEY, body BLOB)",
        ):
            await file.execute_fetchall(statement)
        baseline, app = BaselineHttp(file), web.Application()
        app.add_routes([web.post("/bare", baseline.bare), web.post("/commit", baseline.commit)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await answer_questions(f"http://127.0.0.1:{runner.addresses[0][1]}", {})
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
