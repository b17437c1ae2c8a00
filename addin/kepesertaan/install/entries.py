"""What is written into the registry and the settings, as plain data."""

from __future__ import annotations

from .places import NAME, Places

Entry = tuple[str, str, str]  # key, name of the value ("" is the key's own), text

PROGID = "Kepesertaan.Server"  # what the add-in's VBA asks for
CLSID = "{9BDB550F-D4EE-46E8-89CA-F3F9E4668D7A}"
_CLASSES = r"HKCU\Software\Classes"
_SERVER = rf"{_CLASSES}\{PROGID}"
_VIEWS = (rf"{_CLASSES}\CLSID\{CLSID}", rf"{_CLASSES}\WOW6432Node\CLSID\{CLSID}")  # 64, 32 bits
_PROGRAMS = rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{NAME}"
OWN_KEYS = (  # deepest first: ours alone, so taken away when nothing is left in them
    rf"{_SERVER}\CLSID",
    _SERVER,
    *(rf"{view}\{name}" for view in _VIEWS for name in ("LocalServer32", "ProgID", "PythonCOM")),
    *_VIEWS,
    _PROGRAMS,
)


def entries_of(places: Places, version: str) -> list[Entry]:
    """All that the registry must hold."""
    return [*server_entries(places.pythonw), *program_entries(places, version)]


def server_entries(pythonw: object) -> list[Entry]:
    """The COM server of this user, for an Excel of 64 or of 32 bits.

    Windows starts it, without a window; ``-I`` keeps the working folder and the user's variables
    off Python's path.
    """
    start = f'"{pythonw}" -I -m kepesertaan.server'
    entries = [(_SERVER, "", NAME), (rf"{_SERVER}\CLSID", "", CLSID)]
    for view in _VIEWS:
        entries += [
            (view, "", NAME),
            (rf"{view}\ProgID", "", PROGID),
            (rf"{view}\LocalServer32", "", start),
            (rf"{view}\PythonCOM", "", "kepesertaan.server.Server"),
        ]
    return entries


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
