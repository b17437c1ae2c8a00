"""Put VBA modules into an add-in: pyOpenVBA writes them, the container is written anew.

Which part does what, and why: docs/keputusan/berkas-xlam.md.
"""

from __future__ import annotations

import struct
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, decompress

from compound import compound_file

VBA_PART = "xl/vbaProject.bin"
DOCUMENTS = ("ThisWorkbook", "Sheet1")  # modules of the workbook and its sheet
# [MS-OVBA] 2.3.4.1: what others than Office write; Office then compiles the source itself.
WITHOUT_CACHE = bytes.fromhex("cc61ffff000000")
NAME, VERSION, END = 0x04, 0x09, 0x10  # records of the stream dir
COOKIES = (0x13, 0x2C)
UNSET_COOKIE = b"\xff\xff"


def addin_parts(modules: Mapping[str, str], name: str) -> dict[str, bytes]:
    """The parts of an empty Excel add-in that holds the modules.

    ``modules``: text by name, the two of ``DOCUMENTS`` among them, any line ends. ``name``: of the
    VBA project. Raises ``UnicodeEncodeError`` for a letter that VBA's code page lacks.
    """
    parts = written(modules)
    return {**parts, VBA_PART: finished(parts[VBA_PART], name)}


def written(modules: Mapping[str, str]) -> dict[str, bytes]:
    """The parts as pyOpenVBA writes them, around the empty add-in that Excel once wrote for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "addin.xlam"
        with ExcelFile.create_new(path) as book:
            project = book.vba_project()
            project.delete_module("Module1")
            for module, text in modules.items():
                source = with_crlf(text)
                source.encode("cp1252")
                if module in DOCUMENTS:
                    book.set_module(module, source)
                else:
                    project.add_module(module, source, kind=VBAModuleKind.standard)
            book.save()
        with zipfile.ZipFile(path) as archive:
            return {entry: archive.read(entry) for entry in archive.namelist()}


def with_crlf(text: str) -> str:
    return "\r\n".join(text.splitlines()) + "\r\n"


def finished(project: bytes, name: str) -> bytes:
    """The project as the specification wants it written: no cache, cookies unset, its own name."""
    container = CFB.from_bytes(project)
    inside = container.list_streams_in_storage("VBA")
    streams = {f"VBA/{entry}": container.get_stream_in_storage("VBA", entry) for entry in inside}
    directory = decompress(streams["VBA/dir"])
    text = container.get_stream("PROJECT").decode("cp1252")
    return compound_file(
        {
            **streams,
            "VBA/dir": compress(b"".join(packed(*record) for record in renewed(directory, name))),
            "VBA/_VBA_PROJECT": WITHOUT_CACHE,
            "PROJECT": text.replace('Name="VBAProject"', f'Name="{name}"').encode("cp1252"),
            "PROJECTwm": container.get_stream("PROJECTwm"),
        }
    )


def renewed(directory: bytes, name: str) -> Iterator[tuple[int, bytes]]:
    """The records of ``dir`` as they shall be; what follows the last one is left out."""
    for kind, body in records(directory):
        if kind == NAME:
            yield kind, name.encode("ascii")
        else:
            yield kind, UNSET_COOKIE if kind in COOKIES else body


def records(directory: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and body of every record up to the one that ends the stream."""
    place, kind = 0, 0
    while kind != END:
        kind, size = struct.unpack_from("<HI", directory, place)
        size = 6 if kind == VERSION else size  # its size field says 4, for the first of two numbers
        yield kind, directory[place + 6 : place + 6 + size]
        place += 6 + size


def packed(kind: int, body: bytes) -> bytes:
    return struct.pack("<HI", kind, 4 if kind == VERSION else len(body)) + body
