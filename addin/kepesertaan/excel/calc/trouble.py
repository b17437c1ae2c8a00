"""What can go wrong with Calc, for those who ask it.

Every one of these is also a ``ConnectionError``: the program on the other side did not do it.
"""

from __future__ import annotations

from kepesertaan.domain.errors import CannotWrite

_MISSING = "LibreOffice tidak ditemukan di komputer ini. Pasang LibreOffice Calc, lalu coba lagi."
_NO_PYTHON = (
    "Python milik LibreOffice tidak ditemukan. Pasang paket python3-uno (Linux), atau pasang "
    "ulang LibreOffice lengkap dengan Python, lalu coba lagi."
)
_NOT_OPEN = "LibreOffice Calc belum terbuka. Buka buku kerjanya di Calc, lalu coba lagi."
_GONE = (
    "LibreOffice Calc berhenti atau tidak menjawab. Buka lagi buku kerjanya di Calc, periksa "
    "isinya, lalu coba lagi."
)


class CalcError(ConnectionError):
    """Calc did not do what it was asked; the text says what, never what a cell holds."""


class CalcProtected(CalcError):
    """The cells are locked on a protected sheet, or the structure of the book is."""


class CalcMissing(CalcError, CannotWrite):
    """There is no LibreOffice on this computer, or no Python that can speak to it."""

    def __init__(self, *, python: bool = False) -> None:
        super().__init__(_NO_PYTHON if python else _MISSING)


class CalcNotOpen(CalcError, CannotWrite):
    """No Calc is running that could be attached to."""

    def __init__(self) -> None:
        super().__init__(_NOT_OPEN)


class CalcGone(CalcError, CannotWrite):
    """Calc ended or hangs; what was written until then may or may not stand."""

    def __init__(self) -> None:
        super().__init__(_GONE)
