"""What was found in a Word template: mistakes with their places, and the fields it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TagPlace:
    """Where a tag stands. ``words``: for people ("tabel 2 baris 3 kolom 4").

    ``part`` is a part name; ``paragraph`` counts its paragraphs from 0, ``letter`` those of the
    paragraph's text from 0.
    """

    words: str
    part: str
    paragraph: int
    letter: int = 0


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. ``code``: its rule; ``remedy``: what to do; ``stops``: nothing can be made of
    the template before it is mended, else it is to be looked at.
    """

    code: str
    place: TagPlace
    tag: str
    text: str
    remedy: str
    stops: bool = True

    @property
    def sentence(self) -> str:
        """Place, what is wrong, what to do."""
        return f"{self.place.words}: {self.text}; {self.remedy}."


@dataclass(frozen=True, slots=True)
class Use:
    """A field that a tag uses. ``path``: "nama", or "temuan[*].tenggat" of a repeated table.

    ``optional``: the template says itself what stands there without it.
    """

    path: str
    tag: str
    place: TagPlace
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A field that data gives: its path, and the heading and sheet it comes from."""

    path: str
    heading: str
    sheet: str


@dataclass(frozen=True, slots=True)
class Need:
    """A field of the template: every place that uses it, and where it comes from, if it does."""

    path: str
    places: tuple[TagPlace, ...]
    offer: Offer | None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """All that is known of a template. ``against``: what it was held against, "" for nothing."""

    mistakes: Sequence[Mistake]
    needs: Sequence[Need] = ()
    unused: Sequence[Offer] = field(default_factory=tuple)
    against: str = ""

    @property
    def there(self) -> list[Need]:
        """What is needed and there."""
        return [need for need in self.needs if need.offer]

    @property
    def missing(self) -> list[Need]:
        """What is needed and not there."""
        return [need for need in self.needs if not need.offer]
