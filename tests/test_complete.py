"""A run that has to be complete forbids every skip, so that nothing missing on a machine can hide a failure."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import COMPLETE
from tests.program import ROOT

pytestmark = pytest.mark.process

SKIPS = {
    "inside": "import pytest\ndef test_a(): pytest.skip('no moon')",
    "marked": "import pytest\n@pytest.mark.skip(reason='no moon')\ndef test_a(): pass",
    "module": "import pytest\npytest.skip('no moon', allow_module_level=True)",
    "import": "import pytest\npytest.importorskip('no_moon')",
}
XFAIL = "import pytest\n@pytest.mark.xfail\ndef test_a(): assert False\ndef test_b(): pass"


def _run(folder: Path, test: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    shutil.copy(Path(__file__).parent / "conftest.py", folder)
    (folder / "test_it.py").write_text(test)
    plain = {name: value for name, value in os.environ.items() if name != COMPLETE} | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(
        command, cwd=folder, env=plain | environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("test", SKIPS.values(), ids=SKIPS)
def test_a_skip_fails_the_complete_run(tmp_path: Path, test: str) -> None:
    ended = _run(tmp_path, test, {COMPLETE: "1"})
    assert ended.returncode not in {0, 5}
    assert "moon" in ended.stdout


def test_a_skip_is_told_and_forgiven_elsewhere(tmp_path: Path) -> None:
    assert _run(tmp_path, SKIPS["inside"], {}).returncode == 0


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    assert _run(tmp_path, XFAIL, {COMPLETE: "1"}).returncode == 0
