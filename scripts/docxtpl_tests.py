"""docxtpl's own tests through our engine: how many of its templates come out equal.

``python scripts/docxtpl_tests.py FOLDER`` where FOLDER holds docxtpl's test scripts and their
``templates``. Each script is run as it is, in a process of its own; every template it fills is then
filled by docxtpl alone (with autoescape) and by our engine with the same values, and the two files
are compared part by part. Pictures are compared by content and size. The folder is not changed.
"""

from __future__ import annotations

import io
import json
import runpy
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
EQUAL, DIFFERS, MARKED = "sama", "BEDA", "beda karena tanda [ISI]"
OTHER, NONE = "tidak sebanding", "tidak mengisi apa pun"
_LONGEST = 120  # seconds of one script


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--one"]:
        print(json.dumps(tried(Path(arguments[1]))))
        return 0
    folder = Path(arguments[0])
    counts: Counter[str] = Counter()
    for script in sorted(folder.glob("*.py")):
        found = results(script) or [(script.stem, NONE, "")]
        for name, kind, why in found:
            counts[kind] += 1
            print(f"{kind:24} {name}{': ' + why if why else ''}")
    print(", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())))
    return 0


def results(script: Path) -> list[tuple[str, str, str]]:
    """What each template of a script gave: its name, how it compares, and why."""
    with tempfile.TemporaryDirectory() as temp:
        copy = Path(temp) / "tests"
        shutil.copytree(script.parent, copy)
        (copy / "output").mkdir(exist_ok=True)
        command = [sys.executable, str(HERE), "--one", str(copy / script.name)]
        done = subprocess.run(
            command, cwd=copy, capture_output=True, text=True, timeout=_LONGEST, check=False
        )
    lines = done.stdout.splitlines()
    return [tuple(one) for one in json.loads(lines[-1])] if done.returncode == 0 and lines else []


def tried(script: Path) -> list[tuple[str, str, str]]:
    """Run a script and compare every template it fills."""
    from docxtpl import DocxTemplate

    filled: list[tuple[Any, Any, Any]] = []
    render = DocxTemplate.render

    def noted(self: Any, context: Any, jinja_env: Any = None, autoescape: bool = False) -> None:
        filled.append((self.template_file, context, jinja_env))
        render(self, context, jinja_env, autoescape)

    DocxTemplate.render = noted
    try:
        sys.argv = [script.name]
        runpy.run_path(str(script), run_name="__main__")
    except (Exception, SystemExit):  # noqa: BLE001  # a test that fails on purpose fails here too
        pass
    finally:
        DocxTemplate.render = render
    return [
        (f"{script.stem} {Path(str(file)).name}", *compared(file, context, jinja_env))
        for file, context, jinja_env in filled
    ]


def compared(file: Any, context: Any, jinja_env: Any) -> tuple[str, str]:
    """How our document compares with docxtpl's, and why."""
    from kepesertaan.word.compare import differing_part
    from kepesertaan.word.errors import RowRefused, TemplateBroken
    from kepesertaan.word.template import open_template, render

    if hasattr(file, "seek"):
        file.seek(0)
    data = file.read() if hasattr(file, "read") else Path(str(file)).read_bytes()
    try:
        values = {name: ours(value) for name, value in context.items()}
        template = open_template(data, Path(str(file)).name)
        made = render(template, values)
    except (TypeError, AttributeError, TemplateBroken, RowRefused) as refused:
        return OTHER, str(refused)
    theirs = by_docxtpl(data, context, jinja_env)
    part = differing_part(plain_pictures(made.data), plain_pictures(theirs))
    if not part:
        return EQUAL, "; ".join(filter(None, (template.note, *made.notes)))
    return (MARKED if made.missing else DIFFERS), ", ".join([part, *made.missing])


def ours(value: Any) -> Any:
    """A value of docxtpl's tests as our engine takes it. Raises ``TypeError`` for no plain data."""
    from docxtpl import InlineImage, Listing, RichText, RichTextParagraph

    from kepesertaan.word.picture import Xml

    if isinstance(value, RichText | RichTextParagraph | Listing):
        return Xml(str(value))
    if isinstance(value, InlineImage):
        return picture(value)
    if isinstance(value, Mapping):
        return {name: ours(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [ours(inner) for inner in value]
    return value


def picture(image: Any) -> Any:
    """docxtpl's picture as ours, of the size docxtpl gives it."""
    from docx.image.image import Image

    from kepesertaan.word.picture import EMU_PER_MM, Picture

    file = image.image_descriptor
    data = file.getvalue() if hasattr(file, "getvalue") else Path(str(file)).read_bytes()
    if image.anchor:
        raise TypeError("gambar yang bertaut")
    width, height = Image.from_blob(data).scaled_dimensions(image.width, image.height)
    return Picture(data, width / EMU_PER_MM, height / EMU_PER_MM, "gambar")


def by_docxtpl(data: bytes, context: Any, jinja_env: Any) -> bytes:
    """The document as docxtpl makes it by itself."""
    from docxtpl import DocxTemplate

    document = DocxTemplate(io.BytesIO(data))
    for image in pictures_of(context):
        image.tpl = document
    document.render(context, jinja_env, autoescape=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pictures_of(value: Any) -> list[Any]:
    """docxtpl's pictures anywhere in some values."""
    from docxtpl import InlineImage

    if isinstance(value, InlineImage):
        return [value]
    inner = value.values() if isinstance(value, Mapping) else value
    if isinstance(inner, str | bytes) or not hasattr(inner, "__iter__"):
        return []
    return [image for one in inner for image in pictures_of(one)]


def plain_pictures(data: bytes) -> bytes:
    """A Word file whose drawings of pictures hold nothing but their size and picture."""
    from lxml import etree

    from kepesertaan.word import package, parts

    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
    blip = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
    members = package.read_package(data, "dokumen")
    for member in parts.fillable(members):
        root = parts.parse(members[member])
        for inline in root.iter(f"{drawing}inline"):
            kept = [*inline.iter(f"{drawing}extent"), *inline.iter(blip)]
            for child in list(inline):
                inline.remove(child)
            inline.attrib.clear()
            inline.extend(kept)
        members[member] = etree.tostring(root)
    return package.write_members(members)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
