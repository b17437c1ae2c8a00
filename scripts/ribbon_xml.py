"""The ribbon of Excel, made from the registered actions: one button for each that has an icon."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

from kepesertaan.actions.registry import GROUPS, Action

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
ICONS = Path(__file__).parents[1] / "addin" / "ribbon" / "ikon.txt"
CALLBACKS = "RibbonKepesertaan"  # the VBA module
LONGEST = 1024  # characters of an attribute, by the schema


class WrongAction(Exception):
    """An action that cannot have its button, and why."""


def ribbon_xml(actions: Mapping[str, Action]) -> bytes:
    """The part customUI14.xml: the tab, and in it the groups that have buttons.

    Raises ``WrongAction`` for an action whose button would be missing, mute or ambiguous.
    """
    buttons = [action for action in actions.values() if action.icon]
    check(buttons, icons())
    root = etree.Element("customUI", nsmap={None: NAMESPACE}, onLoad=f"{CALLBACKS}.Muat")
    tabs = etree.SubElement(etree.SubElement(root, "ribbon"), "tabs")
    tab = etree.SubElement(
        tabs,
        "tab",
        id="tab_kepesertaan",
        label="Kepesertaan",
        keytip="K",
        insertAfterMso="TabView",
    )
    for name, icon in GROUPS.items():
        members = [action for action in buttons if action.group == name]
        if members:
            add_group(tab, name, icon, sorted(members, key=lambda action: not action.large))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def add_group(tab: etree._Element, name: str, icon: str, members: Iterable[Action]) -> None:
    group = etree.SubElement(
        tab, "group", id=f"grup_{xml_id(name.lower())}", label=name, imageMso=icon
    )
    for action in members:
        etree.SubElement(group, "button", attributes_of(action))


def attributes_of(action: Action) -> dict[str, str]:
    """A button's attributes; the tag tells the VBA what it must know of the action."""
    marks = [
        mark for mark, holds in (("buku", action.needs_book), ("tulis", action.writes)) if holds
    ]
    label = {"getLabel": f"{CALLBACKS}.Judul"} if counts(action) else {"label": action.label}
    tip = {"supertip": supertip(action)} if action.guide else {}
    state = {"getEnabled": f"{CALLBACKS}.Aktif"} if action.needs_book else {}
    return {
        "id": xml_id(action.id),
        **label,
        "imageMso": action.icon,
        "size": "large" if action.large else "normal",
        "screentip": action.help,
        **tip,
        "keytip": action.keytip,
        "tag": f"{' '.join(marks)}|{action.label}",
        **state,
        "onAction": f"{CALLBACKS}.Klik",
    }


def counts(action: Action) -> bool:
    """Whether the label also says how much the button would put back."""
    return action.needs == "jurnal"


def supertip(action: Action) -> str:
    """The guide text: running lines, an empty line between paragraphs."""
    paragraphs = re.split(r"\n\s*\n", action.guide)
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def xml_id(name: str) -> str:
    """An id as Office takes it; for an action's id this can be turned back."""
    return name.replace("-", "_").replace(" ", "_")


def icons() -> set[str]:
    """The image names that were looked up."""
    lines = ICONS.read_text(encoding="utf-8").splitlines()
    return {line.split("#")[0].strip() for line in lines} - {""}


def check(buttons: list[Action], known: set[str]) -> None:
    """Raise ``WrongAction`` for the first button that breaks a rule of the ribbon."""
    for action in buttons:
        for trouble, found in troubles(action, known).items():
            if found:
                raise WrongAction(f"{action.id}: {trouble}")
    for group in GROUPS:
        if sum(action.large for action in buttons if action.group == group) > 1:
            raise WrongAction(f"{group}: more than one large button")
    tips = sorted(action.keytip for action in buttons)
    for tip, after in itertools.pairwise(tips):
        if after.startswith(tip):
            raise WrongAction(f"keytips {tip} and {after}: the second cannot be typed")


def troubles(action: Action, known: set[str]) -> dict[str, bool]:
    """Each rule a button can break, and whether this one does."""
    texts = (action.label, action.help, supertip(action))
    return {
        "the id is not small letters and hyphens": not re.fullmatch("[a-z][a-z-]*", action.id),
        "the group is not in GROUPS": action.group not in GROUPS,
        "the icon is not in ikon.txt": action.icon not in known,
        "the keytip is not 1-3 capitals, or starts with J, Y or Z": not re.fullmatch(
            "[A-IK-X][A-Z]{0,2}", action.keytip
        ),
        "the label is not one or two words": len(action.label.split()) not in (1, 2),
        "the label is not in title case": action.label != capitals(action.label),
        "there is no help": not action.help,
        "a text is too long": max(map(len, texts)) > LONGEST,
    }


def capitals(label: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in label.split())
