"""Write docs/panduan.md from the actions and rules themselves; ``--check`` only compares."""

from __future__ import annotations

import sys
from pathlib import Path

from kepesertaan.guide import guide

GUIDE = Path(__file__).parents[1] / "docs" / "panduan.md"
_NOTE = "<!-- Dibuat oleh scripts/make_guide.py; jangan diubah di sini. -->\n"


def main(args: list[str]) -> int:
    """Write the guide, or say whether the committed one is fresh."""
    text = _NOTE + guide()
    if "--check" in args:
        fresh = GUIDE.exists() and GUIDE.read_text(encoding="utf-8") == text
        print("docs/panduan.md " + ("sesuai." if fresh else "usang: jalankan make_guide.py."))
        return 0 if fresh else 1
    GUIDE.parent.mkdir(exist_ok=True)
    GUIDE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
