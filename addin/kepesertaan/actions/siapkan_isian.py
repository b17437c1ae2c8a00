"""Command siapkan-isian: the workbook to fill in for a Word template, made of its own fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kepesertaan.data.described import form_words
from kepesertaan.domain.described import DescribedField
from kepesertaan.domain.form import FormColumn, FormPlan, FormSheet
from kepesertaan.domain.page import Cell, Form, Page, PageColumn
from kepesertaan.domain.show import count, shown
from kepesertaan.domain.table import Raw

from .registry import action

_FORMS: dict[str, Form] = {"long": "wrap", "date": "date", "number": "number", "money": "money"}
_WIDTHS = {"long": 44, "date": 15, "time": 12, "number": 14, "money": 20}
_EARLIEST = date(2000, 1, 1)
_SHOWN = 8
_LONGEST_LIST = 255  # letters


@dataclass(slots=True)
class InputForm:
    """The sheets of the book, and what is said of it."""

    pages: list[Page]
    lines: list[str]
    counts: dict[str, int]


@action(
    "siapkan-isian",
    label="Siapkan Isian",
    group="Laporan",
    needs="templat",
    options={
        "terakhir": "Buku kunjungan lama: data tetap tiap perusahaan diisikan dari kunjungan "
        "terakhirnya.",
    },
    example="kepesertaan siapkan-isian TEMPLAT.docx --terakhir KUNJUNGAN.xlsx",
)
def siapkan_isian(plan: FormPlan, name: str, terakhir: str = "") -> InputForm:
    """Membuat buku Excel untuk mengisi sebuah templat Word, dari isian templat itu sendiri.

    Setiap isian menjadi satu kolom di lembar Kunjungan, satu baris untuk satu dokumen. Tabel yang
    berulang menjadi lembar kedua; barisnya dihubungkan dengan kolom No Kunjungan. Pilihan dan
    pemeriksaan tanggal diambil dari daftar isian (.toml) di samping templat bila ada. Dengan
    --terakhir, satu baris disiapkan untuk setiap perusahaan dari kunjungan terakhirnya; hanya data
    yang tetap (alamat, PIC, petugas), bukan hasil atau tanggal kunjungan.
    """
    main, *tables = plan.sheets
    pages = [_page(main, plan.last), *(_page(sheet) for sheet in tables)]
    counts = {
        "kolom": sum(len(sheet.columns) for sheet in plan.sheets),
        "lembar": len(pages),
        "perusahaan": len(plan.last),
        "dilewati": len(plan.left_out),
    }
    return InputForm(pages, _said(plan, name), counts)


def _page(sheet: FormSheet, last: Sequence[Mapping[str, Raw]] = ()) -> Page:
    columns = tuple(_page_column(column) for column in sheet.columns)
    rows = [[_carried(column, values) for column in sheet.columns] for values in last]
    rows += [[None] * len(columns) for _ in range(form_words().empty_rows)]
    return Page(sheet.name, columns, rows, frozen_columns=1)


def _page_column(column: FormColumn) -> PageColumn:
    field = column.field
    width = max(_WIDTHS.get(field.form, 24), len(column.heading) + 4)
    least = _EARLIEST if field.form == "date" else None
    choices = field.choices if _fits_a_list(field.choices) else ()
    return PageColumn(
        column.heading, width, _FORMS.get(field.form, "text"), choices, least,
        _hint(column), is_input=True,
    )  # fmt: skip


def _fits_a_list(choices: Sequence[str]) -> bool:
    """Whether Excel takes the choices as a drop-down written out in the cell."""
    return len(",".join(choices)) <= _LONGEST_LIST and not any("," in one for one in choices)


def _hint(column: FormColumn) -> str:
    if column.is_key:
        return "Nomor bebas, misalnya K-001; sama di setiap lembar untuk kunjungan yang sama."
    field = column.field
    example = shown(field.example) if field.example is not None else ""
    parts = ["Wajib diisi." if field.required else "", f"Contoh: {example}" if example else ""]
    if field.choices and not _fits_a_list(field.choices):
        parts.append(f"Pilihan: {'; '.join(field.choices)}")
    return " ".join(part for part in parts if part)[:250]


def _carried(column: FormColumn, values: Mapping[str, Raw]) -> Cell:
    """What a cell takes over from the last visit."""
    if column.name not in form_words().carried:
        return None
    return _cell(values.get(column.name), column.field)


def _cell(value: Raw, field: DescribedField) -> Cell:
    if field.form == "date":
        return value.date() if isinstance(value, datetime) else shown(value) or None
    if field.form in ("number", "money") and isinstance(value, int | float):
        return value
    return shown(value) or None


def _said(plan: FormPlan, name: str) -> list[str]:
    main, *tables = plan.sheets
    lines = [f"Buku isian untuk {name}: {count(len(main.columns))} kolom di lembar '{main.name}'."]
    if tables:
        names = ", ".join(f"'{sheet.name}'" for sheet in tables)
        lines.append(f"Baris berulang di lembar {names}, dihubungkan dengan No Kunjungan.")
    if plan.last:
        lines.append(
            f"{count(len(plan.last))} perusahaan diisi dari kunjungan terakhirnya, hanya data "
            "tetap; periksa lagi sebelum dipakai."
        )
    if plan.left_out:
        more = " dan lainnya" if len(plan.left_out) > _SHOWN else ""
        lines.append(
            f"Tidak dapat menjadi kolom: {', '.join(plan.left_out[:_SHOWN])}{more}. Tulis "
            "dengan huruf kecil dan garis bawah, misalnya {{ nama_perusahaan }}."
        )
    return lines
