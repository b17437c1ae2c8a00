"""Run xlwings' own tests against our LibreOffice engine: the yardstick of ``excel/calc``.

    python scripts/xlwings_tests.py CACHE [--tests FOLDER] [--show]

The tests come with xlwings' source package, which pip fetches by name into CACHE; with ``--tests``
they are taken from the folder ``tests`` of a checkout. Nothing of theirs is part of this
repository. Prints passed, failed and skipped for each file (skipped: what our engine says it does
not do); ends with 1 when fewer than 120 range and sheet tests pass.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
FILES = ("range", "sheet", "book", "app", "names", "font", "ndim", "active", "chunking")
MEASURED = ("range", "sheet")
NEEDED = 120
LONGEST = 900  # seconds for one file
# pip asks a source package's build tool for its name and version before it keeps it; theirs would
# compile Rust for that, so this one answers instead.
_BUILD_TOOL = """
from pathlib import Path
def get_requires_for_build_wheel(config_settings=None):
    return []
def prepare_metadata_for_build_wheel(folder, config_settings=None):
    made = Path(folder) / "xlwings-{0}.dist-info"
    made.mkdir()
    (made / "METADATA").write_text("Metadata-Version: 2.1\\nName: xlwings\\nVersion: {0}\\n")
    (made / "WHEEL").write_text("Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    return made.name
"""


def main(arguments: list[str]) -> int:
    """Fetch, run, print."""
    parser = argparse.ArgumentParser(description="Uji bawaan xlwings terhadap mesin LibreOffice.")
    parser.add_argument("cache", type=Path)
    parser.add_argument("--tests", type=Path, help="folder tests dari sebuah checkout xlwings")
    parser.add_argument("--show", action="store_true", help="sebut tiap uji yang gagal atau lewat")
    given = parser.parse_args(arguments)
    given.cache.mkdir(parents=True, exist_ok=True)
    tests = given.tests or fetch(given.cache)
    total: Counter[str] = Counter()
    measured = 0
    print(f"{'':20}{'passed':>8}{'failed':>8}{'skipped':>8}")
    for name in FILES:
        found, told = run(tests.resolve(), name, given.cache.resolve())
        total += found
        measured += found["passed"] if name in MEASURED else 0
        say(f"test_{name}.py", found)
        if given.show:
            print("".join(f"    {line}\n" for line in told), end="")
    say("all", total)
    print(f"range and sheet: {measured} passed, {NEEDED} needed")
    return 0 if measured >= NEEDED else 1


def say(name: str, found: Counter[str]) -> None:
    counts = "".join(f"{found[kind]:8}" for kind in ("passed", "failed", "skipped"))
    print(f"{name:20}{counts}", flush=True)


def fetch(cache: Path) -> Path:
    """The tests of the xlwings that is installed, unpacked below the cache."""
    wanted = version("xlwings")
    folder = cache / f"xlwings-{wanted}" / "tests"
    if folder.is_dir():
        return folder
    with tempfile.TemporaryDirectory() as temporary:
        Path(temporary, "maturin.py").write_text(_BUILD_TOOL.format(wanted), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                   "--no-binary", "xlwings", "--no-build-isolation", f"xlwings=={wanted}",
                   "--dest", str(cache)]  # fmt: skip
        subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": temporary})
    with tarfile.open(cache / f"xlwings-{wanted}.tar.gz") as packed:
        inside = [one for one in packed if one.name.startswith(f"xlwings-{wanted}/tests/")]
        packed.extractall(cache, inside, filter="data")
    return folder


def run(tests: Path, name: str, cache: Path) -> tuple[Counter[str], list[str]]:
    """Results of one file, and a line for each test that did not pass."""
    result = cache / f"{name}.xml"
    result.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-p", Path(__file__).stem, "-p",
               "no:cacheprovider", "-W", "ignore", f"--junitxml={result}",
               f"test_{name}.py"]  # fmt: skip
    places = os.pathsep.join((str(HERE), str(HERE.parent / "addin")))
    subprocess.run(command, cwd=tests, env={**os.environ, "PYTHONPATH": places}, timeout=LONGEST,
                   capture_output=True, check=False)  # fmt: skip
    if not result.exists():
        return Counter(failed=1), ["did not run"]
    return read(result)


def read(result: Path) -> tuple[Counter[str], list[str]]:
    found: Counter[str] = Counter()
    told = []
    for case in ElementTree.parse(result).iter("testcase"):
        ends = {child.tag: child for child in case}
        bad = ends.get("failure", ends.get("error"))
        why = "" if bad is None else bad.get("message") or ""
        kind = "passed" if bad is None else "failed"
        if "skipped" in ends or why.startswith("NotImplementedError"):
            kind = "skipped"
        found[kind] += 1
        if kind != "passed":
            why = why or ends["skipped"].get("message") or ""
            place = f"{case.get('classname', '').rpartition('.')[2]}.{case.get('name')}"
            told.append(f"{kind:8}{place}: {why.splitlines()[0][:110] if why else ''}")
    return found, told


def pytest_configure(config: Any) -> None:
    """As a plugin of pytest, in the process that runs their tests: use our engine."""
    import pandas as pd  # before xlwings is loaded without it: their tests use it

    from kepesertaan.excel import calc

    assert pd
    calc.engine().activate()


def pytest_unconfigure(config: Any) -> None:
    """End every LibreOffice their tests left behind."""
    from kepesertaan.excel import calc

    for app in list(calc.engine().apps):
        app.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
