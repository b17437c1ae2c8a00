"""The user guide, written off the actions and rules themselves: as Markdown, and as one page.

The page opens in any browser without a network; button Bantuan shows it.
"""

from __future__ import annotations

import re
from pathlib import Path

from kepesertaan.actions.aturan import example_lines
from kepesertaan.actions.registry import Action, all_actions, option_flag
from kepesertaan.files.troubles import told
from kepesertaan.rules.registry import Rule, all_rules
from kepesertaan.rules.report_rules import ReportRule, report_rules
from kepesertaan.run.choices import CHOICES
from kepesertaan.run.own import own_folder
from kepesertaan.sheets.headings import label_of

_HEAD = """# Panduan Kepesertaan

Aplikasi ini merapikan lembar peserta: yang pasti diperbaiki, yang tidak pasti ditanyakan, dan
semuanya dapat diurungkan. Berkas asli tidak diubah kecuali Anda meminta `--di-tempat`.

## Perintah

Yang punya tombol ada di tab Kepesertaan di Excel. Semuanya juga dapat dijalankan dari baris
perintah. Di Windows: buka folder berkasnya di Explorer, ketik `cmd` di baris alamat lalu Enter,
dan tulis contohnya dengan `"%LOCALAPPDATA%\\Kepesertaan\\venv\\Scripts\\kepesertaan.exe"` (dengan tanda
kutipnya) di tempat kata `kepesertaan`. Hasilnya di folder HASIL di samping berkas.
"""
_NO_BUTTON = "Tanpa tombol di Excel; jalankan dari baris perintah."
_RESULTS = """
## Yang dihasilkan

| Berkas | Isi |
|---|---|
| `NAMA_bersih.xlsx` | Salinan buku kerja Anda; sel yang diubah berwarna hijau, yang perlu keputusan kuning. |
| `NAMA_temuan.xlsx` | `Ringkasan`, `Perubahan`, dan `Perlu Keputusan`; isi `Ya` di kolom `Terapkan` bila setuju. |
| `Daftar Telepon TANGGAL.xlsx` | Siapa yang ditelepon dan mengapa, `Dikeluarkan`, `Nomor HP perlu diperbaiki`, `Selisih`, dan `Ringkasan`. |
| `Hasil Telepon TANGGAL.xlsx` | `Laporan Harian` bila diminta, dan `Perlu Dilengkapi` bila ada baris yang belum benar. |
| `Rekap_Target_BULAN.xlsx` | Rekap semua petugas: `Ringkasan` dahulu, `Pertanyaan` bila ada, sampai `Sumber` setiap angka. |
| `Rapat_Target_BULAN.docx` | Satu halaman Word untuk rapat bulanan, dari angka yang sama. |
| `.kepesertaan/` | Riwayat dan cadangan untuk Urungkan. Folder ini memuat data peserta; jangan dipindah terpisah. |

Berkas .xls, .xlsb, .ods, .csv, dan halaman web yang dinamai .xls menghasilkan buku .xlsx baru tanpa rumus,
format, dan gambarnya. Buku .xlsx dan .xlsm disunting di dalam: yang tidak berubah tetap byte demi byte.

Folder: `bersihkan` dan `periksa` mengerjakan setiap buku, .csv, dan .txt di dalamnya; `rekap` setiap buku dan
.csv, kecuali hasil rekap; `terapkan` setiap `*_temuan.xlsx`, `urungkan` setiap `*_bersih.xlsx`. Bila pekerjaan
terputus, jalankan lagi perintah yang sama.

## Di LibreOffice Calc

Buka buku kerjanya di Calc, lalu jalankan di terminal, misalnya `kepesertaan calc bersihkan`. Tombol bekerja pada buku dan lembar yang ada di depan; pertanyaan dijawab di terminal. Ctrl+Z sekali di Calc mengurungkan semuanya.

LibreOffice menyimpan angka paling banyak 15 digit: jalankan Bersihkan dahulu agar NIK yang tersimpan sebagai angka
menjadi teks, baru simpan dari Calc.

## Kode akhir

| Kode | Arti |
|---|---|
| 0 | Selesai. |
| 1 | Selesai, ada yang perlu keputusan atau dilewati. |
| 2 | Perintah atau pilihan keliru. |
| 3 | Berkas tidak dapat dibaca atau tabel pesertanya tidak dikenali. |
| 4 | Berkas sedang dipakai atau hasil tidak dapat ditulis. |
| 70 | Kesalahan aplikasi; sampaikan catatannya kepada petugas TI. |
| 130 | Dihentikan dengan Ctrl+C; tidak ada berkas yang setengah tertulis. |

## Bila ada yang salah

- Hasil tidak sesuai: jalankan `urungkan`; sel yang Anda ubah sesudahnya dibiarkan.
- Urungkan keliru: `urungkan --catatan 2` mengembalikan pengurungan nomor 2 pada `riwayat`.
- Riwayat hilang atau rusak: buku sebelum diubah ada di `.kepesertaan/cadangan/`; salin dari sana.
- Kolom tidak dikenali: tunjuk sendiri, misalnya `--kolom nik=D --kolom nama=C`.
- Berkas sedang dibuka: tutup di Excel, lalu ulangi.
- Berkas berkata sandi: jalankan dengan `--sandi`; pada pekerjaan terjadwal, isi juga variabel KEPESERTAAN_SANDI. Hasilnya tidak berkata sandi.
"""

_PAGE = """<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<title>Panduan Kepesertaan</title>
<style>
body { font: 16px/1.6 "Segoe UI", Calibri, sans-serif; color: #222; max-width: 46rem;
       margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { color: #1f3864; line-height: 1.25; }
h2 { border-bottom: 1px solid #bfbfbf; padding-bottom: .2rem; margin-top: 2.5rem; }
code, pre { font-family: Consolas, monospace; background: #f3f6fa; }
pre { padding: .6rem .8rem; overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border: 1px solid #bfbfbf; padding: .3rem .6rem; text-align: left; vertical-align: top; }
th { background: #ddebf7; }
</style>
</head>
<body>
{body}</body>
</html>
"""


def guide() -> str:
    """The whole guide as Markdown."""
    actions = "".join(_action(action) for action in all_actions().values())
    rules = "".join(_rule(rule) for rule in all_rules().values())
    rules += "".join(_report_rule(rule) for rule in report_rules())
    text = f"{_HEAD}{actions}{_choices()}{_RESULTS}\n## Aturan\n{rules}"
    return re.sub(r"\n{3,}", "\n\n", text)


def guide_page() -> str:
    """The whole guide as one HTML page."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark").enable("table").render(guide())
    return _PAGE.replace("{body}", body)


def write_page() -> Path:
    """Write the page into the user's own folder; its path. Raises ``CannotWrite``."""
    path = own_folder() / "panduan.html"
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(guide_page(), encoding="utf-8")
    return path


def _action(action: Action) -> str:
    lines = ["", f"### {action.label}", "", action.help, "", action.guide, ""]
    lines += [] if action.icon else [_NO_BUTTON, ""]
    lines += ["```", action.example, "```", ""]
    lines += [f"- `{option_flag(name)}`: {text}" for name, text in action.options.items()]
    return "\n".join(lines) + "\n"


def _choices() -> str:
    """The options that several commands share, and which they are."""
    actions = [
        action for action in all_actions().values() if action.needs not in ("tanpa", "panduan")
    ]
    lines = ["", "### Pilihan bersama", "", "| Pilihan | Arti | Perintah |", "|---|---|---|"]
    for choice in CHOICES:
        having = ", ".join(action.id for action in actions if choice.applies(action))
        lines.append(f"| `{choice.flag}` | {choice.help} | {having} |")
    return "\n".join(lines) + "\n"


def _report_rule(rule: ReportRule) -> str:
    return f"\n### {rule.code}\n\n{rule.text}\n\nLaporan Word: `periksa-laporan`.\n"


def _rule(rule: Rule) -> str:
    names = ", ".join(label_of(field.lstrip("?")) for field in rule.fields)
    head = f"\n### {rule.code}\n\n{rule.text}\n\nIsian: {names}.\n"
    examples = "".join(f"- {_code(line)}\n" for line in example_lines(rule))
    return head + (f"\n{examples}" if examples else "")


def _code(line: str) -> str:
    for word in ("  menjadi  ", "  ditanyakan", "  tetap"):
        if word in line:
            before, after = line.split(word, 1)
            rest = f" `{after}`" if word == "  menjadi  " else after
            return f"`{before}` {word.strip()}{rest}"
    return line
