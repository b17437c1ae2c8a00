"""A computer of nobody's for the installation: a home folder, a registry, an Excel open or not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from kepesertaan.install.computer import Computer
from kepesertaan.install.places import Places, find_places


@dataclass
class Table:
    """A registry: values by key and name. ``refuses``: classes cannot be registered."""

    values: dict[tuple[str, str], str | int] = field(default_factory=dict)
    refuses: bool = False

    def read(self, key: str, name: str) -> str | int | None:
        return self.values.get((key, name))

    def write(self, key: str, name: str, value: str) -> None:
        if self.refuses and "CLSID" in key:
            raise PermissionError("no")
        assert key.startswith("HKCU\\")
        self.values[key, name] = value

    def remove(self, key: str, name: str) -> None:
        self.values.pop((key, name), None)

    def prune(self, key: str) -> None:
        """Keys without values are not kept here."""


@dataclass
class Home:
    """Somebody's computer."""

    folder: Path
    registry: Table = field(default_factory=Table)
    is_open: bool = False

    @property
    def computer(self) -> Computer:
        return Computer(self.places, self.registry, lambda: self.is_open)

    @property
    def places(self) -> Places:
        environment = {
            "LOCALAPPDATA": str(self.folder / "AppData" / "Local"),
            "APPDATA": str(self.folder / "AppData" / "Roaming"),
        }
        found = find_places(environment, is_windows=False)
        return replace(found, own=self.folder / ".kepesertaan")

    def state(self) -> dict[str, bytes | str | int]:
        """All there is: files with their content, folders, links, registry."""
        found: dict[str, bytes | str | int] = {
            str(path.relative_to(self.folder)): content(path)
            for path in sorted(self.folder.rglob("*"))
        }
        return found | {f"{key}|{name}": held for (key, name), held in self.registry.values.items()}


def content(path: Path) -> bytes | str:
    if path.is_symlink():
        return f"-> {path.readlink()}"
    return path.read_bytes() if path.is_file() else "folder"
