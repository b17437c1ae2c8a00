"""Workbooks broken at random: only our own refusals may come of it, in time and in memory.

    verdict = mutate(paths, count)     # Verdict; a fault names the file and the mutant's number

A mutant has changed bytes in the file, or a part with changed bytes, tokens or tags. It is opened,
checked, scanned, edited and put back. What is edited must come back as it was.
"""

from __future__ import annotations

import io
import multiprocessing
import random
import re
import signal
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from xml.etree import ElementTree as ET

import corpus_parts as parts
from corpus_judge import Verdict, judge_cells, judge_undo, run_trial
from kepesertaan.domain.errors import KepesertaanError
from kepesertaan.files.package import open_package

LARGEST = 150_000  # bytes of a workbook that is worth breaking
SECONDS = 30  # for one mutant
MEMORY = 1536 << 20
_BATCH = 50  # mutants in one process
_TOKENS = (
    b"", b"0", b"-1", b"1", b"2147483648", b"99999999999999999999", b"1e999", b"NaN", b"true",
    b"A1:XFD1048576", b"A1", b"XFE1", b"B0", b"\xef\xbc\x91", b"\xd9\xa1", b"&#x1;", b"&amp;",
    b"&x;", b"../x", b"/xl/workbook.xml", b"inlineStr", b"s", b"array", b"shared", b" 5 ", b"x:y",
    b"rId1",
)  # fmt: skip
_INSERTS = (
    b"<!-- <row r='9'> -->", b"<![CDATA[<c r='A1'/>]]>", b"<?row x?>", b"<row/>", b"<c/>",
    b"<x:c/>", b"<row r='3'><c r='A3'><v>1</v></c></row>", b"<c r='B2'/>", b"<f>1</f>",
    b"<sheetData/>", b"</row>", b"</sheetData>", b"<!DOCTYPE a>", b"<", b">", b"&", b"\0",
    b"<extLst/>", b"<is><t>a</t></is>", b"<a xmlns='urn:x'/>", b" xmlns='urn:x'", b"<sheet/>",
    b"<xf/>", b"<fill/>",
)  # fmt: skip
_TAG = re.compile(rb"<[^<>]*>")
_VALUE = re.compile(rb'"([^"<>]*)"|>([^<>]+)<')


def mutant(data: bytes, chance: random.Random) -> bytes:
    """The file with one to three things wrong."""
    if chance.random() < 0.15:
        return _broken_bytes(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = [n for n in file.namelist() if n.lower().endswith((".xml", ".rels"))]
        heavy = [n for n in names if re.search(r"sheet|workbook|styles|Types|table", n)]
        chosen = chance.choice(heavy if heavy and chance.random() < 0.8 else names)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in dict.fromkeys(file.namelist()):
                body = file.read(name)
                if name == chosen:
                    for _ in range(chance.randint(1, 3)):
                        body = chance.choice(_BREAKERS)(body, chance)
                new.writestr(name, body)
    return out.getvalue()


def _broken_bytes(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(out) + 1)
        if chance.random() < 0.3:
            at = max(0, len(out) - chance.randrange(1, 400))  # the list of entries
        length = chance.choice((1, 1, 2, 4, 30))
        fresh = chance.choice((b"", chance.randbytes(length), b"\0" * length, b"\xff" * length))
        out[at : at + length] = fresh
    return bytes(out[: chance.randrange(len(out) + 1)] if chance.random() < 0.1 else out)


def _broken_token(data: bytes, chance: random.Random) -> bytes:
    found = list(_VALUE.finditer(data))
    if not found:
        return data
    value = chance.choice(found)
    group = 1 if value[1] is not None else 2
    other = chance.choice(found)
    token = chance.choice((*_TOKENS, other[1] or other[2] or b""))
    return data[: value.start(group)] + token + data[value.end(group) :]


def _broken_tag(data: bytes, chance: random.Random) -> bytes:
    """A tag lost, doubled, moved, or with a stranger before it."""
    found = list(_TAG.finditer(data))
    if not found:
        return data
    one, two = chance.choice(found), chance.choice(found)
    tag, start, stop = one[0], one.start(), one.end()
    way = chance.randrange(5)
    if way == 0:
        return data[:start] + data[stop:]
    if way == 1:
        return data[:stop] + tag + data[stop:]
    if way == 2:
        return data[: two.start()] + tag + data[two.start() :]
    if way == 3:
        first, last = sorted((one, two), key=re.Match.start)
        return data[: last.end()] + data[first.start() : last.end()] + data[last.end() :]
    return data[:start] + chance.choice(_INSERTS) + data[start:]


def _broken_name(data: bytes, chance: random.Random) -> bytes:
    """An element or attribute under another name."""
    found = list(re.finditer(rb"</?([\w.-]+:)?([\w.-]+)|\s([\w:.-]+)=", data))
    if not found:
        return data
    one, two = chance.choice(found), chance.choice(found)
    group = 2 if one[2] else 3
    return data[: one.start(group)] + (two[2] or two[3]) + data[one.end(group) :]


_BREAKERS = (_broken_bytes, _broken_token, _broken_token, _broken_tag, _broken_tag, _broken_name)


def attempt(path: Path, folder: Path) -> tuple[str, list[str]]:
    """What became of one mutant, and what is wrong with it."""
    verdict = Verdict()
    try:
        with open_package(path) as package:
            package.check_all()
            _ = package.notices
            trial = run_trial(package, folder / "hasil.xlsx")
            judge_undo(trial, folder / "kembali.xlsx", verdict)
            old, new = parts.read_parts(path), parts.read_parts(trial.target)
            for name in trial.edits:
                judge_cells(trial, name, old, new, verdict)
    except KepesertaanError:
        return "mutants refused", []
    except (ET.ParseError, KeyError, ValueError, zipfile.BadZipFile) as why:
        at = traceback.extract_tb(why.__traceback__)[-1].filename
        if "kepesertaan" in at.replace("\\", "/").split("addin/")[-1].split("/"):
            raise
        return "mutants edited that cannot be compared", []  # too odd for the plain reader
    return "mutants edited and put back", verdict.faults


def mutate(paths: Sequence[Path], count: int, first: int = 0) -> Verdict:
    """Try ``count`` mutants, numbered from ``first``; a number makes the same mutant again."""
    usable = [p for p in paths if p.stat().st_size <= LARGEST and _is_whole(p)]
    total = Verdict()
    at = first
    while at < first + count:
        stop = min(at + _BATCH, first + count)
        at = _run_batch(usable, range(at, stop), total)
    return total


def _is_whole(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as file:
            return file.testzip() is None and "[Content_Types].xml" in file.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return False


def _run_batch(paths: Sequence[Path], numbers: range, total: Verdict) -> int:
    """One process for some mutants; the number to go on with, also when it died on one."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_serve, args=(paths, numbers, sender))
    child.start()
    sender.close()
    at = numbers.start
    try:
        while at < numbers.stop:
            kind, faults = receiver.recv()
            total.counts[kind] += 1
            total.faults += [f"mutant {at}: {fault}" for fault in faults]
            at += 1
    except EOFError:
        total.counts["mutants that ended the process"] += 1
        total.faults.append(f"mutant {at}: the process died")
        at += 1
    child.join()
    return at


def _serve(paths: Sequence[Path], numbers: range, pipe: Connection) -> None:
    import resource  # not on Windows, where the tests import this module

    def too_long(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_long)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in numbers:
            pipe.send(try_one(paths, number, folder))


def try_one(paths: Sequence[Path], number: int, folder: Path) -> tuple[str, list[str]]:
    """Make and try one mutant."""
    chance = random.Random(number)
    source = paths[chance.randrange(len(paths))]
    path = folder / "mutan.xlsx"
    path.write_bytes(mutant(source.read_bytes(), chance))
    signal.alarm(SECONDS)
    try:
        kind, faults = attempt(path, folder)
    except TimeoutError:
        kind, faults = "mutants too slow", [f"longer than {SECONDS} s"]
    except Exception:  # noqa: BLE001
        kind, faults = "mutants with a bug of ours", [traceback.format_exc()]
    signal.alarm(0)
    return kind, [f"{source.name}: {fault}" for fault in faults[:3]]


def tally(verdict: Verdict) -> Counter[str]:
    """The counts with their sum."""
    return verdict.counts + Counter(mutants=sum(verdict.counts.values()))
