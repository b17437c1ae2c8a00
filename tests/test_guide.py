"""The guide tells how each command is reached: by its button, or from the command line."""

from __future__ import annotations

import re

import pytest

from kepesertaan.guide import guide

WITHOUT = "Tanpa tombol di Excel; jalankan dari baris perintah."
LABELS = [
    ("Periksa Templat", True), ("Siapkan Isian", True), ("Buat Contoh Templat", True),
    ("Laporan Kunjungan", False), ("Bersihkan", False),
]  # fmt: skip


@pytest.mark.parametrize(("label", "is_told"), LABELS)
def test_a_command_without_a_button_says_where_it_is(label: str, is_told: bool) -> None:
    page = guide()
    (section,) = re.findall(rf"^### {label}$(.*?)^###? ", page, re.M | re.S)
    assert (WITHOUT in section) == is_told
    assert "```\nkepesertaan " in section


def test_the_guide_says_where_the_command_line_is() -> None:
    assert r'`"%LOCALAPPDATA%\Kepesertaan\venv\Scripts\kepesertaan.exe"`' in guide()
