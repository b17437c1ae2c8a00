"""Drafts and scripts from the office's templates. They are given no NIK, KPJ or wage."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kepesertaan.data.loader import template
from kepesertaan.data.written_days import long_date, month_word
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.period import Month, month_runs
from kepesertaan.domain.show import rupiah

if TYPE_CHECKING:
    from kepesertaan.data.call_settings import CallSettings
    from kepesertaan.domain.arrears import Debt
    from kepesertaan.domain.calls import Call

_NUMBERED = re.compile(r"(?<!\d)(?:\d[ \-]?){11,17}(?!\d)")  # as KPJ and NIK are


def month_words(months: tuple[Month, ...]) -> str:
    """Months named in words, runs joined.

    >>> month_words(((2026, 6), (2026, 7), (2026, 8), (2026, 10)))
    'Juni-Agustus 2026 dan Oktober 2026'
    """
    texts = [_run_words(run) for run in month_runs(months)]
    return " dan ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def draft(debt: Debt, as_of: date, settings: CallSettings, promise: Call | None) -> str:
    """The WhatsApp draft. Raises ``UnreadableInput`` for a broken template."""
    return _filled("wa.txt", _words(debt, as_of, settings, promise))


def script(debt: Debt, as_of: date, settings: CallSettings, promise: Call | None) -> str:
    """What to say on the telephone, by class. Raises ``UnreadableInput`` for a broken template."""
    own = f"naskah_{debt.kind.lower().replace(' ', '_')}.txt"
    name = own if template(own) is not None else "naskah.txt"
    return _filled(name, _words(debt, as_of, settings, promise))


def has_number(text: str, office_phone: str) -> bool:
    """Whether a text holds what may be a NIK or KPJ; the office's own telephone is none."""
    return bool(_NUMBERED.search(text.replace(office_phone, "") if office_phone else text))


def wa_link(phone: str, text: str) -> str:
    """The link that opens a draft to a mobile number 08...; a person presses send.

    >>> wa_link("081234567890", "Iuran PT A & B?")
    'https://wa.me/6281234567890?text=Iuran%20PT%20A%20%26%20B%3F'
    """
    return f"https://wa.me/62{phone[1:]}?text={quote(text, safe='')}"


def _words(debt: Debt, as_of: date, settings: CallSettings, promise: Call | None) -> dict[str, Any]:
    amounts = settings.message.show_amount
    return {
        "perusahaan": debt.name or "perusahaan Bapak/Ibu",
        "pic": debt.pic,
        "bulan": month_words(debt.months),
        "jumlah_bulan": len(debt.months),
        "kelas": debt.kind,
        "tanggal": long_date(debt.known_on or as_of),
        "jatuh_tempo": long_date(debt.next_due),
        "janji": long_date(promise.promised_on) if promise and promise.promised_on else "",
        "jumlah": _rupiah(debt.amount) if amounts else "",
        "denda": _rupiah(debt.fine) if amounts else "",
        "total": _rupiah(debt.total) if amounts else "",
        "cabang": settings.office.branch,
        "petugas": settings.office.officer,
        "telepon_kantor": settings.office.phone,
    }


def _rupiah(amount: Decimal) -> str:
    return rupiah(int(amount.quantize(Decimal(1), ROUND_HALF_UP)))


def _filled(name: str, words: dict[str, Any]) -> str:
    from jinja2 import TemplateError

    try:
        return _compiled(name)(words).strip()
    except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
        raise UnreadableInput(
            f"Naskah {name} tidak dapat diisi: {error}. Perbaiki berkas itu di folder templates, "
            "lalu ulangi."
        ) from error


@cache
def _compiled(name: str) -> Callable[[dict[str, Any]], str]:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    world = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    return world.from_string(template(name) or "").render


def _run_words(run: list[Month]) -> str:
    (year, month), (last_year, last_month) = run[0], run[-1]
    end = f"{month_word(last_month)} {last_year}"
    if len(run) == 1:
        return end
    start = month_word(month) if year == last_year else f"{month_word(month)} {year}"
    return f"{start}-{end}" if len(run) > 2 else f"{start} dan {end}"
