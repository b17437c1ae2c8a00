"""What every test can ask for."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from fake_excel import Excel, running

collect_ignore = ["ribbon/klik.py"]  # runs in the Python that has LibreOffice's uno
_ON_WINDOWS = Path(r"C:\Program Files\LibreOffice\program\soffice.exe")

# The same examples on every machine and every run, however slow it is: what fails, fails again.
settings.register_profile(
    "same", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")


def pytest_configure() -> None:
    """Take Ctrl-C and show progress as a program in a terminal does, in what the tests start too.

    A shell starts a job in the background with the signal ignored, and that is inherited.
    """
    os.environ["TERM"] = "xterm"  # a dumb one shows no progress
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def find_soffice() -> str | None:
    """The program of LibreOffice, None where it is absent."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or (str(_ON_WINDOWS) if _ON_WINDOWS.exists() else None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs LibreOffice where it is absent; there, fail when CI is set."""
    if item.get_closest_marker("libreoffice") is None or find_soffice():
        return
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail("CI must have LibreOffice", pytrace=False)
    pytest.skip("LibreOffice is not installed")


@pytest.fixture(scope="session")
def soffice() -> str:
    """The program of LibreOffice, for a test with the marker of that name."""
    found = find_soffice()
    assert found, "mark the test with pytest.mark.libreoffice"
    return found


@pytest.fixture(scope="session")
def office() -> Iterator[Any]:
    """A LibreOffice without windows that only tests use, as an xlwings app."""
    from kepesertaan.excel import calc

    running = calc.start()
    yield running
    running.quit()


@pytest.fixture
def today() -> date:
    """The day the tests are run on, whatever the calendar says."""
    return date(2026, 11, 22)


@pytest.fixture
def excel() -> Iterator[Excel]:
    """A fake Excel that xlwings is attached to; fails when it was asked what it does not know."""
    with running() as started:
        yield started
    assert not started.faults, started.faults


@pytest.fixture
def addin(excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our add-in is loaded in the fake Excel of somebody with an empty home."""
    from fake_addin import load_addin
    from kepesertaan.excel.load import load_xlwings

    (tmp_path / "rumah").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))
    load_xlwings()
    load_addin(excel)
