"""Button Laporan Kunjungan: which report is made of which visit, with which photos and name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kepesertaan.data.office import office
from kepesertaan.data.visits import visit_settings
from kepesertaan.domain.described import Described
from kepesertaan.domain.photos import Photo, Placed
from kepesertaan.domain.visits import Visit
from kepesertaan.rules.photo_match import Earlier, match_photos
from kepesertaan.rules.photo_names import is_named, missing_names
from kepesertaan.rules.visit_choice import chosen_visits
from kepesertaan.rules.visit_values import captions, file_stem, visit_values
from kepesertaan.sheets.visits import VisitBook

from .registry import action


@dataclass(slots=True)
class Draft:
    """A report to be made. ``values``: of its template, without number and pictures; ``stem``: of
    its file's name; ``photos`` with their ``captions``, in order; ``bad``: why it is not made;
    ``notes``: what a person looks at.
    """

    visit: Visit
    values: dict[str, Any]
    stem: str
    photos: list[Placed] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    bad: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class VisitPlan:
    """The reports of a run. ``placed``: every photo of the folder; ``strict``: a report with an
    empty field is not made; ``together``, ``as_pdf``: what is wanted besides.
    """

    book: VisitBook
    drafts: list[Draft]
    placed: list[Placed]
    form: Described
    as_of: date
    strict: bool
    together: bool
    as_pdf: bool


@action(
    "laporan-kunjungan",
    label="Laporan Kunjungan",
    group="Laporan",
    needs="kunjungan",
    icon="MapContactAddress",
    keytip="L",
    large=True,
    options={
        "templat": "Templat Word kantor, atau nama bawaan: laporan_kunjungan, laporan_sosialisasi, "
        "berita_acara_kunjungan_1, berita_acara_kunjungan_2.",
        "foto": "Folder foto; tanpa ini folder Foto di samping berkas, bila ada.",
        "hanya": "Hanya kunjungan ini (boleh diulang): hari, minggu, 2026-11-24, baris 7-12, "
        "nomor kunjungan.",
        "gabung": "Juga satu dokumen berisi semua laporan, untuk dicetak.",
        "pdf": "Juga PDF.",
        "ketat": "Jangan membuat laporan yang isiannya belum lengkap.",
    },
    example="kepesertaan laporan-kunjungan KUNJUNGAN.xlsx --foto FOTO/ --keluar HASIL/ --gabung "
    "--pdf",
)
def laporan_kunjungan(
    book: VisitBook,
    photos: Sequence[Photo],
    form: Described,
    as_of: date,
    earlier: Sequence[Earlier] = (),
    *,
    templat: str = "",
    foto: str = "",
    hanya: tuple[str, ...] = (),
    gabung: bool = False,
    pdf: bool = False,
    ketat: bool = False,
) -> VisitPlan:
    """Membuat satu laporan Word per kunjungan dari lembar Kunjungan, dengan fotonya.

    Satu baris satu kunjungan; judul kolom menjadi nama isian: No. HP ditulis {{ no_hp }} di
    templat. Baris berulang (Temuan, Peserta Hadir, Tanya Jawab) diambil dari lembar sendiri menurut
    No Kunjungan. Foto dicocokkan menurut kolom Foto, lalu nama berkas atau foldernya (nomor
    kunjungan, NPP, nama perusahaan), lalu jam pengambilan; yang meragukan tidak dipasang dan ada
    di lembar Hasil Foto dengan alasannya. Foto ditegakkan, dikecilkan, dan dibersihkan dari
    lokasi. Isian kosong ditandai kuning [ISI: ...]. Semua baris dicoba dahulu; yang tidak dapat
    dibuat disebut alasannya. Laporan yang sudah Anda sunting tidak ditimpa: versi barunya _v2.
    Nomor laporan dari register, kecuali kolom Nomor Laporan terisi. Bila ada di samping berkas,
    dipakai folder Foto, gambar Logo Kantor (png atau jpg), dan Templat Kunjungan.docx. Tata letak
    templat bawaan buatan sendiri, bukan formulir resmi. Data asli tidak diubah.
    """
    settings = visit_settings()
    wanted = chosen_visits(book.visits, hanya, as_of)
    placed = match_photos(photos, book.visits, settings.photos, earlier)
    bad = _doubles(book.visits)
    lacking = missing_names(book.visits, photos)
    drafts = []
    for k in wanted:
        visit = book.visits[k]
        own = _in_order([one for one in placed if one.visit == k and one.is_used], visit)
        values = visit_values(visit, form, office(), settings)
        notes = (
            *visit.troubles,
            *(f"Foto {name} tidak ada di folder." for n, name in lacking if n == k),
        )
        drafts.append(
            Draft(
                visit,
                values,
                file_stem(settings.file_name, visit),
                own,
                captions(visit, own),
                bad.get(k, ""),
                notes,
            )
        )
    return VisitPlan(book, drafts, placed, form, as_of, ketat, gabung, pdf)


def _doubles(visits: Sequence[Visit]) -> dict[int, str]:
    """Visits that an earlier row has already: same day, and same number or company and hour."""
    first: dict[str, int] = {}
    found = {}
    for k, visit in enumerate(visits):
        if visit.key in first:
            row = visits[first[visit.key]].row
            found[k] = (
                f"Tanggal, perusahaan, dan No Kunjungan sama dengan baris {row}. Beri No Kunjungan "
                "yang berbeda."
                if visit.number
                else f"Tanggal, perusahaan, dan jam sama dengan baris {row}. Beri No Kunjungan "
                "atau jam yang berbeda."
            )
        first.setdefault(visit.key, k)
    return found


def _in_order(placed: Sequence[Placed], visit: Visit) -> list[Placed]:
    """As the column Foto names them, the others after them by time and name."""

    def place(one: Placed) -> tuple[int, str, str]:
        names = enumerate(visit.photos)
        at = next((k for k, name in names if is_named(one.photo, name)), len(visit.photos))
        taken = one.photo.taken
        return at, taken.isoformat() if taken else "~", one.photo.name

    return sorted(placed, key=place)
