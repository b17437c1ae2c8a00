"""Click buttons over the fake Excel and say which slow libraries our side asked for.

    python tests/lean_click.py BOOK BUTTON ...     # prints {"asked": {...}, "told": [...]} as JSON

Run apart from the tests, which have loaded everything. The fake itself stands on openpyxl, so
each import is judged by who asks for it.
"""

from __future__ import annotations

import builtins
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

SLOW = {
    "PIL", "click", "cryptography", "dateutil", "docx", "docxtpl", "holidays", "jinja2", "markdown_it", "matplotlib",
    "msoffcrypto", "numpy", "openpyxl", "pandas", "phonenumbers", "plotly", "polars", "rich",
}  # fmt: skip
THEIRS = {"openpyxl", "fake_excel", "fake_addin", "lean_click"}  # the test's side


def main(book: str, clicked: list[str]) -> None:
    from kepesertaan.excel.load import HEAVY, absent, load_xlwings

    with ExitStack() as until_end:
        asked = watch()
        load_xlwings()
        with absent(*HEAVY):  # the fake would load them, or its xlwings engine
            from fake_addin import load_addin
            from fake_excel import running

            excel = until_end.enter_context(running())
        from kepesertaan import buttons
        from kepesertaan.server import warm_up

        warm_up()
        load_addin(excel)
        excel.open(book)
        for button in clicked:
            excel.desktop.answers[:] = [6] * 9
            sys.argv[1:] = [f"--wb={Path(book).name}", f"--hwnd={excel.hwnd}"]
            buttons.from_excel(button)
        told = [text for _, text in excel.desktop.shown]
    json.dump({"asked": asked, "told": told}, sys.stdout)


def watch() -> dict[str, str]:
    """Slow libraries that are found from now on, each with the module that asked first."""
    asked: dict[str, str] = {}
    real = builtins.__import__

    def look(name: str, globals: Any = None, *more: Any, **named: Any) -> Any:
        found = real(name, globals, *more, **named)
        by = (globals or {}).get("__name__", "")
        top = name.partition(".")[0]
        if top in SLOW and by.partition(".")[0] not in {*THEIRS, "__main__", *SLOW}:
            asked.setdefault(top, by)
        return found

    builtins.__import__ = look
    return asked


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
