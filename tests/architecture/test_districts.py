"""Every row belongs to a district and is seen by scope, or says here why it does not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from django.db.models import Index, Model, UniqueConstraint

from tests.architecture.project import (
    PACKAGE,
    ROOT,
    assert_none,
    models,
    python_files,
    syntax,
    templates,
    where,
)

# Rows of no district: reference data, and what stands before any scope. With the reason.
GLOBAL = {
    "accounts.AccessToken": "decides whether there is an actor; read by its owner only",
    "accounts.Factor": "part of a login; read by its owner only",
    "accounts.Link": "part of a login; found by its digest",
    "accounts.PasswordUse": "part of a login; compared, never shown",
    "accounts.Post": "decides what an actor is; read before there is an actor",
    "accounts.RecoveryCode": "part of a login; compared, never shown",
    "accounts.Session": "decides whether there is an actor; read by its owner only",
    "accounts.Submission": "the answer to a request, for who sent it; found by user and key",
    "accounts.Throttle": "failures counted before anybody is known; holds hashes only",
    "accounts.User": "a login; what it may see comes from its posts",
    "duties.DutyRun": "one row for each district: how far its duties are written; never shown",
    "duties.WorkdayTable": "public reference data: the State Council's working days of a year",
    "policy.Clause": "public reference data: part of a release",
    "policy.Document": "public reference data: part of a release",
    "policy.Draft": "a layer's next text: who may govern the layer decides, not a district column",
    "policy.Edition": "one row that says whether policy has changed",
    "policy.Layer": "public reference data: a place in the stack of policies",
    "policy.Provision": "public reference data: part of a release",
    "policy.Release": "public reference data: one loaded text of a layer",
    "territory.Body": "public reference data: offices and enterprises",
    "territory.Division": "public reference data: the national division table",
}
# Rows reached only through a row that is itself seen by scope. With what they are part of.
PART_OF: dict[str, str] = {}


def _labels(candidates: list[type[Model]]) -> set[str]:
    return {model._meta.label for model in candidates}


def _bound() -> list[type[Model]]:
    return [model for model in models() if model._meta.label not in GLOBAL]


def _leading_columns(model: type[Model]) -> Iterator[str]:
    for index in model._meta.indexes:
        if isinstance(index, Index) and index.fields:
            yield index.fields[0]
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            yield constraint.fields[0]


def test_every_model_carries_its_district() -> None:
    without = [
        model._meta.label
        for model in _bound()
        if "district" not in {field.name for field in model._meta.get_fields()}
    ]
    assert_none(without, "derive from kernel.db.DistrictRecord, or list the model with a reason")


def test_lists_of_a_district_use_an_index() -> None:
    without = [
        model._meta.label for model in _bound() if "district" not in set(_leading_columns(model))
    ]
    assert_none(without, "an index or a unique constraint must begin with district")


def test_every_model_is_seen_by_scope() -> None:
    without = [
        model._meta.label
        for model in _bound()
        if model._meta.label not in PART_OF and not hasattr(model._default_manager, "visible_to")
    ]
    assert_none(without, "give its queryset visible_to(actor), and the model that manager")


def test_the_lists_above_name_models_that_exist() -> None:
    gone = (GLOBAL.keys() | PART_OF.keys()) - _labels(models())
    assert_none(gone, "take these out of the lists above")


# Words of the five districts we know; the product knows none of them outside its data.
_NAMES = re.compile(
    r"370406|120112|150202|320614|山亭|津南|东河|海门|Shanting|Jinnan|Donghe|Haimen"
)


def test_no_code_knows_a_district() -> None:
    """Policies and the demonstration's seed are data; a comment or an example may name a place."""
    found = [
        where(path, node)
        for path in python_files("linli")
        if path.relative_to(PACKAGE).parts[0] != "cli"
        for text, node in _plain_texts(syntax(path))
        if _NAMES.search(text)
    ]
    found += [
        f"{path.relative_to(ROOT)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _NAMES.search(line)
    ]
    assert_none(found, "say it in the profile, or in linli/cli/sample")


def _plain_texts(tree: ast.Module) -> Iterator[tuple[str, ast.Constant]]:
    """Texts of the program that are no docstrings."""
    standing = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in standing:
            continue
        if isinstance(node.value, str):
            yield node.value, node
