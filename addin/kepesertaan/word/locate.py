"""Which tag an error is about, and the error in the user's words."""

from __future__ import annotations

import re
from typing import Any

from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError

from .picture import placing
from .places import Tag, marked_lines, place_of_line
from .sandbox import environment

_SENTENCES = (
    (r"Unexpected end of template", "pasangan penutupnya tidak ada"),
    (r"Encountered unknown tag '(end\w+)'", "'{0}' tidak punya pembuka"),
    (r"Encountered unknown tag '(\w+)'", "perintah '{0}' tidak dikenal"),
    (r"No filter named '(\w+)'", "filter '{0}' tidak dikenal"),
    (r"No test named '(\w+)'", "uji '{0}' tidak dikenal"),
    (r"expected token 'end of (?:print|statement|block).*', got '?(.*?)'?$",
     "tidak terbaca mulai '{0}'; nama isian tidak memakai spasi atau tanda baca"),
    (r"unexpected char '(.*?)' at", "tanda '{0}' tidak dikenal"),
    (r"unexpected '(.*?)'", "tanda '{0}' tidak pada tempatnya"),
    (r"maximum recursion depth", "makro atau ulangan memanggil dirinya tanpa henti"),
    (r"division by zero|DivisionByZero|Division", "pembagian dengan nol"),
)  # fmt: skip
_OPENERS = frozenset({"for", "if", "macro", "call", "filter", "with", "set"})
_UNREADABLE = "tag tidak dapat dibaca"
_UNFIT = "isinya tidak cocok untuk tag ini (misalnya teks, padahal diminta angka atau daftar)"


def wrong_tag(wrong: TemplateSyntaxError, source: str, tags: list[Tag]) -> tuple[Tag | None, str]:
    """The tag a syntax error is about, and why, as an Indonesian clause."""
    unclosed = wrong.message and wrong.message.startswith("Unexpected end of template")
    opener = _unclosed(tags) if unclosed else None
    if opener is not None:
        return opener, sentence(wrong)
    try:
        environment().from_string(marked_lines(source))
    except TemplateSyntaxError as again:
        return place_of_line(again.lineno, source, tags), sentence(again)
    return None, sentence(wrong)


def failing_tag(source: str, context: dict[str, Any], tags: list[Tag]) -> Tag | None:
    """The tag that fails while a part is filled with these values; None when none does."""
    token = placing.set(lambda _picture: "")
    try:
        environment().from_string(marked_lines(source)).render(context)
    except (
        TemplateError,
        ValueError,
        TypeError,
        ArithmeticError,
        LookupError,
        RecursionError,
    ) as failed:
        line = _template_line(failed)
        return place_of_line(line, source, tags) if line else None
    finally:
        placing.reset(token)
    return None


def at(name: str, place: str) -> str:
    """The file and the place in it, as a sentence begins."""
    return f"{name}, {place}" if place else name


def sentence(wrong: BaseException) -> str:
    """An error of a template as an Indonesian clause; never a value of the data."""
    said = str(getattr(wrong, "message", None) or wrong)
    for pattern, words in _SENTENCES:
        found = re.search(pattern, said)
        if found:
            return words.format(*found.groups())
    own = isinstance(wrong, SecurityError | TemplateSyntaxError) or type(wrong) is ValueError
    if own and _is_indonesian(said):
        return said
    return _UNREADABLE if isinstance(wrong, TemplateError) else _UNFIT


def _is_indonesian(said: str) -> bool:
    return bool(re.search(r"\b(?:tidak|bukan|terlalu|tag|templat)\b", said))


def _template_line(failed: BaseException) -> int:
    line, trace = 0, failed.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _unclosed(tags: list[Tag]) -> Tag | None:
    """The innermost opening tag that nothing closes."""
    open_: list[Tag] = []
    for tag in tags:
        word = tag.inner.split(" ")[0] if tag.text.startswith("{%") else ""
        if word in _OPENERS and not (word == "set" and "=" in tag.inner):
            open_.append(tag)
        elif word.startswith("end") and open_ and open_[-1].inner.startswith(word[3:]):
            open_.pop()
    return open_[-1] if open_ else None
