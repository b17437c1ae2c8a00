"""Press the add-in's buttons in LibreOffice: run by the Python that has ``uno``, apart from tests.

Reads a request from standard input and writes the answers to standard output, both JSON:
``{"soffice": program, "folder": to work in, "runs": [{"addin": file, "replaced": {module: text},
"classes": {module: text}, "scenes": [scene, ...]}, ...]}``. A scene opens a workbook with the
sheets it names, saved in a folder of its own beside the files it names (or never saved), calls
macros of the module Uji, and looks at the colours of cells. Each call is answered by its result
and the notes the macros made; None and no notes where the VBA does not compile.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.script.provider import ScriptFrameworkErrorException

FILTER = "Calc MS Excel 2007 VBA XML"  # an .xlam is not recognised without it
CLASS_MODULE = 2
ALWAYS_RUN_MACROS = 4
LIMIT = 120  # seconds to start, or to end


def main() -> None:
    request = json.load(sys.stdin)
    folder = Path(request["folder"])
    with libreoffice(request["soffice"], folder) as desktop:
        answers = [run(desktop, folder / str(i), one) for i, one in enumerate(request["runs"])]
    json.dump(answers, sys.stdout)


@contextmanager
def libreoffice(program: str, folder: Path) -> Iterator[Any]:
    """The desktop of a LibreOffice of its own, ended afterwards."""
    pipe = f"kepesertaan{os.getpid()}"
    command = [program, "--headless", "--norestore", "--nologo", "--nodefault"]
    profile = f"-env:UserInstallation={(folder / 'profil').as_uri()}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*command, profile, f"--accept=pipe,name={pipe};urp;"], **quiet)
    try:
        context = connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext", process)
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        yield desktop
        with suppress(DisposedException):  # gone already
            desktop.terminate()
        process.wait(LIMIT)
    finally:
        process.kill()


def connect(address: str, process: subprocess.Popen[bytes]) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    until = time.monotonic() + LIMIT
    while True:
        try:
            return resolver.resolve(address)
        except NoConnectException:
            if time.monotonic() > until or process.poll() not in (None, 0):
                raise
            time.sleep(0.2)


def run(desktop: Any, folder: Path, request: dict[str, Any]) -> list[Any]:
    """The answers of every scene with one add-in."""
    folder.mkdir()
    addin = desktop.loadComponentFromURL(
        Path(request["addin"]).as_uri(),
        "_blank",
        0,
        properties(Hidden=True, FilterName=FILTER, MacroExecutionMode=ALWAYS_RUN_MACROS),
    )
    library = addin.BasicLibraries.getByName("Kepesertaan")
    for name, text in request["replaced"].items():
        put = library.replaceByName if library.hasByName(name) else library.insertByName
        put(name, text)
    for name, text in request["classes"].items():
        info = uno.createUnoStruct("com.sun.star.script.ModuleInfo")
        info.ModuleType = CLASS_MODULE
        library.insertModuleInfo(name, info)
        library.insertByName(name, text)
    provider = addin.getScriptProvider()
    answers = [
        play(desktop, provider, folder / str(i), scene) for i, scene in enumerate(request["scenes"])
    ]
    addin.close(True)
    return answers


def play(desktop: Any, provider: Any, folder: Path, scene: dict[str, Any]) -> dict[str, Any]:
    """What one scene gave: result and notes of each call, cells, and the workbook's name."""
    book = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ())
    for name in scene.get("sheets", ()):
        book.Sheets.insertNewByName(name, 1)
    if scene.get("saved"):
        folder.mkdir()
        book.storeAsURL((folder / scene["saved"]).as_uri(), ())
        for name in scene.get("beside", ()):
            (folder / name).write_text("", encoding="utf-8")
        for name in scene.get("folders", ()):
            (folder / name).mkdir()
    try:
        calls = [
            (call(provider, *given), lines(call(provider, "Laporan"))) for given in scene["calls"]
        ]
        cells = {
            cell: look(book, book.Sheets[0].getCellRangeByName(cell))
            for cell in scene.get("cells", ())
        }
        return {"calls": calls, "cells": cells, "title": book.Title}
    finally:
        book.close(True)


def look(book: Any, cell: Any) -> list[Any]:
    """Colour, text, kind of content and number format of a cell."""
    form = book.NumberFormats.getByKey(cell.NumberFormat).FormatString
    return [cell.CellBackColor, cell.String, cell.Type.value, form]


def call(provider: Any, name: str, *given: Any) -> Any:
    """The result of a macro of the module Uji."""
    address = f"vnd.sun.star.script:Kepesertaan.Uji.{name}?language=Basic&location=document"
    arrays = tuple(tuple(item) if isinstance(item, list) else item for item in given)
    try:
        return provider.getScript(address).invoke(arrays, (), ())[0]
    except ScriptFrameworkErrorException:
        return None


def lines(notes: str | None) -> list[list[str]]:
    return [line.split("\t", 1) for line in (notes or "").split("\n") if line]


def properties(**given: Any) -> tuple[PropertyValue, ...]:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in given.items())


if __name__ == "__main__":
    main()
