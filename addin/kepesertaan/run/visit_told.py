"""What a run of visit reports says: how many, what they lack, photos, where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kepesertaan.actions.visit_pages import Filed
from kepesertaan.domain.show import count
from kepesertaan.files.troubles import plain
from kepesertaan.sheets.visit_report import PHOTOS

from .report import Report

if TYPE_CHECKING:
    from .visits import Work

_NAMED = 4  # fields named in a line
_TAG = re.compile(r"tag '(\{[{%].*?[%}]\})'")
_TEXTS = re.compile(r"""'[^']*'|"[^"]*"|\u2018[^\u2019]*\u2019""")
_ROOT = re.compile(
    r"(?<![\w.|])(?<!\|\s)[^\W\d]\w*"
)  # a name, but no filter and no part of another


def report_of(source: str, work: Work, *, dry: bool = False) -> Report:
    """The report of a run; ``dry``: nothing was written."""
    filed = work.filed
    good = [one for one in filed if (not one.draft.bad if dry else one.is_made)]
    bad = [one for one in filed if one not in good]
    lacking = [one for one in good if one.missing]
    asked = [one for one in work.plan.placed if one.state != "cocok"]
    look = [one for one in good if one.notes]
    counts = {
        "kunjungan": len(filed), "laporan": len(good), "tidak_dibuat": len(bad),
        "belum_lengkap": len(lacking), "perlu_dilihat": len(look),
        "foto_dipasang": sum(len(one.draft.photos) for one in good), "foto_diperiksa": len(asked),
    }  # fmt: skip
    lines = [
        _first(good, counts["foto_dipasang"], dry=dry), *_bad(bad), *_lacking(lacking),
        *_asked(len(asked)), *work.notes[:1], *_where(work, dry=dry),
    ]  # fmt: skip
    return Report(
        source, lembar=1, baris=len(work.plan.book.visits), ditandai=len(lacking) + len(asked),
        dilewati=len(bad), keluaran=[path.as_posix() for path in work.made],
        catatan=[*lines, *work.notes[1:]],
        kode=int(bool(bad or lacking or asked or look or work.plan.book.notes or work.has_no_pdf)),
        lines=lines,
        hitungan=counts,
    )  # fmt: skip


def with_headings(sentence: str, headings: Mapping[str, str]) -> str:
    """A sentence on a template's tag, with the sheet's own heading of each field in it.

    >>> with_headings("T: tag '{{ no_hp|rupiah }}': bukan.", {"no_hp": "No. HP"})
    "T: tag '{{ no_hp|rupiah }}' (kolom No. HP): bukan."
    """
    found = _TAG.search(sentence)
    names = _ROOT.findall(_TEXTS.sub("", found[1])) if found else []
    own = dict.fromkeys(headings[name] for name in names if name in headings)
    if not found or not own:
        return sentence
    return f"{sentence[: found.end()]} (kolom {', '.join(own)}){sentence[found.end() :]}"


def _first(good: list[Filed], photos: int, *, dry: bool) -> str:
    if dry:
        return f"{count(len(good))} laporan dapat dibuat, {count(photos)} foto akan dipasang."
    fates = Counter(one.fate for one in good)
    told = ", ".join(f"{count(n)} {fate}" for fate, n in fates.items() if fate != "dibuat")
    return f"{count(len(good))} laporan selesai{f' ({told})' if told else ''}, " + (
        f"{count(photos)} foto dipasang."
    )


def _bad(bad: list[Filed]) -> list[str]:
    if not bad:
        return []
    why = bad[0].notes[0] if bad[0].notes else ""
    return [f"{count(len(bad))} kunjungan tidak dibuat; baris {bad[0].draft.visit.row}: {why}"]


def _lacking(lacking: list[Filed]) -> list[str]:
    if not lacking:
        return []
    names = list(dict.fromkeys(name for one in lacking for name in one.missing))
    more = f" dan {len(names) - _NAMED} lainnya" if len(names) > _NAMED else ""
    told = ", ".join(names[:_NAMED]) + more
    return [f"{count(len(lacking))} laporan masih berisi kuning [ISI]: {told}."]


def _asked(number: int) -> list[str]:
    told = f"{count(number)} foto tidak dipasang atau perlu dilihat: lembar {PHOTOS}."
    return [told] if number else []


def _where(work: Work, *, dry: bool) -> list[str]:
    if dry:
        return ["Uji saja: tidak ada nomor yang dipakai dan tidak ada berkas yang ditulis."]
    if not work.made:
        return []
    book = work.made[-1]
    beside = "" if book.name == work.home.name else (
        f" ({work.home.name}, buku hasil hari ini sudah ada: disunting, sedang dibuka, atau dari "
        "orang lain yang menjalankannya; setiap laporan tetap satu)"
    )  # fmt: skip
    return [f"Hasil: {plain(book)}{beside}"]
