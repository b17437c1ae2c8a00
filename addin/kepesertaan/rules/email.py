"""E-mail addresses: lower case, one address, with a domain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kepesertaan.data.loader import load_toml
from kepesertaan.domain.show import shown
from kepesertaan.domain.table import CellError, Raw
from kepesertaan.domain.text import visible, without_apostrophe
from kepesertaan.domain.verdict import KEEP, Verdict, fix, flag

from .phones import same_on_many
from .registry import Context, cell_rule, settled, table_rule
from .view import View

FORM = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~\-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~\-]+)*@(?:[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)+[a-z]{2,}")  # fmt: skip


@settled("email")
def _settled(value: Raw) -> bool:
    return isinstance(value, str) and bool(FORM.fullmatch(value))


@cell_rule("EML-01", field="email", samples="""
    Budi@Gmail.com       ->  budi@gmail.com
    budi @gmail.com      ->  budi@gmail.com
    mailto:budi@gmail.com  ->  budi@gmail.com
    budi santoso@gmail.com  ->  =
    budi@gmail           ->  =
    budi@gmail.com       ->  =
""")  # fmt: skip
def tidy(value: Raw) -> Verdict:
    """Email ditulis dengan huruf kecil dan tanpa spasi."""
    if not isinstance(value, str):
        return KEEP
    bare = re.sub(r" *([@.]) *", r"\1", without_apostrophe(visible(value)).lower())
    bare = bare.removeprefix("mailto:").strip()
    if bare == value or not FORM.fullmatch(bare):
        return KEEP
    return fix(bare, "bentuk email lengkap")


@cell_rule("EML-02", field="email", samples="""
    budi@gmail            ->  ?
    budi@gmail,com        ->  ? budi@gmail.com
    budi.gmail.com        ->  ?
    a@b.com; c@d.com      ->  ?
    budi@gmail.com        ->  =
""")  # fmt: skip
def form(value: Raw) -> Verdict:
    """Email tidak lengkap atau lebih dari satu."""
    if isinstance(value, CellError) or (isinstance(value, str) and FORM.fullmatch(value)):
        return KEEP
    meant = visible(shown(value)).lower().replace(" ", "").replace(",", ".").replace("..", ".")
    return flag("bentuknya bukan nama@domain", meant if FORM.fullmatch(meant) else None)


@table_rule("EML-03", fields=("email",), samples="""
    hrd@contoh.co.id  ->  ?
    hrd@contoh.co.id  ->  ?
    hrd@contoh.co.id  ->  ?
    hrd@contoh.co.id  ->  ?
    budi@contoh.co.id
""")  # fmt: skip
def shared(view: View, context: Context) -> Iterator[tuple[int, int, Verdict]]:
    """Email yang sama dipakai banyak peserta, mungkin milik bagian personalia."""
    yield from same_on_many(view, "email", load_toml("limits")["shared"]["email"])
