"""Make the folder that offices install from: our wheel, all it needs, the add-in, the scripts.

    python scripts/make_bundle.py                       dist/Kepesertaan-VERSION/ and its .zip
    python scripts/make_bundle.py --python 3.11 3.12    for more than one Python
    python scripts/make_bundle.py --roda FOLDER         take the wheels from a folder, no network
    python scripts/make_bundle.py --pemasang FILE       put python.org's installer into it as well

Versions are those of constraints.txt; whatever a wheel asks for and is not among them stops the
making. Every file's SHA-256 stands in SHA256SUMS.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable
from email import message_from_bytes
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PLATFORM = "win_amd64"
PYTHONS = ("3.11",)
FILES = {  # name in the bundle -> where it comes from
    "Kepesertaan.xlam": "addin/Kepesertaan.xlam",
    "install.ps1": "scripts/install.ps1",
    "pasang.cmd": "scripts/pasang.cmd",
    "perbaiki.cmd": "scripts/perbaiki.cmd",
    "copot.cmd": "scripts/copot.cmd",
    "check_on_windows.ps1": "scripts/check_on_windows.ps1",
    "latihan.xlsx": "workbooks/latihan.xlsx",
    "contoh/peserta_kosong.xlsx": "workbooks/peserta_kosong.xlsx",
    "contoh/kunjungan.xlsx": "workbooks/kunjungan.xlsx",
    "contoh/msib.xlsx": "workbooks/msib.xlsx",
    **{
        f"contoh/msib_foto/magang-{n:02}.png": f"workbooks/msib_foto/magang-{n:02}.png"
        for n in range(1, 6)
    },
    "untuk-ti.md": "docs/untuk-ti.md",
    "panduan.md": "docs/panduan.md",
    "LICENSE": "LICENSE",
}
_EARLIEST = (1980, 1, 1, 0, 0, 0)


class CannotMake(Exception):
    """Why the bundle cannot be made."""


def main(args: list[str]) -> int:
    """Make folder and zip, and say their names and the hash of the list."""
    parser = argparse.ArgumentParser(description="Membuat paket pemasangan.")
    parser.add_argument("--keluar", type=Path, default=ROOT / "dist")
    parser.add_argument("--python", nargs="+", default=list(PYTHONS))
    parser.add_argument("--roda", type=Path, help="folder of wheels; none is downloaded then")
    parser.add_argument("--pemasang", type=Path, help="python-3.*-amd64.exe of python.org")
    given = parser.parse_args(args)
    try:
        folder = make_bundle(given.keluar, given.python, given.roda, given.pemasang)
    except CannotMake as error:
        print(error, file=sys.stderr)
        return 1
    packed = pack(folder)
    print(f"{packed}  {packed.stat().st_size / 1e6:.1f} MB")
    print(f"SHA256SUMS: {hash_of(folder / 'SHA256SUMS')}")
    return 0


def make_bundle(
    target: Path, pythons: list[str], wheels: Path | None = None, installer: Path | None = None
) -> Path:
    """A fresh folder below ``target``; ``wheels``: a folder to take all wheels but ours from.

    ``installer``: python.org's program for computers without Python. Raises ``CannotMake``.
    """
    version = project()["version"]
    folder = target / f"Kepesertaan-{version}"
    shutil.rmtree(folder, ignore_errors=True)
    inside = folder / "roda"
    inside.mkdir(parents=True)
    for python in pythons:
        download(inside, python, wheels)
    own_wheel(inside)
    for python in pythons:
        refuse_missing(inside, python)
    for name, source in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / source, folder / name)
    if installer:
        (folder / "python").mkdir()
        shutil.copyfile(installer, folder / "python" / installer.name)
    about = {"versi": version, "python": pythons, "sistem": PLATFORM}
    (folder / "paket.json").write_text(json.dumps(about), encoding="utf-8")
    write_sums(folder)
    return folder


def project() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def needed() -> list[str]:
    """The pinned packages of a user's computer, and pip, which installs them."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    section = text.split("# installing and running\n")[1].split("\n\n")[0]
    return [line.split("#")[0].strip() for line in section.splitlines()]


def download(inside: Path, python: str, wheels: Path | None) -> None:
    """The pinned wheels for one Python on Windows. Raises ``CannotMake``."""
    offline = ("--no-index", "--find-links", str(wheels)) if wheels else ()
    command = (
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
        "--platform", PLATFORM, "--python-version", python, "--implementation", "cp",
        "--dest", str(inside), *offline, *needed(),
    )  # fmt: skip
    if subprocess.call(command, cwd=inside):
        raise CannotMake(f"the wheels for Python {python} cannot be had")


def own_wheel(inside: Path) -> Path:
    """Our own wheel, made from a fresh copy of the sources. Raises ``CannotMake``."""
    with tempfile.TemporaryDirectory() as temp:
        copy = Path(temp) / "sumber"
        shutil.copytree(
            ROOT / "addin" / "kepesertaan",
            copy / "addin" / "kepesertaan",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copyfile(ROOT / name, copy / name)
        command = (
            sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index",
            "--no-build-isolation", "--wheel-dir", str(inside), str(copy),
        )  # fmt: skip
        if subprocess.call(command):
            raise CannotMake("our own wheel cannot be built; is setuptools installed?")
    return next(inside.glob("kepesertaan-*.whl"))


def refuse_missing(inside: Path, python: str) -> None:
    """Raise ``CannotMake`` when a wheel asks for what is not there, as on Windows."""
    there = {canonicalize_name(path.name.split("-")[0]) for path in inside.glob("*.whl")}
    machine = {
        "python_version": python, "python_full_version": f"{python}.0", "extra": "",
        "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt",
        "platform_machine": "AMD64", "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }  # fmt: skip
    for path in sorted(inside.glob("*.whl")):
        for line in asked_by(path):
            asked = Requirement(line)
            applies = asked.marker is None or asked.marker.evaluate(machine)
            if applies and canonicalize_name(asked.name) not in there:
                raise CannotMake(f"{path.name} needs {asked.name}: pin it in constraints.txt")


def asked_by(wheel: Path) -> Iterable[str]:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        return message_from_bytes(archive.read(name)).get_all("Requires-Dist") or []


def write_sums(folder: Path) -> None:
    """SHA256SUMS, as ``sha256sum`` writes it."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    files = [name for name in names if (folder / name).is_file() and name != "SHA256SUMS"]
    lines = [f"{hash_of(folder / name)}  {name}\n" for name in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="ascii", newline="\n")


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pack(folder: Path) -> Path:
    """The folder as a zip beside it; wheels are packed already and only stored."""
    target = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = path.relative_to(folder.parent).as_posix()
                archive.writestr(zipfile.ZipInfo(name, _EARLIEST), path.read_bytes())
    return target


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
