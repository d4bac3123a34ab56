"""Habits of the code that linters cannot see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.project import (
    PACKAGE,
    ROOT,
    assert_none,
    called,
    python_files,
    syntax,
    where,
)

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 70
CODE = ("linli", "tools", "tests", "bench")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(syntax(path)):
        if isinstance(node, Function):
            yield node


def _public_services() -> Iterator[tuple[Path, Function]]:
    for path in python_files("linli"):
        if path.relative_to(PACKAGE).parts[1:2] in (("services.py",), ("services",)):
            for node in syntax(path).body:
                if isinstance(node, Function) and not node.name.startswith("_"):
                    yield path, node


def test_imports_stand_at_the_top() -> None:
    """Imports inside functions hide cycles. Two places must wait until Django is set up."""
    waiting = {("apps.py", "ready"), ("main.py", "_run")}
    hidden = [
        where(path, inner)
        for path in python_files("linli")
        for function in _functions(path)
        if (path.name, function.name) not in waiting
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom) and "linli" in ast.unparse(inner)
    ]
    assert_none(hidden, "import at the top; a cycle means that something lies in the wrong app")


def test_services_take_keywords_only() -> None:
    """``actor`` and ``at`` are named at every call; nothing is passed by position."""
    positional = [
        f"{where(path, function)} {function.name}"
        for path, function in _public_services()
        if function.args.posonlyargs or function.args.args
    ]
    assert_none(positional, "write def verb_noun(*, actor, at, ...)")


def test_saves_name_their_fields() -> None:
    """A bare ``save()`` overwrites what another request has changed meanwhile."""
    bare = [
        where(path, node)
        for path in python_files("linli")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call) and called(node) == "save" and not node.args
        if not {"update_fields", "force_insert"} & {keyword.arg for keyword in node.keywords}
    ]
    assert_none(bare, "save(update_fields=[...]), or objects.create / save(force_insert=True)")


def test_only_the_edge_reads_the_clock() -> None:
    """Below views, tasks, handlers and commands the time is an argument."""
    edge = {"views", "api", "tasks", "handlers", "middleware", "admin", "templatetags", "sessions"}
    edge |= {"worker", "checks"}  # what the operator checks is how things stand now
    composed = {"kernel", "config", "cli"}
    reading = [
        where(path, node)
        for path in python_files("linli")
        if path.relative_to(PACKAGE).parts[0] not in composed
        if not edge & {part.removesuffix(".py") for part in path.relative_to(PACKAGE).parts}
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in {("clock", "now"), ("clock", "today")}
    ]
    assert_none(reading, "take at: datetime or on: date as an argument")


def test_files_can_be_read_at_a_sitting() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in python_files(*CODE)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_FILE_LINES
    ]
    assert_none(long, "split it by topic, each part with a name of its own")


def test_functions_can_be_read_at_a_glance() -> None:
    long = [
        f"{where(path, function)} {function.name}"
        for path in python_files(*CODE)
        for function in _functions(path)
        if (function.end_lineno or 0) - function.lineno >= MAX_FUNCTION_LINES
    ]
    assert_none(long, "split it by topic, each part with a name of its own")


def test_every_exemption_has_its_reason_beside_it() -> None:
    exempt = re.compile(r"#\s*(?:type:\s*ignore|noqa|fmt:\s*skip|pragma)\b(?P<rest>.*)")
    reason = re.compile(r"[#–-]\s+\S+")
    bare = [
        where(path, number)
        for path in python_files(*CODE)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := exempt.search(line)) and not reason.search(found["rest"])
        if "fmt:" not in line
    ]
    assert_none(bare, "say why: # type: ignore[code]  # the reason")


def test_nothing_is_left_for_later() -> None:
    # Written so that this file does not find itself.
    later = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b|raise Not" + r"ImplementedError")
    left = [
        where(path, number)
        for path in python_files(*CODE)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if later.search(line)
    ]
    assert_none(left, "do it now, or say it in an issue: the code promises nothing")
