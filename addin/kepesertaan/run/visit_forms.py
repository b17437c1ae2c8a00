"""The Word template of visit reports: the office's own, or one that is shipped, with its fields."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from kepesertaan.data.described import read_described
from kepesertaan.data.loader import template as shipped_text
from kepesertaan.data.loader import word_template
from kepesertaan.data.visits import visit_settings
from kepesertaan.domain.described import Described
from kepesertaan.domain.errors import UnreadableInput, WrongUse
from kepesertaan.files.filename import safe_name
from kepesertaan.files.troubles import reading
from kepesertaan.files.windows import reachable
from kepesertaan.word.template import Template, open_template

from .template_check import refuse_computed

BESIDE = "Templat Kunjungan.docx"  # beside the workbook: the office's own
_ENDINGS = (".docx", ".dotx")
_MOST_BYTES = 50_000_000
_TAG = re.compile(r"\{[{%](.*?)[}%]\}")
_TEXT_PART = re.compile(r"word/(document|header[0-9]*|footer[0-9]*)\.xml")


@dataclass(frozen=True, slots=True)
class Form:
    """A template and what is known of its fields. ``folder``: the name of its reports' folder."""

    template: Template
    described: Described
    folder: str
    has_number: bool  # whether it prints the report's number
    has_photos: bool


def template_beside(source: Path) -> str:
    """The office's template that lies beside a workbook, "" where none does."""
    path = source.parent / BESIDE
    return str(path) if reachable(path).is_file() else ""


def visit_form(said: str) -> Form:
    """The template named by ``--templat``: a file, or a shipped one; the default without a name.

    Raises ``WrongUse``, ``UnreadableInput`` or ``TemplateBroken``.
    """
    said = said or visit_settings().template
    data = word_template(f"{said}.docx") if re.fullmatch(r"\w+", said) else None
    if data is not None:
        return _form(f"{said}.docx", data, shipped_text(f"{said}.toml") or "")
    path = reachable(Path(said))
    if path.suffix.lower() not in _ENDINGS:
        raise WrongUse(
            f"--templat {said}: templat harus berkas Word .docx, atau nama bawaan seperti "
            "laporan_kunjungan."
        )
    with reading(path):
        if not path.is_file():
            raise UnreadableInput(f"--templat {said}: berkas itu tidak ada; periksa namanya.")
        if path.stat().st_size > _MOST_BYTES:
            raise UnreadableInput(f"{path.name} lebih dari 50 MB; pakai templat yang lebih kecil.")
        data = path.read_bytes()
        beside = path.with_suffix(".toml")
        text = beside.read_text(encoding="utf-8-sig") if beside.is_file() else ""
    return _form(path.name, data, text)


def _form(name: str, data: bytes, text: str) -> Form:
    described = read_described(text, Path(name).with_suffix(".toml").name)
    refuse_computed(described, name, "pilih templat kunjungan")
    template = open_template(data, name)
    title = described.title.partition("(")[0].strip()
    folder = safe_name(title or Path(name).stem.replace("_", " "))
    words = set(re.findall(r"\w+", " ".join(_TAG.findall(_text_of(data)))))
    return Form(
        template, described, folder, "nomor_laporan" in words, bool(words & {"foto", "foto_baris"})
    )


def _text_of(data: bytes) -> str:
    """All text of the parts a person sees, without markup, so that split tags are whole."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if _TEXT_PART.fullmatch(name)]
    return re.sub(r"<[^>]*>", "", b"".join(parts).decode("utf-8", "replace"))
