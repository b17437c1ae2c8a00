"""Make the Word templates; the same bytes every time.

python scripts/make_templates.py             write addin/kepesertaan/templates/*.docx
python scripts/make_templates.py --check     say whether the files there are the ones made now

Every module templates_*.py beside this one has a table ``TEMPLATES``: file name to the function
that makes its bytes (template_base.py). A .toml of the same name tells what the template is, its
fields and their examples; it is made here too, or written by hand.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / "addin" / "kepesertaan" / "templates"


def main(args: list[str]) -> int:
    """Write the templates, or compare them; 1 when one is not as it would be made now."""
    if args == ["--check"]:
        old = [name for name, make in templates().items() if not is_fresh(FOLDER / name, make())]
        for name in old:
            print(f"templates/{name} belum yang terbaru; jalankan scripts/make_templates.py")
        return 1 if old else 0
    if args:
        print("Pemakaian: python scripts/make_templates.py [--check]")
        return 2
    for name, make in templates().items():
        (FOLDER / name).write_bytes(make())
        print(f"templates/{name}")
    return 0


def templates() -> dict[str, Callable[[], bytes]]:
    """Every template of every module, by file name."""
    found: dict[str, Callable[[], bytes]] = {}
    for path in sorted(HERE.glob("templates_*.py")):
        found |= import_module(path.stem).TEMPLATES
    return found


def is_fresh(path: Path, made: bytes) -> bool:
    """Whether a file has what is made now; of a .docx its parts, however they were packed."""
    if not path.exists():
        return False
    there = path.read_bytes()
    return parts(there) == parts(made) if path.suffix == ".docx" else there == made


def parts(data: bytes) -> list[tuple[str, bytes]]:
    """Name and content of every part of a document, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
