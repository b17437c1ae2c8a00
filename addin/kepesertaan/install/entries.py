"""What is written into the registry and the settings, as plain data."""

from __future__ import annotations

from .places import NAME, Places

Entry = tuple[str, str, str]  # key, name of the value ("" is the key's own), text

PROG_ID = "Kepesertaan.Server"  # what the add-in's VBA asks for
CLASS_ID = "{576FFDF2-B393-40A5-AD4F-4BAE7308F33B}"
SERVER_MODULE = "kepesertaan.server"
_CLASSES = r"HKCU\Software\Classes"
_SERVER = rf"{_CLASSES}\{PROG_ID}"
_CLASS = rf"{_CLASSES}\CLSID\{CLASS_ID}"
_PROGRAMS = rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{NAME}"
OWN_KEYS = (  # deepest first: ours alone, so taken away when nothing is left in them
    rf"{_SERVER}\CLSID", _SERVER, rf"{_CLASS}\LocalServer32", rf"{_CLASS}\ProgID", _CLASS,
    _PROGRAMS,
)  # fmt: skip


def entries_of(places: Places, version: str) -> list[Entry]:
    """All that the registry must hold."""
    return [*server_entries(places), *program_entries(places, version)]


def server_entries(places: Places) -> list[Entry]:
    """The COM server of this user: Windows starts it, without a window and without our console."""
    start = f'"{places.pythonw}" -I -m {SERVER_MODULE}'
    return [
        (_SERVER, "", "Kepesertaan"),
        (rf"{_SERVER}\CLSID", "", CLASS_ID),
        (_CLASS, "", "Kepesertaan"),
        (rf"{_CLASS}\LocalServer32", "", start),
        (rf"{_CLASS}\ProgID", "", PROG_ID),
    ]


def program_entries(places: Places, version: str) -> list[Entry]:
    """The line in Windows' list of programs, with what takes us away again."""
    return [
        (_PROGRAMS, "DisplayName", NAME),
        (_PROGRAMS, "DisplayVersion", version),
        (_PROGRAMS, "InstallLocation", str(places.root)),
        (_PROGRAMS, "Publisher", "Bidang Kepesertaan"),
        (_PROGRAMS, "UninstallString", f'"{places.package / "copot.cmd"}"'),
    ]


def conf_bytes(places: Places) -> bytes:
    r"""The settings that xlwings' VBA reads: pairs in quotes, by ``Input #``, in plain ASCII.

    The interpreter stands there as below ``%LOCALAPPDATA%``, which the VBA resolves, so that a
    user's name with other letters does no harm. The workbook's folder stays off Python's path.
    """
    below = places.pythonw.relative_to(places.root.parent)
    interpreter = "\\".join(("%LOCALAPPDATA%", *below.parts))
    settings = {"INTERPRETER_WIN": interpreter, "ADD_WORKBOOK_TO_PYTHONPATH": "false"}
    lines = [f'"{name}","{value}"\r\n' for name, value in settings.items()]
    return "".join(lines).encode("ascii")
