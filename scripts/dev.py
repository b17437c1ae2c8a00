"""Set up, show, test and check the project on a fresh machine.

    python scripts/dev.py demo     clean the practice book and say where to look
    python scripts/dev.py test     run the tests; what follows goes to pytest
    python scripts/dev.py check    every gate, in order

Needs Python 3.11 or newer and nothing else; all the rest goes into .venv inside the repository.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "kepesertaan-siap.json"
OLDEST = (3, 11)
DONE_WITH_FINDINGS = 1  # exit code of the command line; the practice book has findings
OUT = "HASIL/demo"
BOOK = "workbooks/latihan.xlsx"
# pip settings that would put the packages elsewhere or leave some out; mirrors and proxies stay.
_MISLEADING = (
    "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PIP_USER", "PIP_NO_DEPS",
    "PIP_DRY_RUN", "PIP_CONSTRAINT", "PIP_REQUIREMENT", "PIP_REQUIRE_HASHES", "PIP_LOG",
    "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONOPTIMIZE", "__PYVENV_LAUNCHER__",
)  # fmt: skip
_LAYERS = "from importlinter.cli import lint_imports_command as lint; lint(prog_name='lapisan')"
GATES = (
    ("bentuk tulisan", ("-m", "ruff", "format", "--check", ".")),
    ("kebiasaan", ("-m", "ruff", "check", ".")),
    ("tipe", ("-m", "mypy")),
    ("lapisan", ("-c", _LAYERS)),
    ("uji", ("-m", "pytest")),
    ("panduan terbaru", ("scripts/make_guide.py", "--check")),
    ("buku kerja terbaru", ("scripts/make_workbooks.py", "--check")),
    ("templat Word terbaru", ("scripts/make_templates.py", "--check")),
    ("add-in terbaru", ("scripts/build_addin.py", "--check")),
    ("tanpa data orang", ("scripts/guard_people.py",)),
)  # fmt: skip


class CannotSetUp(Exception):
    """Why the environment could not be made, and what to do, in Indonesian."""


def main(args: list[str]) -> int:
    """Run one of the three commands; its exit code."""
    commands = {"demo": demo, "test": test, "check": check}
    if not args or args[0] not in commands:
        print("Pemakaian: python scripts/dev.py demo | test | check")
        return 0 if args[:1] in (["-h"], ["--help"]) else 2
    if sys.version_info < OLDEST:
        print(f"Python {sys.version.split()[0]} terlalu lama; pasang Python 3.11 atau lebih baru.")
        return 2
    try:
        return commands[args[0]](args[1:])
    except CannotSetUp as error:
        print(error, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print("\nDibatalkan.", file=sys.stderr)
        return 130


def demo(_args: list[str]) -> int:
    """Clean the practice book, as a user would, and say where to look."""
    set_up(dev=False)
    if not (ROOT / BOOK).exists():
        code = run("scripts/make_workbooks.py")
        if code:
            return code
    print(f"> kepesertaan bersihkan {BOOK} --keluar {OUT}\n")
    code = run("-m", "kepesertaan.cli", "bersihkan", BOOK, "--keluar", OUT)
    if code not in (0, DONE_WITH_FINDINGS):
        return code
    print("\nLihat hasilnya:")
    for path, what in (
        (f"{OUT}/latihan_bersih.xlsx", "buku latihan yang sudah dirapikan"),
        (f"{OUT}/latihan_temuan.xlsx", "apa yang diubah dan apa yang perlu keputusan Anda"),
        (BOOK, "aslinya; lembar Kunci menyebut 15 kesalahan di dalamnya"),
    ):
        print(f"  {path:32} {what}")
    return 0


def test(args: list[str]) -> int:
    """Run the tests."""
    set_up(dev=True)
    return run("-m", "pytest", *args)


def check(_args: list[str]) -> int:
    """Run every gate, whatever the ones before said; the first exit code that is not 0."""
    set_up(dev=True)
    codes: dict[str, int] = {}
    for name, command in GATES:
        if command[0].startswith("scripts/") and not (ROOT / command[0]).exists():
            continue
        print(f"\n== {name}", flush=True)
        codes[name] = run(*command)
    print()
    for name, code in codes.items():
        print(f"{'lulus' if code == 0 else 'GAGAL'}  {name}")
    return next((code for code in codes.values() if code), 0)


def run(*command: str) -> int:
    """Run Python of .venv in the repository; its exit code."""
    sys.stdout.flush()
    return subprocess.call([str(PYTHON), *command], cwd=ROOT, env=sane_environment())


def sane_environment() -> dict[str, str]:
    """The user's environment without what leads Python or pip away from .venv."""
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    return {**kept, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def set_up(*, dev: bool) -> None:
    """Make .venv hold the project and the pinned packages; nothing to do when it already does.

    Raises ``CannotSetUp`` when Python cannot make an environment or pip cannot install.
    """
    wanted = fingerprint()
    if is_ready(wanted, dev=dev):
        return
    print("Menyiapkan .venv; sekali saja, beberapa menit ...", flush=True)
    STAMP.unlink(missing_ok=True)
    if not is_usable():
        make_venv()
    what = ".[dev]" if dev else "."
    install("setuptools")
    install("--no-build-isolation", "--editable", what)
    state = {"fingerprint": wanted, "dev": dev}
    STAMP.write_text(json.dumps(state), encoding="utf-8")


def fingerprint() -> str:
    """Changes when the packages, the place or the Python do."""
    found = hashlib.sha256(f"{ROOT};{sys.version_info[:2]}".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        found.update((ROOT / name).read_bytes())
    return found.hexdigest()


def is_ready(wanted: str, *, dev: bool) -> bool:
    """Whether .venv was set up for the same fingerprint, with the test packages where needed."""
    try:
        state = json.loads(STAMP.read_text(encoding="utf-8"))
        return PYTHON.exists() and state["fingerprint"] == wanted and (state["dev"] or not dev)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def is_usable() -> bool:
    """Whether .venv has this Python's version and a pip."""
    look = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    try:
        ended = subprocess.run(
            [str(PYTHON), "-c", look], env=sane_environment(), capture_output=True, check=False
        )
    except OSError:
        return False
    return ended.returncode == 0


def make_venv() -> None:
    """A fresh .venv, by ``venv`` or, where Debian left its ensurepip out, by virtualenv."""
    if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        maker = ["venv", "--clear"]
    elif importlib.util.find_spec("virtualenv"):
        maker = ["virtualenv", "--clear", "--quiet"]
    else:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise CannotSetUp(
            "Python ini tidak membawa venv dan ensurepip, jadi .venv tidak dapat dibuat. "
            f"Pasang dengan: sudo apt install python3-venv (atau python{version}-venv), "
            "lalu jalankan perintah ini lagi."
        )
    if subprocess.call([sys.executable, "-m", *maker, str(VENV)], env=sane_environment()):
        raise CannotSetUp(f".venv tidak dapat dibuat di {ROOT}; periksa hak tulis folder itu.")


def install(*what: str) -> None:
    """Install into .venv with the pinned versions."""
    if run("-m", "pip", "install", "--quiet", "--constraint", "constraints.txt", *what):
        raise CannotSetUp(
            "Pustaka belum terpasang. Periksa sambungan internet atau proksi (HTTPS_PROXY), "
            "lalu jalankan perintah ini lagi."
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
