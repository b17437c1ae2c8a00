"""What stands on this computer, for button Periksa Kesiapan; nothing is changed by looking."""

from __future__ import annotations

import platform
import sys
from datetime import date
from pathlib import Path

from kepesertaan import __version__
from kepesertaan.actions.kesiapan import Check, kesiapan, letter, lines_of
from kepesertaan.domain.errors import CannotWrite, WrongUse
from kepesertaan.domain.readiness import Found, Installed, Standing
from kepesertaan.excel.calc.launch import find_soffice
from kepesertaan.excel.calc.trouble import CalcMissing
from kepesertaan.files.save import replace_safely, write_new
from kepesertaan.files.troubles import told
from kepesertaan.run.own import own_folder

from .bundle import hash_of
from .computer import Computer, Registry, this_computer
from .entries import conf_bytes, server_entries
from .parts import files_below
from .places import Places, mark_of
from .record import Record, read_record

_OFFICE = r"Microsoft\Office\16.0\Excel\Security"
_RULES = (
    r"HKLM\Software\Policies\Microsoft\Windows Defender"
    r"\Windows Defender Exploit Guard\ASR\Rules"
)
_BLOCK: tuple[str | int, ...] = (1, "1")
# Name of a policy, key, name of the value, the values that stand in the way. Those of Office are
# in its administrative templates; the last two are rules of Microsoft Defender.
_POLICIES: tuple[tuple[str, str, str, tuple[str | int, ...]], ...] = (
    ("macros", rf"HKCU\Software\Policies\{_OFFICE}", "VBAWarnings", (3, 4)),
    (
        "locations",
        rf"HKCU\Software\Policies\{_OFFICE}\Trusted Locations",
        "AllLocationsDisabled",
        (1,),
    ),
    ("locations", rf"HKCU\Software\{_OFFICE}\Trusted Locations", "AllLocationsDisabled", (1,)),
    ("children", _RULES, "d4f940ab-401b-4efc-aadc-ad5f3c50688a", _BLOCK),
    ("calls", _RULES, "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b", _BLOCK),
)
_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"


def readiness(today: date, wanted: Path | None) -> tuple[list[Check], list[str]]:
    """The checks, and what is said of them; the letter to IT is written where it is wanted.

    Raises ``WrongUse`` or ``CannotWrite``.
    """
    found = look()
    checks = kesiapan(found)
    if wanted is None:
        return checks, lines_of(checks)
    written = write_letter(wanted, letter(found, checks, today))
    return checks, [*lines_of(checks), f"Surat untuk TI: {written}"]


def look() -> Found:
    """What is found here; without Windows only what can be seen elsewhere."""
    more = f" ({platform.version()})" if sys.platform == "win32" else ""
    system = f"{platform.system()} {platform.release()}{more}"
    python = platform.python_version()
    try:
        computer = this_computer()
    except (WrongUse, CannotWrite):
        return Found(system, python, _has_calc(), places={"catatan": str(own_folder())})
    places = computer.places
    record = read_record(places.record)
    named = {
        "folder program": places.root,
        "Python": places.pythonw,
        "add-in": places.addin,
        "setelan": places.conf,
        "paket": places.package,
    }
    hashed = {path.name: hash_of(path) for path in (places.addin, places.pythonw, places.conf)}
    hashes = {name: digest for name, digest in hashed.items() if digest}
    return Found(
        system,
        python,
        _has_calc(),
        _installed(computer, record),
        {what: str(path) for what, path in named.items()},
        hashes | ({"SHA256SUMS paket": record.id} if record else {}),
    )


def write_letter(path: Path, text: str) -> Path:
    """Write the letter where the user wants it. Raises ``WrongUse``, ``CannotWrite``."""
    if path.suffix.lower() != ".txt":
        raise WrongUse("Surat ditulis sebagai teks; beri nama berkas yang berakhir .txt.")
    path = path.absolute()
    try:
        write_new(path, _as_text(text))
    except FileExistsError:
        raise CannotWrite(
            f"{path.name} sudah ada dan tidak ditimpa; pakai nama lain untuk surat."
        ) from None
    return path


def own_letter(text: str) -> Path:
    """Write the letter into the user's own folder, over an older one. Raises ``CannotWrite``."""
    path = own_folder() / "surat-untuk-ti.txt"
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_safely(path, lambda temp: temp.write_bytes(_as_text(text)))
    return path


def _as_text(text: str) -> bytes:
    """As every Notepad reads it."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _has_calc() -> bool:
    try:
        return bool(find_soffice())
    except CalcMissing:
        return False


def _installed(computer: Computer, record: Record | None) -> Installed:
    places, registry = computer.places, computer.registry
    files = record.files if record else {}
    inside = files_below(places.venv, record)
    entries = server_entries(places.pythonw)
    return Installed(
        version=record.version if record else "",
        program=__version__,
        harmed=sum(hash_of(Path(path)) != digest for path, digest in inside.items()),
        addin=_standing(hash_of(places.addin), files.get(str(places.addin))),
        is_marked=mark_of(places.addin).exists(),
        conf=_conf(places),
        server=_standing_of([registry.read(key, name) == value for key, name, value in entries]),
        excel=_version(registry, "Excel"),
        word=_version(registry, "Word"),
        policies=_policies(registry),
        longest=max(map(len, files), default=0),
        is_in_cloud="onedrive" in str(registry.read(_FOLDERS, "Personal")).lower(),
    )


def _standing(found: str | None, wanted: str | None) -> Standing:
    if found is None:
        return "missing"
    return "whole" if found == wanted else "differs"


def _standing_of(right: list[bool]) -> Standing:
    if all(right):
        return "whole"
    return "differs" if any(right) else "missing"


def _conf(places: Places) -> Standing:
    try:
        found = places.conf.read_bytes()
    except OSError:
        return "missing"
    return "whole" if found == conf_bytes(places) else "differs"


def _version(registry: Registry, program: str) -> int:
    """The major version of an Office program, 0 where it is not registered."""
    current = registry.read(rf"HKCR\{program}.Application\CurVer", "")
    number = str(current).rpartition(".")[2]
    return int(number) if number.isdecimal() else 0


def _policies(registry: Registry) -> tuple[str, ...]:
    found = [name for name, key, value, bad in _POLICIES if registry.read(key, value) in bad]
    return tuple(dict.fromkeys(found))
