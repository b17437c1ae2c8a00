"""The command line of the installation; ``install.ps1`` calls it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from kepesertaan.domain.errors import KepesertaanError, WrongUse

from .bundle import read_bundle
from .computer import Computer, this_computer
from .work import install, repair, uninstall

USAGE = """Pemakaian: python -m kepesertaan.install PERINTAH

  pasang FOLDER   memasang dari folder paket, untuk akun ini saja
  perbaiki        memperbaiki bagian yang rusak
  copot           menghapus Kepesertaan; riwayat dan cadangan dibiarkan
"""
BUG = 70


def main(args: list[str], on: Callable[[], Computer] = this_computer) -> int:
    """Do it and say so; the exit code, as of the command line ``kepesertaan``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if args in (["--bantuan"], ["--help"], ["-h"]):
        _say(USAGE.rstrip())
        return 0
    try:
        lines = _do(args, on)
    except KepesertaanError as error:
        print(error, file=sys.stderr)  # noqa: T201 - this is the screen
        return error.code
    except KeyboardInterrupt:
        print("Dibatalkan. Jalankan lagi untuk menyelesaikan.", file=sys.stderr)  # noqa: T201
        return 130
    except Exception as bug:  # noqa: BLE001 - a person must get a sentence, IT the log
        _say_bug(bug)
        return BUG
    for line in lines:
        _say(line)
    return 0


def _do(args: list[str], on: Callable[[], Computer]) -> list[str]:
    match args:
        case ["pasang", folder]:
            return install(on(), read_bundle(Path(folder)), _say)
        case ["perbaiki"]:
            return repair(on(), _say)
        case ["copot"]:
            return uninstall(on(), _say)
    raise WrongUse(USAGE.rstrip())


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - this is the screen


def _say_bug(bug: Exception) -> None:
    from kepesertaan.run.bugs import note_for_it

    print(  # noqa: T201 - this is the screen
        f"Terjadi kesalahan di pemasangan. Jalankan lagi. {note_for_it(bug)}",
        file=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
