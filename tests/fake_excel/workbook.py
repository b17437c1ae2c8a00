"""``Workbook``: an open book, whose file is read and written by openpyxl."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from fake_excel.com import OutsideTheFake, WaitsForUser, method, prop, refused
from fake_excel.entry import Content
from fake_excel.names import Names, Naming
from fake_excel.saving import save
from fake_excel.sheets import Chart, Picked, Sheets
from fake_excel.window import Window, Windows
from fake_excel.worksheet import Worksheet

if TYPE_CHECKING:
    from fake_excel.application import Application

FORMATS = {".xlsx": 51, ".xlsm": 52, ".xltx": 54, ".xltm": 53, ".xlam": 55}  # XlFileFormat
Results = dict[str, dict[tuple[int, int], Content]]


class Workbook(Naming):
    """One book; ``path`` is None until it was saved."""

    def __init__(self, app: Application, book: Book, path: Path | None, results: Results):
        super().__init__(app._wire)
        self._app = app
        self._wb = book
        self._path = path
        self._file = path  # where the bytes of the unchanged book are
        self._title = ""  # the name of a book never saved
        self._cloud: str | None = None  # the folder's address when the book lives in OneDrive
        self._saved = True
        self._changed = False  # since it was opened: its file no longer has all of it
        self._read_only = False
        self._shared = False
        self._wrappers = {
            id(sheet): Worksheet(self, sheet, results.get(sheet.title, {}))
            for sheet in book.worksheets
        }
        active = book.active if isinstance(book.active, Sheet) else book.worksheets[0]
        self._active = self._wrappers[id(active)]
        self._chart: Chart | None = None  # the chart sheet in front
        self._picked: Picked | None = None  # the shape that is selected

    def _same(self) -> Any:
        return id(self._wb)

    def __repr__(self) -> str:
        return f"<Workbook {self._name()}>"

    def _name(self) -> str:
        return self._path.name if self._path else self._title

    # what the sheets ask of their book

    def _touched(self) -> None:
        """Something changed; any change takes the entry of ``OnUndo`` away [facts: xlwings.md 5]."""
        self._saved = False
        self._changed = True
        self._app._undo = None

    def _check_structure(self) -> None:
        if self._wb.security is not None and self._wb.security.lockStructure:
            raise refused("Workbook is protected and cannot be changed.")

    def _sheet_of(self, sheet: Sheet) -> Worksheet:
        return self._wrappers[id(sheet)]

    def _adopt(self, sheet: Sheet, results: dict[tuple[int, int], Content]) -> Worksheet:
        made = Worksheet(self, sheet, results)
        self._wrappers[id(sheet)] = made
        self._touched()
        return made

    def _place(self, sheet: Worksheet, anchor: Worksheet, *, after: bool) -> None:
        """Move a sheet before or after another."""
        order = self._wb._sheets
        order.remove(sheet._ws)
        order.insert(order.index(anchor._ws) + after, sheet._ws)
        self._touched()

    def _activate(self, sheet: Worksheet) -> None:
        self._active, self._chart, self._picked = sheet, None, None
        self._wb.active = self._wb._sheets.index(sheet._ws)
        for other in self._wb.worksheets:
            other.sheet_view.tabSelected = other is sheet._ws
        self._app._front(self)

    def _remove(self, sheet: Worksheet) -> None:
        at = self._wb._sheets.index(sheet._ws)
        self._wb.remove(sheet._ws)
        left = [s for s in self._wb.worksheets if s.sheet_state == "visible"]
        if self._active is sheet:
            later = [s for s in left if self._wb._sheets.index(s) >= at]
            self._activate(self._sheet_of((later or left[-1:])[0]))
        self._touched()

    # members

    @prop
    def Application(self) -> Application:
        return self._app

    @prop
    def Parent(self) -> Application:
        return self._app

    @prop
    def Name(self) -> str:
        return self._name()

    @prop
    def Path(self) -> str:
        if self._cloud:
            return self._cloud
        return str(self._path.parent) if self._path else ""

    @prop
    def FullName(self) -> str:
        if self._cloud:
            return f"{self._cloud}/{self._name()}"
        return str(self._path) if self._path else self._title

    @prop
    def FileFormat(self) -> int:
        return FORMATS[self._path.suffix.lower()] if self._path else 51

    @prop
    def ReadOnly(self) -> bool:
        return self._read_only

    @prop
    def MultiUserEditing(self) -> bool:
        return self._shared

    @prop
    def ProtectStructure(self) -> bool:
        return bool(self._wb.security and self._wb.security.lockStructure)

    @prop
    def Date1904(self) -> bool:
        return self._wb.epoch.year == 1904

    @prop
    def IsAddin(self) -> bool:
        return False

    @prop
    def HasVBProject(self) -> bool:
        return self._wb.vba_archive is not None

    @prop
    def Saved(self) -> bool:
        return self._saved

    @Saved.put
    def Saved(self, value: bool) -> None:
        self._saved = bool(value)

    @prop
    def Worksheets(self) -> Sheets:
        return Sheets(self)

    @prop
    def Sheets(self) -> Sheets:
        return Sheets(self, charts=True)

    @prop
    def ActiveSheet(self) -> Any:
        return self._chart or self._active

    @prop
    def Names(self) -> Names:
        return Names(self)

    @prop
    def Windows(self) -> Windows:
        return Windows(self._app, [self])

    @method
    def Activate(self) -> None:
        self._app._front(self)

    @method
    def Protect(
        self, Password: str | None = None, Structure: bool = True, Windows: bool = False
    ) -> None:
        self._wb.security.lockStructure = bool(Structure)

    @method
    def Unprotect(self, Password: str | None = None) -> None:
        self._wb.security.lockStructure = False

    # saving

    @method
    def Save(self) -> None:
        if self._read_only:
            raise WaitsForUser("the book is read-only; Excel asks for another name")
        if self._path is None:
            raise OutsideTheFake("saving a book that has no name yet")
        self._write(self._path)
        self._saved = True

    @method
    def SaveAs(
        self,
        Filename: str,
        FileFormat: int | None = None,
        Password: str | None = None,
        WriteResPassword: str | None = None,
        ReadOnlyRecommended: bool = False,
        CreateBackup: bool = False,
    ) -> None:
        path = Path(Filename)
        suffix = path.suffix.lower()
        if Password or suffix not in FORMATS or FileFormat not in (None, FORMATS[suffix]):
            raise OutsideTheFake("saving with a password or in another format")
        if path.exists() and self._app._alerts:
            raise WaitsForUser("A file with this name already exists. Replace it?")
        self._write(path)
        self._path, self._read_only, self._saved = path, False, True

    @method
    def SaveCopyAs(self, Filename: str) -> None:
        """A copy of the book as it stands; the open book keeps its name (its page)."""
        self._write(Path(Filename), adopt=False)

    def _write(self, path: Path, *, adopt: bool = True) -> None:
        """Write the book: the very bytes of its file while nothing has changed.

        A path of more than 218 letters is refused (support.microsoft.com, "error message 218").
        """
        if len(str(path)) > 218:
            raise refused("Microsoft Excel cannot access the file. The path is too long.")
        if not path.parent.is_dir():
            raise refused("Microsoft Excel cannot access the file. The path does not exist.")
        try:
            if not self._changed and self._file is not None and self._file.exists():
                if self._file != path:
                    shutil.copyfile(self._file, path)
            else:
                sheets = (self._sheet_of(sheet) for sheet in self._wb.worksheets)
                save(self._wb, path, [sheet._grid.results for sheet in sheets])
        except PermissionError:
            raise refused("Microsoft Excel cannot access the file.") from None
        if adopt:
            self._file, self._changed = path, False

    @method
    def Close(
        self,
        SaveChanges: bool | None = None,
        Filename: str | None = None,
        RouteWorkbook: bool | None = None,
    ) -> None:
        """Asks when something is unsaved, no answer is given and alerts are on (its page)."""
        if SaveChanges is None and not self._saved and self._app._alerts:
            raise WaitsForUser("Do you want to save the changes?")
        if SaveChanges and not self._saved:
            assert self._path, "closing a book that has no name yet"
            self._write(self._path)
        self._app._drop(self)

    def _release(self) -> None:
        """Close what openpyxl keeps open of a book with macros."""
        if self._wb.vba_archive is not None:
            self._wb.vba_archive.close()

    def _window(self) -> Window:
        return Window(self)

    @method
    def ExclusiveAccess(self) -> bool:
        self._shared = False
        return True
