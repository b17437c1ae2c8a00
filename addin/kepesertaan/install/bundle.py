"""The folder that an office is given: our wheel and all it needs, the add-in, and their hashes."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.files.save import measured
from kepesertaan.files.windows import reachable

from .places import ADDIN, SUMS

ABOUT = "paket.json"  # {"versi": "2026.11.1", "python": ["3.11"]}
WHEELS = "roda"


@dataclass(frozen=True, slots=True)
class Bundle:
    """``sums``: SHA-256 by the name of the file in ``folder``; ``id``: the hash of that list."""

    folder: Path
    version: str
    pythons: tuple[str, ...]
    sums: dict[str, str]
    id: str

    @property
    def wheels(self) -> Path:
        """The folder of the wheels, for each Python that the bundle is for."""
        return self.folder / WHEELS

    @property
    def packages(self) -> list[str]:
        """What to install, pip itself not among it: ``name==version``."""
        split = {tuple(path.name.split("-")[:2]) for path in self.wheels.glob("*.whl")}
        return sorted(f"{name}=={version}" for name, version in split if name != "pip")

    @property
    def pip(self) -> Path:
        """pip, which runs from inside its wheel."""
        return next(self.wheels.glob("pip-*.whl")) / "pip"

    @property
    def addin(self) -> bytes:
        """The add-in."""
        return (self.folder / ADDIN).read_bytes()


def read_bundle(folder: Path) -> Bundle:
    """The bundle in a folder, each file of which is as its list says.

    Raises ``UnreadableInput`` for one that is damaged or incomplete.
    """
    try:
        sums = read_sums((folder / SUMS).read_text(encoding="ascii"))
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        version, pythons = str(about["versi"]), tuple(map(str, about["python"]))
        id_ = measured(folder / SUMS).sha256
    except (OSError, ValueError, KeyError, TypeError):
        raise UnreadableInput(
            f"Folder {folder} bukan paket pemasangan Kepesertaan yang utuh; tidak ada yang "
            "dipasang. Salin ulang seluruh folder paket, lalu jalankan lagi."
        ) from None
    wrong = differing(folder, sums)
    if wrong or not {ADDIN, ABOUT} <= sums.keys():
        name = wrong[0] if wrong else ADDIN
        raise UnreadableInput(
            f"{name} di paket pemasangan hilang atau berubah; tidak ada yang dipasang. "
            "Salin ulang seluruh folder paket, lalu jalankan lagi."
        )
    return Bundle(folder, version, pythons, sums, id_)


def read_sums(text: str) -> dict[str, str]:
    """Hash by name from the lines of ``sha256sum``. Raises ``ValueError`` for another line."""
    found = {}
    for line in text.splitlines():
        digest, gap, name = line.partition("  ")
        parts = name.split("/")
        if not gap or len(digest) != 64 or "\\" in name or ":" in name or {"", ".."} & {*parts}:
            raise ValueError("not a line of sha256sum")
        found[name] = digest
    return found


def differing(folder: Path, sums: dict[str, str]) -> list[str]:
    """The names whose files are missing or differ from their hash."""
    return [name for name, digest in sums.items() if hash_of(folder / name) != digest]


def hash_of(path: Path) -> str | None:
    """SHA-256 of a file, None where it cannot be read."""
    try:
        return measured(reachable(path)).sha256
    except OSError:
        return None


def refuse_python(bundle: Bundle) -> None:
    """Raise ``UnreadableInput`` unless the Python that runs is one the bundle was made for."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    wanted = " atau ".join(bundle.pythons)
    if version not in bundle.pythons:
        raise UnreadableInput(
            f"Paket ini untuk Python {wanted}; yang ditemukan Python {version}. Tidak ada yang "
            f"dipasang. Pasang Python {wanted} untuk akun Anda, lalu jalankan lagi."
        )
    if "WindowsApps" in sys.base_prefix:
        raise UnreadableInput(
            "Python dari Microsoft Store menulis ke folder terpisah yang tidak terlihat oleh "
            f"Excel. Tidak ada yang dipasang. Pasang Python {wanted} dari python.org untuk akun "
            "Anda, lalu jalankan lagi."
        )
