"""The project as the architecture tests read it: its files, its syntax, its layers."""

from __future__ import annotations

import ast
import configparser
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "linli"


@cache
def own_files() -> tuple[Path, ...]:
    """Every file that is, or is about to be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def python_files(*folders: str) -> Iterator[Path]:
    """Our own Python files below the folders, without migrations."""
    for path in own_files():
        inside = any(path.is_relative_to(ROOT / folder) for folder in folders)
        if inside and path.suffix == ".py" and "migrations" not in path.parts:
            yield path


def templates() -> Iterator[Path]:
    """Every template of every app."""
    for path in own_files():
        if path.is_relative_to(PACKAGE) and path.relative_to(PACKAGE).parts[1:2] == ("templates",):
            yield path


@cache
def syntax(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def where(path: Path, node: ast.AST | int) -> str:
    """``linli/registry/services.py:12``, as editors open it."""
    line = node if isinstance(node, int) else getattr(node, "lineno", 0)
    return f"{path.relative_to(ROOT)}:{line}"


def app_of(path: Path) -> str:
    """The app a file below ``linli/`` belongs to."""
    return path.relative_to(PACKAGE).parts[0]


@cache
def layer_rank() -> dict[str, int]:
    """How deep each app lies, read from the import contract so that there is one list only."""
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    rows = config["importlinter:contract:apps"]["layers"].split("\n")
    return {
        name.strip(" ()"): depth
        for depth, row in enumerate(rows)
        for name in row.split("|")
        if name.strip()
    }


def models() -> list[type[Model]]:
    """Our own models, the ones Django makes for many-to-many relations included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("linli.")
    ]


def called(node: ast.Call) -> str:
    """The last name of what is called: ``record`` in ``journal.record(...)``."""
    target = node.func
    if isinstance(target, ast.Attribute):
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""


def assert_none(found: Iterable[object], advice: str) -> None:
    """Fail with what to do and every finding on a line of its own."""
    lines = [str(item) for item in found]
    assert not lines, "\n  ".join([advice, *lines])
