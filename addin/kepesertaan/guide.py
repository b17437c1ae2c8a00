"""The user guide, written off the actions and rules themselves: as Markdown, and as one page.

The page opens in any browser without a network; button Bantuan shows it.
"""

from __future__ import annotations

import re
from pathlib import Path

from kepesertaan.actions.aturan import example_lines
from kepesertaan.actions.registry import Action, all_actions, option_flag
from kepesertaan.rules.registry import Rule, all_rules
from kepesertaan.run.own import own_folder
from kepesertaan.sheets.headings import label_of

_HEAD = """# Panduan Kepesertaan

Aplikasi ini merapikan lembar peserta: yang pasti diperbaiki, yang tidak pasti ditanyakan, dan
semuanya dapat diurungkan. Berkas asli tidak diubah kecuali Anda meminta `--di-tempat`.

## Perintah
"""
_EXAMPLES = {
    "bersihkan": "kepesertaan bersihkan PESERTA.xlsx --keluar HASIL/",
    "periksa": "kepesertaan periksa PESERTA.xlsx --keluar HASIL/",
    "terapkan": "kepesertaan terapkan HASIL/PESERTA_temuan.xlsx",
    "urungkan": "kepesertaan urungkan HASIL/PESERTA_bersih.xlsx --aturan NIK-01",
    "riwayat": "kepesertaan riwayat HASIL/PESERTA_bersih.xlsx",
    "aturan": "kepesertaan aturan",
    "iuran": "kepesertaan iuran --segmen PU --blth 2026-11 --upah 5032635 --kelas 3",
    "daftar-telepon": "kepesertaan daftar-telepon PIUTANG.xlsx --bayar PEMBAYARAN.xlsx --keluar HASIL/",
    "simpan-hasil": 'kepesertaan simpan-hasil "HASIL/Daftar Telepon 2026-11-22.xlsx" --laporan',
    "bantuan": "kepesertaan bantuan",
    "kesiapan": "kepesertaan kesiapan --surat SURAT.txt",
}
_RESULTS = """
## Yang dihasilkan

| Berkas | Isi |
|---|---|
| `NAMA_bersih.xlsx` | Salinan buku kerja Anda; sel yang diubah berwarna hijau, yang perlu keputusan kuning. |
| `NAMA_temuan.xlsx` | `Ringkasan`, `Perubahan`, dan `Perlu Keputusan`; isi `Ya` di kolom `Terapkan` bila setuju. |
| `Daftar Telepon TANGGAL.xlsx` | Siapa yang ditelepon dan mengapa, `Dikeluarkan`, `Nomor HP perlu diperbaiki`, `Selisih`, dan `Ringkasan`. |
| `Hasil Telepon TANGGAL.xlsx` | `Laporan Harian` bila diminta, dan `Perlu Dilengkapi` bila ada baris yang belum benar. |
| `.kepesertaan/` | Riwayat dan cadangan untuk Urungkan. Folder ini memuat data peserta; jangan dipindah terpisah. |

Berkas .xls, .xlsb, .ods, .csv, dan halaman web yang dinamai .xls menghasilkan buku .xlsx baru.

## Kode akhir

| Kode | Arti |
|---|---|
| 0 | Selesai. |
| 1 | Selesai, ada yang perlu keputusan atau dilewati. |
| 2 | Perintah atau pilihan keliru. |
| 3 | Berkas tidak dapat dibaca atau tabel pesertanya tidak dikenali. |
| 4 | Berkas sedang dipakai atau hasil tidak dapat ditulis. |
| 70 | Kesalahan aplikasi; sampaikan catatannya kepada petugas TI. |

## Bila ada yang salah

- Hasil tidak sesuai: jalankan `urungkan`; sel yang Anda ubah sesudahnya dibiarkan.
- Kolom tidak dikenali: tunjuk sendiri, misalnya `--kolom nik=D --kolom nama=C`.
- Berkas sedang dibuka: tutup di Excel, lalu ulangi.
- Berkas berkata sandi: jalankan dengan `--sandi`; untuk pekerjaan terjadwal isi KEPESERTAAN_SANDI. Hasilnya tidak berkata sandi.
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
    text = f"{_HEAD}{actions}{_RESULTS}\n## Aturan\n{rules}"
    return re.sub(r"\n{3,}", "\n\n", text)


def guide_page() -> str:
    """The whole guide as one HTML page."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark").enable("table").render(guide())
    return _PAGE.replace("{body}", body)


def write_page() -> Path:
    """Write the page into the user's own folder; its path."""
    folder = own_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "panduan.html"
    path.write_text(guide_page(), encoding="utf-8")
    return path


def _action(action: Action) -> str:
    lines = ["", f"### {action.label}", "", action.help, "", action.guide, ""]
    lines += ["```", _EXAMPLES[action.id], "```", ""]
    lines += [f"- `{option_flag(name)}`: {text}" for name, text in action.options.items()]
    return "\n".join(lines) + "\n"


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
