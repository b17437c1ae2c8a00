"""Microsoft's schema of the ribbon as an XSD.

Made from the Open XML SDK's description of it (MIT), which the package openxml-audit carries.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import quoteattr

import xmlschema

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
_DATA = "data/openxml/schemas/schemas_microsoft_com_office_2009_07_customui.json"
_PARTICLES = {"Sequence": "sequence", "Choice": "choice", "All": "all", "Group": "sequence"}
_PLAIN = {"BooleanValue": "xs:boolean", "IntegerValue": "xs:integer"}


def ribbon_schema() -> xmlschema.XMLSchema10:
    """The schema; customUI is its one root."""
    return xmlschema.XMLSchema10(xsd_text())


def xsd_text() -> str:
    """The schema as text."""
    described = json.loads(files("openxml_audit").joinpath(_DATA).read_text(encoding="utf-8"))
    types = {entry["Name"]: entry for entry in described["Types"]}
    enums = {entry["Name"]: entry for entry in described["Enums"]}
    written = {
        type_of(name): complex_type(name, types, enums) for name in types if element_of(name)
    }
    return (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"'
        f' xmlns="{NAMESPACE}" targetNamespace="{NAMESPACE}">'
        f'<xs:element name="customUI" type="CT_CustomUI"/>{"".join(written.values())}</xs:schema>'
    )


def type_of(name: str) -> str:
    """``mso14:CT_Tab/mso14:tab`` -> ``CT_Tab``."""
    return name.split("/")[0].split(":")[1]


def element_of(name: str) -> str:
    """``mso14:CT_Tab/mso14:tab`` -> ``tab``; "" for what only others are made from."""
    return name.split("/")[1].partition(":")[2]


def complex_type(name: str, types: dict[str, Any], enums: dict[str, Any]) -> str:
    entry = types[name]
    base = types.get(name.split("/")[0] + "/", {})
    content = particle(entry["Particle"]) if "Particle" in entry else ""
    attributes = [*base.get("Attributes", ()), *entry.get("Attributes", ())]
    inside = "".join(attribute(given, enums) for given in attributes)
    return f'<xs:complexType name="{type_of(name)}">{content}{inside}</xs:complexType>'


def particle(entry: dict[str, Any]) -> str:
    times = occurrence(entry)
    if "Kind" not in entry:
        name = entry["Name"]
        return f'<xs:element name="{element_of(name)}" type="{type_of(name)}"{times}/>'
    kind = _PARTICLES[entry["Kind"]]
    return f"<xs:{kind}{times}>{''.join(map(particle, entry['Items']))}</xs:{kind}>"


def occurrence(entry: dict[str, Any]) -> str:
    """Once where nothing is said; a missing Min is 0, a missing Max no limit."""
    if "Occurs" not in entry:
        return ""
    (times,) = entry["Occurs"]
    return f' minOccurs="{times.get("Min", 0)}" maxOccurs="{times.get("Max", "unbounded")}"'


def attribute(entry: dict[str, Any], enums: dict[str, Any]) -> str:
    checks = {check["Name"]: check for check in entry.get("Validators", ())}
    use = ' use="required"' if "RequiredValidator" in checks else ""
    name = entry["QName"].removeprefix(":")
    kind, _, enum = entry["Type"].partition("<")
    if kind == "EnumValue":
        values = enums[enum.rstrip(">").rsplit(".", 1)[1]]["Facets"]
        facets = "".join(f"<xs:enumeration value={quoteattr(value['Value'])}/>" for value in values)
        base = "xs:string"
    else:
        arguments = {
            given["Name"]: given["Value"]
            for check in checks.values()
            for given in check.get("Arguments", ())
        }
        base, facets = base_of(kind, arguments), facets_of(arguments)
    simple = (
        f'<xs:simpleType><xs:restriction base="{base}">{facets}</xs:restriction></xs:simpleType>'
    )
    return f'<xs:attribute name="{name}"{use}>{simple}</xs:attribute>'


def base_of(kind: str, arguments: dict[str, str]) -> str:
    for argument, base in (
        ("IsId", "xs:ID"), ("IsQName", "xs:QName"), ("IsNcName", "xs:NCName"),
        ("IsToken", "xs:token"),
    ):  # fmt: skip
        if argument in arguments:
            return base
    return _PLAIN.get(kind, "xs:string")


def facets_of(arguments: dict[str, str]) -> str:
    names = {"MinLength", "MaxLength", "MinInclusive", "MaxInclusive"}
    return "".join(
        f'<xs:{name[0].lower()}{name[1:]} value="{value}"/>'
        for name, value in arguments.items()
        if name in names
    )
