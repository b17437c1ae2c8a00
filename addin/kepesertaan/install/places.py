"""Where everything of ours lies on one user's computer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kepesertaan.domain.errors import CannotWrite
from kepesertaan.run.own import own_folder

NAME = "Kepesertaan"
ADDIN = f"{NAME}.xlam"
SUMS = "SHA256SUMS"  # the bundle's list of its files


@dataclass(frozen=True, slots=True)
class Places:
    """``root``: our folder; ``start``: the folder whose books Excel opens when it starts."""

    root: Path
    start: Path
    own: Path
    is_windows: bool

    @property
    def venv(self) -> Path:
        """The Python environment."""
        return self.root / "venv"

    @property
    def package(self) -> Path:
        """The copy of the bundle, for mending and for taking everything away."""
        return self.root / "paket"

    @property
    def record(self) -> Path:
        """The list of all that was written."""
        return self.root / "terpasang.json"

    @property
    def addin(self) -> Path:
        """The add-in where Excel finds it."""
        return self.start / ADDIN

    @property
    def conf(self) -> Path:
        """xlwings' settings of our add-in; its VBA reads them in the user's home."""
        return self.own / "kepesertaan.conf"

    @property
    def python(self) -> Path:
        """Python of the environment, with a console."""
        return self.venv / ("Scripts/python.exe" if self.is_windows else "bin/python")

    @property
    def pythonw(self) -> Path:
        """Python of the environment, without a window."""
        return self.venv / "Scripts/pythonw.exe" if self.is_windows else self.python


def find_places(environment: Mapping[str, str], *, is_windows: bool) -> Places:
    """The places by the user's environment. Raises ``CannotWrite`` where Windows named none."""
    try:
        local, roaming = environment["LOCALAPPDATA"], environment["APPDATA"]
    except KeyError as error:
        raise CannotWrite(
            f"Windows tidak menyebut folder {error.args[0]} akun ini, jadi tidak ada yang "
            "dipasang. Keluar dari Windows, masuk lagi, lalu ulangi."
        ) from None
    start = Path(roaming) / "Microsoft" / "Excel" / "XLSTART"
    return Places(Path(local) / NAME, start, own_folder(), is_windows)


def mark_of(path: Path) -> Path:
    """The stream in which Windows keeps that a file came from the internet."""
    return path.with_name(f"{path.name}:Zone.Identifier")
