"""Make the number of a letter void: it stays in the register, and is never used again."""

from __future__ import annotations

from kepesertaan.data.letters import letter_settings
from kepesertaan.domain.errors import WrongUse
from kepesertaan.domain.numbers import Mark

from .ledger import who
from .plan import Job, Options
from .register import find_written, put_mark, read_register, register_folder
from .report import Report

_SHORTEST = 3  # letters of a reason


def void(job: Job, options: Options) -> Report:
    """Note a number as void. Raises ``WrongUse`` for an unknown one, or without a reason."""
    number, why = (
        options.own.get("batal") or "",
        " ".join((options.own.get("alasan") or "").split()),
    )
    if not number or len(why) < _SHORTEST:
        raise WrongUse('Tulis nomor dan alasannya: --batal NOMOR --alasan "salah alamat".')
    settings = letter_settings()
    register = read_register(register_folder(job.result, settings.team), settings.numbering)
    entry = find_written(register, number)
    before = entry.marked("batal")
    name = entry.claim.facts.get("perusahaan", "")
    if before:
        said = f"Nomor {entry.written} sudah batal sejak {before.day:%d-%m-%Y}: {before.why}."
        return Report(job.source.name, catatan=[said], lines=[said])
    if not options.dry:
        put_mark(register, entry, Mark("batal", options.today, why, who()[0]))
    verb = "akan dibatalkan" if options.dry else "dibatalkan"
    lines = [
        f"{entry.claim.title} {entry.written} untuk {name} {verb}: {why}.",
        "Nomor itu tidak dipakai lagi. Tarik suratnya bila sudah dikirim; surat penggantinya "
        "dibuat saat Surat Tagihan dijalankan lagi.",
    ]
    return Report(job.source.name, catatan=lines, lines=lines, hitungan={"batal": 1})
