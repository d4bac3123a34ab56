"""The layers we ship: sound, complete, in both languages, without anybody's name or number."""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter

import pytest

from linli.policy import rules
from linli.policy.data import KINDS, Confidence, Office, calculation_names, shape_of
from linli.policy.data.values import UNSET
from linli.policy.labels import APPS, CONFIDENCE, FIELDS, UNITS, VALUES
from linli.policy.labels import KINDS as KIND_LABELS
from linli.policy.labels.faults import MESSAGES, REMEDIES, SHAPES
from linli.policy.reader import LayerSource, layer_folders, read_layer
from linli.policy.reader.schema import ReaderApp
from tests.policy.conftest import PROFILES

FOLDERS = layer_folders(PROFILES)
LAYERS = tuple(FOLDERS)
CJK = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(params=LAYERS)
def source(request: pytest.FixtureRequest) -> LayerSource:
    return read_layer(FOLDERS[request.param])


def test_every_folder_is_a_layer_of_its_own() -> None:
    assert len(FOLDERS) == len(list(PROFILES.rglob("layer.yaml")))
    assert {"cn", "sd", "st"} <= set(FOLDERS)


def test_layer_reads_without_a_fault_and_the_same_way_twice(source: LayerSource) -> None:
    assert source == read_layer(FOLDERS[source.entry.code])


def test_what_it_says_is_handed_to_programs_as_it_is_written(source: LayerSource) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what pydantic takes for another type than declared
        for provision in source.provisions():
            told = json.loads(provision.row.model_dump_json())
            for name, value in provision.row:
                assert (value is UNSET) == (told[name] == "unset"), (provision.key, name)


def test_summaries_are_chinese_and_english(source: LayerSource) -> None:
    for document in source.documents:
        for clause in document.clauses:
            says = clause.entry.says
            assert CJK.search(says.zh), clause.entry.clause
            assert not CJK.search(says.en), clause.entry.clause
            assert len(says.zh) <= 60, f"{clause.entry.clause} is a summary, not the source"


def test_no_numbers_or_mailboxes_of_people(source: LayerSource) -> None:
    for path in sorted(FOLDERS[source.entry.code].glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\w@\w|\b1\d{10}\b|\b0\d{3}-?\d{7}\b", text), path


def test_shanting_has_its_66_clauses_in_the_order_of_the_paper() -> None:
    (document,) = read_layer(PROFILES / "st").documents
    codes = [clause.entry.clause for clause in document.clauses]
    chapters = Counter(re.match(r"ST-(A?\d+)", code)[1] for code in codes)  # type: ignore[index]  # all match
    assert len(set(codes)) == 66
    assert dict(chapters) == {
        "0": 1, "1": 1, "2": 15, "3": 16, "4": 20, "5": 3, "6": 4, "A3": 2, "A4": 1, "A5": 3,
    }  # fmt: skip
    assert list(chapters) == ["0", "1", "2", "3", "4", "5", "6", "A3", "A4", "A5"]


def test_only_our_own_reading_is_called_interpreted() -> None:
    """A clause that we interpret, or worked out, says in a note what is ours."""
    for layer in LAYERS:
        for document in read_layer(FOLDERS[layer]).documents:
            for clause in document.clauses:
                if clause.entry.confidence in (Confidence.INTERPRETED, Confidence.DERIVED):
                    assert clause.entry.note, clause.entry.clause


def test_every_word_a_page_can_print_has_its_text() -> None:
    assert set(KIND_LABELS) == set(KINDS)
    assert set(APPS) == set(ReaderApp)
    assert set(CONFIDENCE) == set(Confidence)
    assert MESSAGES.keys() == REMEDIES.keys()
    assert SHAPES
    assert UNITS
    for kind in (*KINDS.values(), *(shape_of(name) for name in calculation_names())):
        hidden = {"label", "clause", "when", "requires", "message", "form"}
        unnamed = set(kind.model_fields) - hidden - set(FIELDS)
        assert not unnamed, kind
        for name in kind.unset_fields():
            for word in rules.choices_of(kind, name):
                assert word in VALUES, word


def test_every_office_has_a_name() -> None:
    assert set(Office) <= set(VALUES)
