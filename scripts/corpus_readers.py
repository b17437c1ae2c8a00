"""What openpyxl and calamine read of a workbook before and after its edit."""

from __future__ import annotations

import warnings
from copy import copy
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import python_calamine
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.escape import unescape

from kepesertaan.domain.table import CellError, cell_name
from kepesertaan.files.edit import KEEP, CellEdit
from kepesertaan.files.frame import read_frame
from kepesertaan.files.package import Package
from kepesertaan.files.scan import scan_sheet
from kepesertaan.files.xmlgate import encoding_of

if TYPE_CHECKING:
    from corpus_judge import Trial, Verdict

Cell = tuple[int, int]
FAR = 20_000_000  # cells of a used area that calamine should not be asked to hold
_KEPT = ("font", "border", "alignment", "protection")


def is_bearable(package: Package) -> bool:
    """Whether openpyxl can be asked: it makes a cell of every place in a merged area."""
    sheets = [sheet for sheet in package.sheets if sheet.kind == "worksheet"]
    areas = [area for sheet in sheets for area in read_frame(package, sheet).merged]
    return sum(area.size for area in areas) < 1_000_000


def read_openpyxl(path: Path) -> dict[str, Any] | None:
    """Its worksheets by name; None where it cannot read the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with path.open("rb") as file:
                book = openpyxl.load_workbook(file)
            return {sheet.title: sheet for sheet in book.worksheets}
        except TimeoutError:
            raise
        except Exception:  # noqa: BLE001
            return None


def read_calamine(path: Path) -> dict[str, dict[Cell, Any]] | None:
    """Its values by sheet and cell; None where it cannot read the file."""
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        grids = {n: book.get_sheet_by_name(n) for n in book.sheet_names}
        rows = {n: grid.to_python(skip_empty_area=False) for n, grid in grids.items()}
    except TimeoutError:
        raise
    except BaseException:  # noqa: BLE001
        return None
    return {
        name: {(r, c): v for r, row in enumerate(grid, 1) for c, v in enumerate(row) if v != ""}
        for name, grid in rows.items()
    }


def judge_readers(trial: Trial, before: dict[str, Any] | None, verdict: Verdict) -> None:
    """Both read the result as well as the original, and what they read is what was asked for."""
    if before is not None:
        verdict.counts["read by openpyxl before"] += 1
        after = read_openpyxl(trial.target)
        if after is None:
            verdict.faults.append("openpyxl cannot read it any more")
        else:
            verdict.faults += _compare_openpyxl(trial, before, after)
    if not _is_for_calamine(trial):
        return
    grids = read_calamine(trial.package.path)
    if grids is not None:
        verdict.counts["read by calamine before"] += 1
        fresh = read_calamine(trial.target)
        if fresh is None:
            verdict.faults.append("calamine cannot read it any more")
        else:
            verdict.faults += _compare_calamine(trial, grids, fresh)


def _is_for_calamine(trial: Trial) -> bool:
    """It finds nothing in sheets that are not UTF-8, and counts alternative styles twice."""
    package = trial.package
    if not is_near(package):
        return False
    sheets = [sheet.part for sheet in package.sheets if sheet.name in trial.edits]
    heads = [next(package.chunks(part), b"") for part in sheets]
    styles = package.related(package.workbook_part, "styles")
    odd = any(b"AlternateContent" in package.read(relation.target) for relation in styles)
    return not odd and all(encoding_of(head) in ("utf-8", "ascii") for head in heads)


def is_near(package: Package) -> bool:
    """Whether calamine can be asked: it holds every place between the first and the last cell."""
    sheets = [sheet for sheet in package.sheets if sheet.kind == "worksheet"]
    areas = [scan_sheet(package, sheet).used for sheet in sheets]
    return all(area is None or area.bottom * (area.right + 1) <= FAR for area in areas)


def _compare_openpyxl(trial: Trial, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    faults = [f"openpyxl: sheet {name} lost" for name in old.keys() - new.keys()]
    for name in old.keys() & new.keys():
        touched, asked = trial.touched(name), trial.asked(name)
        for cell in old[name]._cells.values():
            place = (cell.row, cell.column - 1)
            if place not in touched and not _is_same(cell, new[name]._cells.get(_key(place))):
                faults.append(f"openpyxl: {cell_name(*place)} of an untouched cell")
        for place in touched & asked.keys():
            cell = new[name]._cells.get(_key(place))
            faults += _judge_cell(asked[place], old[name]._cells.get(_key(place)), cell)
        for place in asked.keys() - touched:  # nothing to do, as it was so already
            value = _value(old[name]._cells.get(_key(place)))
            if asked[place].value is not KEEP and not _equal(asked[place].value, value):
                faults.append(f"{cell_name(*place)} was neither written nor refused")
    if trial.added and trial.added.name in new and not trial.package.is_strict:
        faults += _judge_sheet(trial, new[trial.added.name])
    return faults


def _key(place: Cell) -> Cell:
    return place[0], place[1] + 1


def _value(cell: Any) -> Any:
    """The value of a cell; openpyxl shows a link's address, or a title, where there is none."""
    if cell is None or isinstance(cell, MergedCell):
        return None
    link = cell.hyperlink
    if link and cell.value in (link.location, link.target):
        return None
    return unescape(cell.value) if isinstance(cell.value, str) else cell.value


def _is_same(old: Any, new: Any) -> bool:
    value = _value(old)
    if value != value or not isinstance(value, str | int | float | bool | date | None):
        return True  # no number, or an array formula, which compares by identity
    if old.has_style and (new is None or old.number_format != new.number_format):
        return False
    return bool(_value(new) == value)


def _judge_cell(edit: CellEdit, old: Any, new: Any) -> list[str]:
    """What a changed cell shows now: value and look as asked, the rest of the look as before."""
    place, faults = cell_name(edit.row, edit.col), []
    if edit.value is not KEEP and not _equal(edit.value, _value(new)):
        faults.append(f"{place}: {_value(new)!r} for {edit.value!r}")
    if edit.value is KEEP and old is not None and not _is_same_value(old, new):
        faults.append(f"{place}: a colour changed the value")
    if new is None or isinstance(new, MergedCell):
        return faults
    if edit.fill and not str(new.fill.fgColor.rgb).endswith(edit.fill):
        faults.append(f"{place}: no colour {edit.fill}")
    if edit.fill == "" and new.fill.patternType not in (None, "none"):
        faults.append(f"{place}: the colour stayed")
    if edit.number_format and new.number_format != edit.number_format:
        faults.append(f"{place}: format {new.number_format}")
    if old is not None and old.has_style and not isinstance(old, MergedCell):
        kept = [k for k in _KEPT if copy(getattr(old, k)) != copy(getattr(new, k))]
        faults += [f"{place}: {k} lost" for k in kept]
    return faults


def _is_same_value(old: Any, new: Any) -> bool:
    value = _value(old)
    return not isinstance(value, str | int | float | date) or _value(new) == value


def _equal(asked: Any, found: Any) -> bool:
    if isinstance(asked, CellError):
        return bool(found == asked.text)
    if isinstance(asked, date) and not isinstance(asked, datetime) and isinstance(found, datetime):
        return found == datetime(asked.year, asked.month, asked.day)
    return bool(asked == found)


def _judge_sheet(trial: Trial, sheet: Any) -> list[str]:
    """The added sheet as openpyxl sees it."""
    spec = trial.added
    assert spec
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDE"]
    found = [[_value(cell) for cell in row] for row in sheet.iter_rows()]
    wanted = [[c.header for c in spec.columns], *map(list, spec.rows)]
    looks = {
        "values": all(
            _equal(a, f)
            for asked, row in zip(wanted, found, strict=True)
            for a, f in zip(asked, row, strict=True)
        ),
        "formats": [sheet.cell(2, n).number_format for n in (1, 2, 3)]
        == [c.number_format for c in spec.columns[:3]],
        "widths": widths == [c.width for c in spec.columns],
        "freeze": sheet.freeze_panes == "C2",
        "filter": sheet.auto_filter.ref == f"A1:E{len(wanted)}",
        "drop-downs": [v.formula1 for v in sheet.data_validations.dataValidation]
        == ['"Aktif,Nonaktif,R&D"'],
    }
    return [f"the added sheet lacks its {name}" for name, good in looks.items() if not good]


def _compare_calamine(
    trial: Trial, old: dict[str, dict[Cell, Any]], new: dict[str, dict[Cell, Any]]
) -> list[str]:
    faults = [f"calamine: sheet {name} lost" for name in old.keys() - new.keys()]
    for name in old.keys() & new.keys():
        touched, asked = trial.touched(name), trial.asked(name)
        for place, value in old[name].items():
            if place not in touched and new[name].get(place) != value and value == value:
                faults.append(f"calamine: {cell_name(*place)} of an untouched cell")
        for place in touched & asked.keys():
            value = asked[place].value
            if value is not KEEP and not _calamine_equal(value, new[name].get(place, "")):
                text = f"{new[name].get(place, '')!r} for {value!r}"
                faults.append(f"calamine: {cell_name(*place)}: {text}")
    return faults


def _calamine_equal(asked: Any, found: Any) -> bool:
    if isinstance(asked, CellError):
        return found in ("", asked.text)  # calamine gives an error as nothing
    if isinstance(asked, str):
        return asked.strip() == str(found).strip()
    return _equal("" if asked is None else asked, found)
