"""Whoever changes a record has read it: no form and no service can forget to ask.

Two people can have one record open. A form filled with what is stored is an ``EditForm``; a
service that changes what is stored takes ``replaces`` and settles it under its lock, or rests on a
version of the whole (``docs/architecture.md``, "Two people at one record").
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django import forms

from linli.kernel.web.editing import EditForm
from tests.architecture.project import PACKAGE, assert_none, called, python_files, syntax, where
from tests.architecture.routes import routes

CHANGING = ("edit_", "change_", "amend_", "correct_", "update_", "rename_", "set_", "designate_")
RECORDING = ("record_step", "plan_task", "apply_remarks", "save_draft", "decide_clause")
"""Services that change what is stored under another name."""

ON_PURPOSE = {
    "accounts.set_new": "a password is replaced, never corrected; its callers ask for the old one",
    "policy.set_value": "answers are added, never changed; the dry run before is kept (Read)",
}
"""Services that need no version, each with its reason."""

FILLED_ANEW = {
    "LoginForm": "the login named in the address",
    "UnitForm": "a new unit, in the building it was asked for",
    "EntryForm": "a new contract, from what the plan says",
    "DivideForm": "cuts a clause of a paper: the version of the paper goes with it",
    "DecideForm": "a clause of a paper: the version of the paper goes with it",
    "AdoptForm": "a new draft, from the head of the paper",
    "PlanForm": "the one plan of a compound: its version goes with it as ``replaces``",
    "DraftForm": "a file of a draft: the version of the draft goes with it",
    "PlaceForm": "a question of its reader",
}
"""Forms filled with more than today's day that change no record, or rest on a version of it."""

TODAY = {"today", "clock.today()"}


def _services() -> Iterator[tuple[str, Path, ast.FunctionDef]]:
    """Every function of every app's services, their helpers too: its name, where, its syntax."""
    for path in python_files("linli"):
        inside = path.relative_to(PACKAGE).parts
        if inside[1:2] in (("services.py",), ("services",)):
            for node in syntax(path).body:
                if isinstance(node, ast.FunctionDef):
                    yield f"{inside[0]}.{node.name}", path, node


def _takes(node: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}


def test_services_that_change_a_record_know_what_was_read() -> None:
    blind = [
        f"{where(path, node)} {name}"
        for name, path, node in _services()
        if node.name.startswith(CHANGING) or node.name in RECORDING
        if "at" in _takes(node) and not _takes(node) & {"replaces", "version"}
        if name not in ON_PURPOSE
    ]
    assert_none(blind, "take ``replaces`` and settle it under the lock (linli.kernel.editing)")


def _settles(node: ast.FunctionDef) -> bool:
    """Whether the version is settled or compared, or handed on to one who is asked the same."""
    asked: list[ast.expr] = []
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            asked += [*part.args, *(keyword.value for keyword in part.keywords)]
        elif isinstance(part, ast.Compare):
            asked += [part.left, *part.comparators]
    return any(isinstance(value, ast.Name) and value.id == "replaces" for value in asked)


def test_services_settle_the_version_they_take() -> None:
    silent = [
        f"{where(path, node)} {name}"
        for name, path, node in _services()
        if "replaces" in _takes(node) and not _settles(node)
    ]
    assert_none(silent, "what somebody else saved would be undone unseen")


def test_no_exception_outlives_its_service() -> None:
    known = {name for name, _path, _node in _services()}
    assert_none(set(ON_PURPOSE) - known, "these services are gone: remove them from ON_PURPOSE")
    found = {name for name in FILLED_ANEW if not any(_named(name))}
    assert_none(found, "these forms are gone: remove them from FILLED_ANEW")


def _named(name: str) -> Iterator[type[forms.Form]]:
    yield from (kind for kind in _forms() if kind.__name__ == name)


def _forms() -> set[type[forms.Form]]:
    """Every form of the product."""
    routes()  # every page is read, and with it its forms
    found: set[type[forms.Form]] = set()
    waiting: list[type[forms.Form]] = [forms.Form]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            if kind not in found:
                found.add(kind)
                waiting.append(kind)
    return {kind for kind in found if kind.__module__.startswith("linli.")}


def _is_plain(value: ast.expr) -> bool:
    """Whether what a form is filled with says nothing of a record."""
    if not isinstance(value, ast.Dict):
        return False
    return all(
        isinstance(part, ast.Constant) or ast.unparse(part) in TODAY or _is_name_of_rule(part)
        for part in value.values
    )


def _is_name_of_rule(part: ast.expr) -> bool:
    """A constant of a module: ``rules.TOKEN_DAYS``."""
    return isinstance(part, ast.Attribute) and part.attr.isupper()


def _form_calls() -> Iterator[tuple[Path, ast.Call, str, ast.expr]]:
    """Every form that a page fills: where, its name, with what."""
    for path in python_files("linli"):
        if "views" not in path.parts and path.name != "views.py":
            continue
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    if keyword.arg == "initial":
                        yield path, node, called(node) or ast.unparse(node.func), keyword.value


def test_forms_filled_with_a_record_carry_what_was_read() -> None:
    careful = {kind.__name__ for kind in _forms() if issubclass(kind, EditForm)}
    assert {"BasicsForm", "StepForm"} <= careful
    blind = [
        f"{where(path, node)} {name}"
        for path, node, name, initial in _form_calls()
        if not _is_plain(initial)
        if name not in careful and name not in FILLED_ANEW
        if not any(keyword.arg == "entry" for keyword in node.keywords)
    ]
    assert_none(blind, "make it an EditForm and give it the record's Entry (docs/ui.md)")
