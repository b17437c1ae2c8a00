"""Edit every workbook that other projects ship with their sources, and see that nothing is lost.

    python scripts/corpus.py CACHE [FOLDER ...] [--no-fetch] [--libreoffice N] [--mutate N]

Source archives are fetched by name from PyPI (pip) and Debian (apt-get, where there is one) into
CACHE, which must be outside the repository; every workbook and template in them and in FOLDER is
edited and compared as ``corpus_judge`` says, each in a process of its own. ``--libreoffice`` has
some of the richest opened by LibreOffice before and after. ``--mutate`` breaks workbooks in N ways
and sees that only our own refusals come of it. Exit code 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import multiprocessing
import signal
import sys
import tempfile
import traceback
import warnings
from collections import Counter, defaultdict
from multiprocessing.connection import Connection
from pathlib import Path

import openpyxl

from corpus_fetch import collect, fetch_sources
from corpus_judge import Verdict, judge
from corpus_mutate import mutate, tally
from corpus_office import choose_rich, compare
from corpus_schema import Schemas, find_schemas

SECONDS = 400  # for one workbook


def judge_apart(path: Path, schemas: Schemas | None) -> Verdict:
    """Judge in a process of its own: a reader may abort it."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(path, schemas, sender))
    child.start()
    sender.close()
    try:
        verdict = Verdict(*receiver.recv())
    except EOFError:
        verdict = Verdict(Counter({"a reader aborted": 1}))
    child.join()
    return verdict


def _child(path: Path, schemas: Schemas | None, pipe: Connection) -> None:
    def too_long(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(SECONDS)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        try:
            verdict = judge(path, Path(folder), schemas)
        except TimeoutError:
            verdict = Verdict(Counter({"too slow": 1}))
        except Exception:  # noqa: BLE001
            verdict = Verdict(Counter({"crashed": 1}), [traceback.format_exc()])
    pipe.send((verdict.counts, verdict.faults, verdict.refusal))


def judge_all(books: list[tuple[str, Path]], schemas: Schemas | None) -> dict[Path, Verdict]:
    """Every workbook's verdict; faults are printed as they come."""
    verdicts: dict[Path, Verdict] = {}
    warm_up()
    for origin, path in books:
        verdict = verdicts[path] = judge_apart(path, schemas)
        for fault in verdict.faults[:3]:
            print(f"FAULT {path.name} {origin}: {fault}", flush=True)
        if verdict.counts["too slow"] or verdict.counts["a reader aborted"]:
            print(f"no verdict: {path.name} {origin}", flush=True)
    return verdicts


def warm_up() -> None:
    """Judge a plain workbook here, so that every child is born with all patterns compiled."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "awal.xlsx"
        openpyxl.Workbook().save(path)
        judge(path, Path(folder))


def print_refusals(books: list[tuple[str, Path]], verdicts: dict[Path, Verdict]) -> None:
    """Why workbooks were refused whole, each reason with where it came up."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for origin, path in books:
        if verdicts[path].refusal:
            reasons[verdicts[path].refusal].append(origin)
    for reason, origins in sorted(reasons.items(), key=lambda item: -len(item[1])):
        print(f"{len(origins):9,} refused {reason}")
        for origin in origins[:5]:
            print(f"{'':13}{origin}")


def features_of(verdict: Verdict) -> set[str]:
    """The kinds of features of one workbook."""
    return {name for name in verdict.counts if name.startswith("feature: ")}


def print_figures(verdicts: dict[Path, Verdict], office: Verdict, mutants: Verdict) -> int:
    """All counts; the exit code."""
    total: Counter[str] = Counter({"workbooks": len(verdicts)})
    holders: Counter[str] = Counter()
    for verdict in verdicts.values():
        total += verdict.counts
        total["refused"] += bool(verdict.refusal)
        holders.update(features_of(verdict))
    total += office.counts + tally(mutants)
    for name, count in total.items():
        in_books = f" in {holders[name]:,} workbooks" if holders[name] else ""
        print(f"{count:9,} {name}{in_books}")
    broken = sum(bool(verdict.faults) for verdict in verdicts.values())
    print(f"{broken:9,} workbooks with a fault")
    for fault in office.faults + mutants.faults:
        print(f"FAULT {fault}")
    return 1 if broken or office.faults or mutants.faults else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("cache", type=Path)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--no-fetch", action="store_true", help="only what is there already")
    parser.add_argument("--libreoffice", type=int, default=0, metavar="N")
    parser.add_argument("--mutate", type=int, default=0, metavar="N")
    parser.add_argument("--first", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--only", default="", help="workbooks whose origin or name holds this text")
    options = parser.parse_args()
    if not options.no_fetch:
        fetch_sources(options.cache)
    schemas = find_schemas(options.cache / "schemas")
    books = collect(options.cache, options.folders)
    books = [b for b in books if options.only in b[0] or options.only in b[1].name]
    paths = [path for _, path in books]
    mutants = mutate(paths, options.mutate, options.first)
    if options.mutate:
        return print_figures({}, Verdict(), mutants)
    verdicts = judge_all(books, schemas)
    print_refusals(books, verdicts)
    office = Verdict()
    if options.libreoffice:
        rich = {path: f for path, v in verdicts.items() if (f := features_of(v))}
        with tempfile.TemporaryDirectory() as folder:
            office = compare(choose_rich(rich, options.libreoffice), Path(folder))
    return print_figures(verdicts, office, mutants)


if __name__ == "__main__":
    sys.exit(main())
