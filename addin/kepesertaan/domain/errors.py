"""Errors a user can do something about; anything else that is raised is our bug.

Each message is one Indonesian sentence or two: what, where, what to do now.
The class says which kind of trouble it is and so which exit code ends the run.
"""


class KepesertaanError(Exception):
    """Something the user can mend; ``code`` is the exit code of the command line."""

    code = 3


class WrongUse(KepesertaanError):
    """The command or an option does not fit what was asked (exit code 2)."""

    code = 2


class UnreadableInput(KepesertaanError):
    """The file cannot be read as a workbook: damaged, encrypted, empty, hostile (exit code 3)."""


class SheetNotRecognised(KepesertaanError):
    """No table of the wanted kind, or a column that cannot be told (exit code 3)."""


class CannotKeepWhole(KepesertaanError):
    """The workbook cannot be edited without losing something; a new book is made instead."""


class FileInUse(KepesertaanError):
    """Somebody else has the file: Excel or another run (exit code 4)."""

    code = 4


class CannotWrite(KepesertaanError):
    """The result cannot be put where it belongs: rights, space, path, newer edits (exit code 4)."""

    code = 4


class ExcelNotReady(KepesertaanError):
    """Excel cannot be worked with now: a cell is being typed in, no book, Protected View."""

    code = 4


class ColumnUnsure(SheetNotRecognised):
    """One question would settle which column holds a field.

    ``heading``: the texts of the heading row; ``letters``: the candidates, the likeliest first;
    ``question``: one Indonesian sentence without the options of the command line.
    """

    def __init__(
        self,
        message: str,
        field: str = "",
        letters: tuple[str, ...] = (),
        heading: tuple[str, ...] = (),
        question: str = "",
    ) -> None:
        super().__init__(message)
        self.field, self.letters = field, letters
        self.heading, self.question = heading, question


class Cancelled(KepesertaanError):
    """The user changed their mind before anything was written."""

    code = 2

    def __init__(self, message: str = "Dibatalkan. Belum ada data yang diubah.") -> None:
        super().__init__(message)
