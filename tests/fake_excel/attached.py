"""What is attached to cells: notes, links, drop-downs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from openpyxl.comments import Comment as Note
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink as Link

from fake_excel import areas, looks
from fake_excel.areas import Box
from fake_excel.com import ComObject, bad_index, method, prop, refused
from fake_excel.entry import typed

if TYPE_CHECKING:
    from fake_excel.worksheet import Worksheet

# XlDVType, XlFormatConditionOperator and XlDVAlertStyle against ECMA-376 18.18.20-21.
TYPES = {1: "whole", 2: "decimal", 3: "list", 4: "date", 5: "time", 6: "textLength", 7: "custom"}
OPERATORS = {
    1: "between", 2: "notBetween", 3: "equal", 4: "notEqual", 5: "greaterThan", 6: "lessThan",
    7: "greaterThanOrEqual", 8: "lessThanOrEqual",
}  # fmt: skip
ALERTS = {1: "stop", 2: "warning", 3: "information"}
LONGEST_LIST = 255  # characters of a typed list (support.microsoft.com, data validation)


def number_of(names: dict[int, str], name: str | None, default: int) -> int:
    """The number of a name."""
    return next((number for number, known in names.items() if known == name), default)


class Comment(ComObject):
    """A note on a cell."""

    def __init__(self, sheet: Worksheet, row: int, col: int):
        super().__init__(sheet._wire)
        self._sheet = sheet
        self._place = row, col

    def _cell(self) -> Any:
        return looks.ensure(self._sheet._ws, *self._place)

    def _write(self, text: str) -> None:
        self._cell().comment = Note(text, self._sheet._book._app._user)

    @method
    def Text(self, Text: str | None = None, Start: int | None = None, Overwrite: Any = None) -> str:
        if Text is not None:
            self._sheet._changing([(*self._place, *self._place)])
            self._write(Text)
        return str(self._cell().comment.text)

    @prop
    def Author(self) -> str:
        return str(self._cell().comment.author)

    @prop
    def Parent(self) -> Any:
        return self._sheet._range((*self._place, *self._place))

    @method
    def Delete(self) -> None:
        self._sheet._changing([(*self._place, *self._place)])
        self._cell().comment = None


class Hyperlinks(ComObject):
    """The links of a range or a sheet."""

    def __init__(self, sheet: Worksheet, boxes: list[Box] | None):
        super().__init__(sheet._wire)
        self._sheet = sheet
        self._boxes = boxes

    def _all(self) -> list[Hyperlink]:
        boxes = self._boxes or [self._sheet._used()]
        return [
            Hyperlink(self._sheet, row, col)
            for box in boxes
            for row, col, cell in looks.existing(self._sheet._ws, box)
            if cell.hyperlink is not None
        ]

    @prop
    def Count(self) -> int:
        return len(self._all())

    @method
    def Item(self, Index: int) -> Hyperlink:
        return self._item(Index)

    def __call__(self, Index: int) -> Hyperlink:
        self._wire.cross("Hyperlinks.Item()")
        return self._item(Index)

    def _item(self, index: int) -> Hyperlink:
        found = self._all()
        if not 1 <= index <= len(found):
            raise bad_index()
        return found[index - 1]

    def __iter__(self) -> Iterator[Hyperlink]:
        self._wire.cross("Hyperlinks._NewEnum")
        yield from self._all()

    @method
    def Add(
        self,
        Anchor: Any,
        Address: str,
        SubAddress: str | None = None,
        ScreenTip: str | None = None,
        TextToDisplay: str | None = None,
    ) -> Hyperlink:
        """Link a cell; an empty cell shows the address, and the cell gets the look of a link."""
        row, col = Anchor._boxes[0][:2]
        sheet = Anchor._sheet
        sheet._changing([(row, col, row, col)])
        cell = looks.ensure(sheet._ws, row, col)
        ref = f"{get_column_letter(col)}{row}"
        cell._hyperlink = Link(ref, target=Address or None, location=SubAddress, tooltip=ScreenTip)
        if cell._hyperlink not in sheet._ws._hyperlinks:
            sheet._ws._hyperlinks.append(cell._hyperlink)
        cell.font = Font(name=cell.font.name, sz=cell.font.sz, u="single", color="FF0563C1")
        text = TextToDisplay or (Address if cell._value is None else None)
        if text:
            sheet._grid.place(row, col, typed(text, "@"), "@")
        return Hyperlink(sheet, row, col)


class Hyperlink(ComObject):
    """One link."""

    def __init__(self, sheet: Worksheet, row: int, col: int):
        super().__init__(sheet._wire)
        self._sheet = sheet
        self._place = row, col

    def _link(self) -> Any:
        return looks.ensure(self._sheet._ws, *self._place).hyperlink

    @prop
    def Address(self) -> str:
        return self._link().target or ""

    @prop
    def SubAddress(self) -> str:
        return self._link().location or ""

    @prop
    def TextToDisplay(self) -> str:
        return self._sheet._grid.formula_text(*self._place)

    @TextToDisplay.put
    def TextToDisplay(self, text: str) -> None:
        self._sheet._changing([(*self._place, *self._place)])
        self._sheet._grid.place(*self._place, typed(text, "@"), "@")

    @prop
    def ScreenTip(self) -> str:
        return self._link().tooltip or ""

    @ScreenTip.put
    def ScreenTip(self, text: str) -> None:
        self._link().tooltip = text


class Validation(ComObject):
    """The data validation of a range; reading from cells without one fails (its pages)."""

    def __init__(self, sheet: Worksheet, boxes: list[Box]):
        super().__init__(sheet._wire)
        self._sheet = sheet
        self._boxes = boxes

    def _rules(self) -> list[DataValidation]:
        rules = self._sheet._ws.data_validations.dataValidation
        return [r for r in rules if areas.intersect(self._boxes, areas.of_ranges(r.sqref))]

    def _rule(self) -> DataValidation:
        rules = self._rules()
        covered = areas.intersect(self._boxes, areas.of_ranges(rules[0].sqref)) if rules else []
        if len(rules) != 1 or areas.count(covered) != areas.count(self._boxes):
            raise refused("Application-defined or object-defined error")
        return rules[0]

    @method
    def Add(
        self,
        Type: int,
        AlertStyle: int | None = 1,
        Operator: int | None = 1,
        Formula1: Any = None,
        Formula2: Any = None,
    ) -> None:
        """Fails where a rule stands already: delete it first (Validation.Add's page)."""
        self._sheet._formatting(self._boxes)
        too_long = Type == 3 and not str(Formula1).startswith("=") and len(Formula1) > LONGEST_LIST
        if self._rules() or too_long:
            raise refused("Application-defined or object-defined error")
        first = str(Formula1)
        if Type == 3 and not first.startswith("="):
            first = '"' + first.replace('"', '""') + '"'
        rule = DataValidation(
            TYPES[Type],
            formula1=first.removeprefix("="),
            formula2=None if Formula2 is None else str(Formula2).removeprefix("="),
            operator=OPERATORS[Operator or 1] if Type not in (3, 7) else None,
            errorStyle=ALERTS[AlertStyle or 1],
            allow_blank=True,
            showErrorMessage=True,
            showInputMessage=True,
            sqref=areas.show(self._boxes, row_abs=False, col_abs=False).replace(",", " "),
        )
        self._sheet._ws.data_validations.append(rule)

    @method
    def Delete(self) -> None:
        self._sheet._formatting(self._boxes)
        rules = self._sheet._ws.data_validations.dataValidation
        for rule in self._rules():
            left = areas.without(areas.of_ranges(rule.sqref), self._boxes)
            rules.remove(rule)
            if left:
                rule.sqref = areas.show(left, row_abs=False, col_abs=False).replace(",", " ")
                rules.append(rule)

    @prop
    def Type(self) -> int:
        return number_of(TYPES, self._rule().type, 0)

    @prop
    def Operator(self) -> int:
        return number_of(OPERATORS, self._rule().operator, 1)

    @prop
    def AlertStyle(self) -> int:
        return number_of(ALERTS, self._rule().errorStyle, 1)

    @prop
    def Formula1(self) -> str:
        text = str(self._rule().formula1)
        if text.startswith('"') and self._rule().type == "list":
            return text[1:-1].replace('""', '"')
        return text if isinstance(typed(text).content, float) else f"={text}"

    @prop
    def Formula2(self) -> str:
        return str(self._rule().formula2 or "")

    def _flag(name: str) -> prop:
        """A property that is one attribute of the rule."""

        def read(self: Validation) -> Any:
            value = getattr(self._rule(), name)
            return "" if value is None else value

        def write(self: Validation, value: Any) -> None:
            setattr(self._rule(), name, value)

        return prop(read).put(write)

    IgnoreBlank = _flag("allow_blank")
    ShowError = _flag("showErrorMessage")
    ShowInput = _flag("showInputMessage")
    ErrorTitle = _flag("errorTitle")
    ErrorMessage = _flag("error")
    InputTitle = _flag("promptTitle")
    InputMessage = _flag("prompt")
    del _flag

    @prop
    def InCellDropdown(self) -> bool:
        return not self._rule().hide_drop_down

    @InCellDropdown.put
    def InCellDropdown(self, value: bool) -> None:
        self._rule().hide_drop_down = not value
