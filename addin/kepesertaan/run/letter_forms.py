"""The Word templates of letters: the office's own where it has one, else those that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kepesertaan.data.letters import LetterSettings
from kepesertaan.data.loader import word_template
from kepesertaan.domain.errors import UnreadableInput, WrongUse
from kepesertaan.files.troubles import reading
from kepesertaan.files.windows import reachable

if TYPE_CHECKING:
    from kepesertaan.word.template import Template


def letter_forms(settings: LetterSettings, folder: str | None) -> dict[str, Template]:
    """A template for each level, by its id. ``folder``: the office's own.

    Raises ``WrongUse`` for a folder without any, ``UnreadableInput`` or ``TemplateBroken``.
    """
    from kepesertaan.word.template import open_template

    own = _own(settings, folder) if folder else {}
    return {
        level: open_template(own.get(form.template) or _shipped(form.template), form.template)
        for level, form in settings.forms.items()
    }


def filled(form: Template, values: Mapping[str, Any]) -> bytes:
    """A letter. Raises ``WrongUse`` for a template with a field that letters do not have."""
    from kepesertaan.word.template import render

    made = render(form, values)
    if made.missing:
        raise WrongUse(
            f"Templat {form.name} memakai isian yang tidak ada: {', '.join(made.missing[:5])}. "
            "Perbaiki templat itu; isian yang dikenal ada di berkas .toml bawaannya."
        )
    return made.data


def _own(settings: LetterSettings, folder: str) -> dict[str, bytes]:
    place = reachable(Path(folder))
    with reading(place):
        paths = {form.template: place / form.template for form in settings.forms.values()}
        found = {name: path.read_bytes() for name, path in paths.items() if path.is_file()}
    if not found:
        raise WrongUse(
            f"--templat {folder}: tidak ada {', '.join(paths)} di folder itu; periksa namanya."
        )
    return found


def _shipped(name: str) -> bytes:
    data = word_template(name)
    if data is None:
        raise UnreadableInput(
            f"Templat {name} (letters.toml) tidak ada di folder templates. Perbaiki nama itu, lalu "
            "ulangi."
        )
    return data
