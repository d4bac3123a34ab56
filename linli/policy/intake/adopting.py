"""A document whose clauses an official has confirmed, written as the files of a layer.

Everything the official said stands in the files. What a provision of the confirmed kind still
lacks is an empty value with an example beside it: the check names every one of them, and the layer
cannot be loaded before they are filled. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from linli.kernel import plain_yaml
from linli.policy.intake.data import Found, PartKind
from linli.policy.intake.drafts import ClauseCodes, chapters_of, skeletons
from linli.policy.intake.splitting import number_and_text
from linli.policy.reader.layers import LAYER_FILE

BUILT_IN, NOT_FOR_SYSTEM, LATER = "built_in", "not_for_system", "not_yet"
"""What becomes of a clause that is no provision."""

SUMMARY = 60
_GUESS = re.compile(r"^(    )(\w+): (?!unset$)(.+)$", re.MULTILINE)
_KEPT = ("label",)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A clause with what an official decided: a kind of provision, or why it is none."""

    found: Found
    decision: str
    says_zh: str
    says_en: str = ""
    reason_zh: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """The head of a document as the official gave it."""

    title_zh: str
    publisher_zh: str
    issued: date
    effective: date
    title_en: str = ""
    publisher_en: str = ""
    number: str = ""
    status: str = "in_force"


@dataclass(frozen=True, slots=True)
class NewLayer:
    """The head of a layer that is not there yet."""

    code: str
    parent: str
    division: str
    name_zh: str
    name_en: str = ""


def new_layer_files(layer: NewLayer, paper: Paper, clauses: Sequence[Confirmed]) -> dict[str, str]:
    """The files of a new layer that holds one document."""
    document, files = _document(layer.code, paper, clauses, number=1, taken=())
    head = {
        "code": layer.code,
        "name": _both(layer.name_zh, layer.name_en),
        "parent": layer.parent,
        "division": layer.division,
        "documents": [document],
    }
    return {LAYER_FILE: _dumped(head), **files}


def with_document(
    files: Mapping[str, str], paper: Paper, clauses: Sequence[Confirmed]
) -> dict[str, str]:
    """The files of a layer with one document more."""
    head = plain_yaml.read(files[LAYER_FILE]).tree
    taken = {
        code
        for text in files.values()
        for code in re.findall(r"^- clause: *[\"']?([A-Z][\w.-]*)", text, re.MULTILINE)
    }
    number = len(head["documents"]) + 1
    while any(name.startswith(f"{number}-") for name in files):
        number += 1
    document, added = _document(head["code"], paper, clauses, number=number, taken=taken)
    head["documents"].append(document)
    return {**files, LAYER_FILE: _dumped(head), **added}


def _document(
    code: str,
    paper: Paper,
    clauses: Sequence[Confirmed],
    *,
    number: int,
    taken: Collection[str],
) -> tuple[dict[str, Any], dict[str, str]]:
    codes = ClauseCodes(code, taken)
    by_place = {id(clause.found): clause for clause in clauses}
    chapters, files = [], {}
    grouped = chapters_of([clause.found for clause in clauses])
    for place, (_file, title, members) in enumerate(grouped, start=1):
        file = f"{number}-{place}.yaml"
        chapters.append({"file": file, "title": _both(title or paper.title_zh, "")})
        texts = (_clause(code, codes.of(found), by_place[id(found)]) for found in members)
        files[file] = "\n".join(texts)
    stem = code.replace("-", "_").replace("/", "_")
    document = {
        "document": f"{stem}.paper_{number}",
        "title": _both(paper.title_zh, paper.title_en),
        "publisher": _both(paper.publisher_zh, paper.publisher_en),
        **({"number": paper.number} if paper.number else {}),
        "issued": paper.issued.isoformat(),
        "effective": paper.effective.isoformat(),
        "status": paper.status,
        "confidence": "printed",
        "chapters": chapters,
    }
    return document, files


def _clause(layer: str, code: str, clause: Confirmed) -> str:
    return "\n".join(_clause_lines(layer, code, clause)) + "\n"


def _clause_lines(layer: str, code: str, clause: Confirmed) -> Iterator[str]:
    found = clause.found
    yield f"# {found.cite} (line {found.line})"
    if found.figures:
        yield f"#   figures: {', '.join(figure.text for figure in found.figures)}"
    yield f"- clause: {code}"
    yield f"  cite: {_quoted(found.cite)}"
    yield f"  says: {_inline(clause.says_zh, clause.says_en)}"
    yield "  confidence: printed"
    if clause.decision in (BUILT_IN, NOT_FOR_SYSTEM):
        yield f"  {clause.decision}: {_inline(clause.reason_zh, clause.reason_en)}"
    elif clause.decision == LATER:
        yield "  not_yet: policy"
    else:
        yield "  provisions:"
        yield from _provision(layer, code, clause)


def _provision(layer: str, code: str, clause: Confirmed) -> Iterator[str]:
    """An example of the kind with the names of this clause; what the example guesses is emptied."""
    key = re.sub(r"[^a-z0-9]+", "_", f"{layer}_{code.partition('-')[2]}".lower()).strip("_")
    text = skeletons()[clause.decision].replace("own.key", key).replace("own_key", key)
    text = text.replace("route: other", f"route: {key}")
    text = _GUESS.sub(lambda match: _emptied(match, clause), "  " + text.replace("\n", "\n  "))
    yield from text.replace("  - ", "    - ", 1).replace("\n    ", "\n      ").splitlines()


def _emptied(match: re.Match[str], clause: Confirmed) -> str:
    indent, name, value = match.groups()
    if name in _KEPT:
        return f"{indent}{name}: {_inline(clause.says_zh, clause.says_en)}"
    return f"{indent}{name}:  # such as {value}"


def summary_of(found: Found) -> str:
    """The clause's own first words, for an official to keep or to put shorter."""
    text = found.heading if found.part is PartKind.ANNEX and found.heading else found.text
    words = " ".join(number_and_text(text)[1].split())
    first = re.split(r"(?<=[。；;])", words)[0].rstrip("。；; ")
    return first if len(first) <= SUMMARY else first[: SUMMARY - 1] + "…"


def _both(zh: str, en: str) -> dict[str, str]:
    """A text in both languages; where only the Chinese was given it stands for both."""
    return {"zh": zh, "en": en or zh}


def _inline(zh: str, en: str) -> str:
    return f"{{zh: {_quoted(zh)}, en: {_quoted(en or zh)}}}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _dumped(tree: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(tree), allow_unicode=True, sort_keys=False, width=100)


def decisions() -> tuple[str, ...]:
    """Everything that can become of a clause."""
    return (*skeletons(), BUILT_IN, NOT_FOR_SYSTEM, LATER)


def undecided(clauses: Iterable[Confirmed]) -> list[str]:
    """Citations of clauses that nobody has decided, or that lack their summary or reason."""
    return [
        clause.found.cite
        for clause in clauses
        if not clause.decision
        or not clause.says_zh.strip()
        or (clause.decision in (BUILT_IN, NOT_FOR_SYSTEM) and not clause.reason_zh.strip())
    ]
