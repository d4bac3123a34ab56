"""Every act that a service records has a text, and every text an act."""

from __future__ import annotations

import ast

from linli.journal.data import declared_verbs
from tests.architecture.project import app_of, assert_none, called, python_files, syntax, where


def _recorded() -> dict[str, str]:
    """Verb to the first place that records it."""
    verbs: dict[str, str] = {}
    for path in python_files("linli"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Call) and called(node) == "record":
                for keyword in node.keywords:
                    if keyword.arg == "verb" and isinstance(keyword.value, ast.Constant):
                        verbs.setdefault(str(keyword.value.value), where(path, node))
    return verbs


def test_every_recorded_act_has_a_text() -> None:
    silent = {verb: place for verb, place in _recorded().items() if verb not in declared_verbs()}
    assert_none(silent, "add the verb to VERBS in the app's labels.py")


def test_no_text_without_an_act() -> None:
    """A verb that stands nowhere in its app's services is a leftover."""
    written = {
        node.value
        for path in python_files("linli")
        if path.name != "labels.py"
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert_none(set(declared_verbs()) - written, "no service records these acts: remove them")


def test_verbs_begin_with_the_app_that_does_them() -> None:
    foreign = [
        f"{place}: {verb}"
        for verb, place in _recorded().items()
        if verb.split(".")[0] != place.split("/")[1]
    ]
    assert_none(foreign, "an act is named after the app whose service does it")


def test_every_app_that_writes_also_records() -> None:
    """A services module that never reaches the journal leaves acts without a trace."""
    silent = [
        str(path)
        for path in python_files("linli")
        if path.name == "services.py" and app_of(path) not in {"journal", "kernel"}
        if not any(
            isinstance(node, ast.Call) and called(node) == "record"
            for node in ast.walk(syntax(path))
        )
    ]
    assert_none(silent, "end every service with journal.services.record(...)")
