"""Write docs/panduan.md from the actions and rules themselves; ``--check`` only compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from kepesertaan.actions.aturan import example_lines
from kepesertaan.actions.registry import Action, all_actions
from kepesertaan.rules.registry import Rule, all_rules
from kepesertaan.sheets.headings import label_of

GUIDE = Path(__file__).parents[1] / "docs" / "panduan.md"
_HEAD = """<!-- Dibuat oleh scripts/make_guide.py dari perintah dan aturannya; jangan diubah di sini. -->
# Panduan Kepesertaan

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
}
_RESULTS = """
## Yang dihasilkan

| Berkas | Isi |
|---|---|
| `NAMA_bersih.xlsx` | Salinan buku kerja Anda; sel yang diubah berwarna hijau, yang perlu keputusan kuning. |
| `NAMA_temuan.xlsx` | `Ringkasan`, `Perubahan`, dan `Perlu Keputusan`; isi `Ya` di kolom `Terapkan` bila setuju. |
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
- Berkas bersandi: buka di Excel, simpan tanpa sandi, lalu ulangi.
"""


def main(args: list[str]) -> int:
    """Write the guide, or say whether the committed one is fresh."""
    text = guide()
    if "--check" in args:
        fresh = GUIDE.exists() and GUIDE.read_text(encoding="utf-8") == text
        print("docs/panduan.md " + ("sesuai." if fresh else "usang: jalankan make_guide.py."))
        return 0 if fresh else 1
    GUIDE.parent.mkdir(exist_ok=True)
    GUIDE.write_text(text, encoding="utf-8", newline="\n")
    return 0


def guide() -> str:
    """The whole guide."""
    actions = "".join(_action(action) for action in all_actions().values())
    rules = "".join(_rule(rule) for rule in all_rules().values())
    text = f"{_HEAD}{actions}{_RESULTS}\n## Aturan\n{rules}"
    return re.sub(r"\n{3,}", "\n\n", text)


def _action(action: Action) -> str:
    lines = ["", f"### {action.label}", "", action.help, "", action.guide, ""]
    lines += ["```", _EXAMPLES[action.id], "```", ""]
    lines += [f"- `--{name}`: {text}" for name, text in action.options.items()]
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
