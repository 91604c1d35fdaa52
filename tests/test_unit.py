"""The systemd unit of the deployment page: what it opens is little, and it starts what the README installs."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tests.program import ROOT

MOST_EXPOSED = 2.4
"""Of ten, as `systemd-analyze security` counts."""


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The file that a reader of the README writes."""
    block = re.search(
        r"```ini\n(.+?)```", (ROOT / "bot" / "config" / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert block
    file = tmp_path / "deposit-bot.service"
    file.write_text(re.sub(r"(?m)^ +", "", block[1]), encoding="utf-8")
    return file


def test_what_the_unit_writes_is_for_its_user_alone_and_goes_where_it_may_write(unit: Path) -> None:
    read = RawConfigParser(strict=False)
    read.optionxform = str  # type: ignore[assignment, method-assign] # as the documentation of configparser does
    read.read(unit)
    service = read["Service"]
    assert service["UMask"] == "0077"
    assert service["StateDirectoryMode"] == "0700"
    assert service["Environment"] == f"BOT_DATABASE_URL=sqlite:////var/lib/{service['StateDirectory']}/bot.db"
    assert service["ExecStart"] == f"{service['WorkingDirectory']}/.venv/bin/python -m bot"


@pytest.mark.systemd
def test_the_unit_leaves_little_open(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED * 10:.0f}", str(unit)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Overall exposure level" in ended.stdout


@pytest.mark.systemd
def test_systemd_knows_each_line_of_the_unit(unit: Path, tmp_path: Path) -> None:
    here = unit.read_text(encoding="utf-8").replace("/opt/deposit-bot/.venv/bin/python", shutil.which("true") or "")
    unit.write_text(here.replace("WorkingDirectory=/opt/deposit-bot", f"WorkingDirectory={tmp_path}"), encoding="utf-8")
    ended = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    about_it = [line for line in ended.stderr.splitlines() if "deposit-bot" in line and "EnvironmentFile" not in line]
    assert about_it == []
