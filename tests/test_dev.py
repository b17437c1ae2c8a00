"""The set-up script: what it keeps of the user's settings, when it works again, what it says."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/dev.py, at work in a folder of its own."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "scripts" / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / ".venv").mkdir()
    for name, path in (
        ("ROOT", tmp_path),
        ("VENV", tmp_path / ".venv"),
        ("STAMP", tmp_path / ".venv" / "siap.json"),
        ("PYTHON", Path(sys.executable)),
    ):
        monkeypatch.setattr(module, name, path)
    return module


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line.split("#")[0].strip() for line in lines]
    return {plain(name): version for name, _, version in (p.partition("==") for p in pins if p)}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_everything_asked_for_is_pinned_without_an_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    names = {plain(re.split(r"[^A-Za-z0-9_.-]", line)[0]) for line in asked}
    assert names - pinned().keys() == set()
    for name, version in pinned().items():
        assert re.fullmatch(r"[a-z0-9-]+", name)
        assert re.fullmatch(r"[0-9][0-9a-z.]*", version)


@pytest.mark.parametrize("args", [[], ["jalan"], ["--help"]])
def test_wrong_use_is_told(
    dev: ModuleType, args: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(args) == (0 if args == ["--help"] else 2)
    assert "demo | test | check" in capsys.readouterr().out


def test_mirrors_stay_and_what_misleads_goes(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {"PIP_INDEX_URL": "cermin", "HTTPS_PROXY": "proksi", "PIP_CERT": "sertifikat"}
    gone = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_NO_DEPS", "PIP_CONSTRAINT")
    for name in (*kept, *gone, "PIP_USER"):
        monkeypatch.setenv(name, kept.get(name, "1"))
    environment = dev.sane_environment()
    assert environment.items() >= kept.items()
    assert environment.keys().isdisjoint(gone)
    assert environment["PIP_USER"] == "0"


def test_set_up_works_once_and_again_when_something_changed(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed: list[str] = []
    monkeypatch.setattr(dev, "install", lambda *what: installed.append(what[-1]))
    monkeypatch.setattr(dev, "is_usable", lambda: True)
    for is_for_tests, wanted in [
        (False, ["setuptools", "."]),
        (False, []),
        (True, ["setuptools", ".[dev]"]),
        (False, []),
        (True, []),
    ]:
        installed.clear()
        dev.set_up(dev=is_for_tests)
        assert installed == wanted
    (tmp_path / "constraints.txt").write_text("click==1.0\n")
    dev.set_up(dev=True)
    assert installed == ["setuptools", ".[dev]"]
    dev.STAMP.write_text("{")
    assert not dev.is_ready(dev.fingerprint(), dev=False)


def test_a_failed_installation_is_tried_again(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "is_usable", lambda: True)
    monkeypatch.setattr(dev, "run", lambda *_: 1)
    for _ in range(2):
        assert dev.main(["test"]) == 3
        assert "sambungan internet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("present", "maker"),
    [
        ({"venv", "ensurepip"}, "venv"),
        ({"venv", "ensurepip", "virtualenv"}, "venv"),
        ({"venv", "virtualenv"}, "virtualenv"),
        ({"venv"}, None),
    ],
)
def test_a_python_without_ensurepip(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, present: set[str], maker: str | None
) -> None:
    called: list[str] = []
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name if name in present else None)
    monkeypatch.setattr(subprocess, "call", lambda command, **_: called.append(command[2]))
    if maker is None:
        with pytest.raises(dev.CannotSetUp, match="apt install python3-venv"):
            dev.make_venv()
    else:
        dev.make_venv()
    assert called == ([maker] if maker else [])


def test_exit_codes_pass_through(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter([0, 5, 0, 2, 0, 0, 0, 0])
    monkeypatch.setattr(dev, "set_up", lambda **_: None)
    monkeypatch.setattr(dev, "GATES", [(str(i), ("-c", "")) for i in range(4)])
    monkeypatch.setattr(dev, "run", lambda *_: next(codes))
    assert dev.main(["check"]) == 5
    assert next(codes) == 0  # every gate was run
    monkeypatch.setattr(dev, "run", lambda *_: 4)
    assert dev.main(["test"]) == 4


@pytest.mark.parametrize(("ended", "wanted"), [(0, 0), (1, 0), (4, 4), (70, 70)])
def test_the_demo_may_end_with_findings(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ended: int, wanted: int
) -> None:
    monkeypatch.setattr(dev, "set_up", lambda **_: None)
    monkeypatch.setattr(dev, "run", lambda *what: 0 if "make_workbooks" in what[0] else ended)
    assert dev.main(["demo"]) == wanted
