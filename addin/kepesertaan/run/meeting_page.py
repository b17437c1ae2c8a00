"""Write the page for the monthly meeting beside the book of a roll-up."""

from __future__ import annotations

from pathlib import Path

from kepesertaan.actions.target_book.meeting import NAME, TEMPLATE, meeting_values
from kepesertaan.actions.target_book.rolled import RollUp
from kepesertaan.data.loader import word_template
from kepesertaan.data.office import office
from kepesertaan.domain.errors import UnreadableInput
from kepesertaan.domain.period import month_name
from kepesertaan.files.filename import keep_new


def write_meeting_page(rolled: RollUp, folder: Path) -> Path:
    """Write it under a name nothing else has; the file.

    Raises ``KepesertaanError``: a template that is gone or broken, a folder that cannot be written.
    """
    from kepesertaan.word.template import open_template, render

    form = word_template(TEMPLATE)
    if form is None:
        raise UnreadableInput(f"Templat {TEMPLATE} tidak ada di folder templates; pasang ulang.")
    made = render(open_template(form, TEMPLATE), meeting_values(rolled, office()))
    path, _ = keep_new(folder / f"{NAME}_{month_name(rolled.reading.month)}.docx", made.data)
    return path
