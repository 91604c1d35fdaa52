"""The sandbox as a newcomer starts it: one address, the real bot behind it, and nothing left at the end."""

import signal
import socket
from pathlib import Path

import aiohttp
import pytest

from tests.dev.sandbox.opened import read_until, start_sandbox
from tests.program import Program

pytestmark = pytest.mark.process


async def test_it_serves_the_page_and_runs_the_real_bot_until_ctrl_c(tmp_path: Path) -> None:
    data = tmp_path / "kept"
    child, address = await start_sandbox(tmp_path, data)
    async with aiohttp.ClientSession(address) as http:
        async with http.get("/") as page:
            assert page.status == 200
        await read_until(child.stdout, "ready")
        for act in ("kill", "start"):
            async with http.post(f"/sandbox/{act}") as answer:
                assert answer.ok
    child.send_signal(signal.SIGINT)
    _, err = await child.communicate()
    assert (child.returncode, err) == (0, b"")
    assert (data / "bot.db").exists()


async def test_a_killed_sandbox_leaves_no_bot_that_keeps_the_database(tmp_path: Path) -> None:
    data = tmp_path / "kept"
    killed, _ = await start_sandbox(tmp_path, data)
    await read_until(killed.stdout, "ready")
    killed.kill()
    await killed.wait()
    again, _ = await start_sandbox(tmp_path, data)
    try:
        await read_until(again.stdout, "ready")
    finally:
        again.send_signal(signal.SIGINT)
        await again.communicate()


async def test_a_port_in_use_is_said_and_another_proposed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = await Program(tmp_path)("sandbox", "--no-browser", "--port", str(port))
    assert ended.code == 2
    assert f"--port {port + 1}" in ended.err
    assert "Traceback" not in ended.err
