"""Commands about policy: check, load, activate a layer; ask the policy in force."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from linli.cli import demo
from linli.cli.output import answer, say
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.kernel.errors import BadInput
from linli.kernel.explain import Citation
from linli.policy import selectors, services
from linli.policy.selectors import DistrictCoverage, PolicyExplanation

OPERATOR_RIGHTS = frozenset({"policy.activate"})


def check(options: Namespace) -> int:
    """Read a folder and print every fault with file, line and key; 1 when there is one."""
    _require_folder(options.folder)
    findings = services.check_folder(folder=options.folder)
    if options.json:
        answer({"ok": not findings, "errors": [item.as_dict() for item in findings]})
    elif findings:
        raise BadInput("The layer has faults; nothing was loaded.", findings=findings)
    else:
        say(f"{options.folder}: no faults")
    return 1 if findings else 0


def load(options: Namespace) -> int:
    """Load a folder as an inactive release, and activate it when asked to."""
    _require_folder(options.folder)
    demo.keep_its_date()
    at = clock.now()
    actor = system_actor("", OPERATOR_RIGHTS)
    release = services.load_layer(folder=options.folder, actor=actor, at=at)
    if options.activate:
        services.activate_release(actor=actor, at=at, release=release, on=clock.today())
    if options.json:
        answer({"ok": True, "release": str(release), "activated": options.activate})
    else:
        say(f"{release}: {'in force' if options.activate else 'loaded, not yet in force'}")
    return 0


def export(options: Namespace) -> int:
    """Write a release, and the layers above it, as folders; loaded elsewhere the hash is the same.

    Nothing is written where one of the folders is there already.
    """
    layers = selectors.exported(options.layer, number=options.release)
    taken = [options.into / layer.code for layer in layers if (options.into / layer.code).exists()]
    if taken:
        raise BadInput(
            f"{taken[0]} is there already; nothing was written.",
            remedy="Name another folder, or move that one away.",
        )
    for layer in layers:
        folder = options.into / layer.code
        folder.mkdir(parents=True)
        for name, text in layer.files.items():
            (folder / name).write_text(text, encoding="utf-8")
    if options.json:
        written = [
            {
                "layer": layer.code,
                "release": layer.number,
                "digest": layer.digest,
                "folder": str(options.into / layer.code),
            }
            for layer in layers
        ]
        answer({"ok": True, "written": written})
    else:
        for layer in layers:
            say(f"{options.into / layer.code}: release {layer.number}, {layer.digest}")
    return 0


def explain(options: Namespace) -> int:
    """Answer one question to the policy; 1 when it is left open or the inputs cannot be used."""
    found = selectors.explain(
        options.key,
        division=options.division,
        on=options.on,
        inputs=_named_values(options.input),
    )
    if options.json:
        answer(explanation_json(found))
    else:
        _print_explanation(found)
    return 1 if found.open else 0


def explanation_json(found: PolicyExplanation) -> dict[str, Any]:
    """An explanation for a program: plain values, every value read with where it stands."""
    return {
        "key": found.key,
        "kind": found.kind,
        "title": str(found.title),
        "value": found.value if isinstance(found.value, int | None) else str(found.value),
        "unit": str(found.unit),
        "outcome": found.outcome,
        "open": list(found.open),
        "details": {
            name: value if isinstance(value, int | None) else str(value)
            for name, value in found.details.items()
        },
        "reads": [
            {
                "kind": read.kind,
                "key": read.key,
                "field": read.field,
                "value": read.value,
                "assumed": read.assumed,
                "answered": read.answer is not None,
                "reason": read.answer.reason if read.answer else "",
                "reference": read.answer.reference if read.answer else "",
                **_citation_json(read.citation),
            }
            for read in found.reads
        ],
        "steps": list(found.steps),
        "citations": [_citation_json(citation) for citation in found.citations],
        "release": found.release,
        "note": str(found.note),
    }


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "cautions": list(citation.cautions),
        "clause": citation.clause,
        "cite": citation.cite,
        "document": citation.document,
        "layer": citation.layer,
        "release": citation.release,
    }


def _print_explanation(found: PolicyExplanation) -> None:
    say(f"{found.title}: {'—' if found.value is None else found.value} {found.unit}".rstrip())
    for step in found.steps:
        say(f"  {step}")
    for read in found.reads:
        say(f"  {read.citation.clause} {read.key}.{read.field}: {read.value}")
    if found.note:
        say(str(found.note))


def coverage(options: Namespace) -> int:
    """Print what becomes of every clause; 1 when clauses are missing or a count sinks."""
    clauses = selectors.clause_coverage(options.results)
    counts = selectors.district_coverage(clauses)
    floor = json.loads(options.floor.read_text(encoding="utf-8")) if options.floor else {}
    below = selectors.sunk(counts, floor)
    missing = sum(row.missing for row in counts.values())
    if options.json:
        answer(
            {
                "ok": not below and not missing,
                "below_floor": below,
                "districts": {name: asdict(row) for name, row in counts.items()},
                "clauses": [asdict(clause) for clause in clauses],
            }
        )
    else:
        _print_coverage(counts)
        for line in below:
            say(f"below the floor: {line}")
    return 1 if below or missing else 0


def _print_coverage(counts: Mapping[str, DistrictCoverage]) -> None:
    names = [field.name for field in fields(DistrictCoverage)]
    rows = {name: [getattr(row, column) for column in names] for name, row in counts.items()}
    rows["all"] = [sum(column) for column in zip(*rows.values(), strict=True)]
    say("  ".join(["    ", *names]))
    for name, numbers in rows.items():
        cells = (f"{number:>{len(column)}}" for number, column in zip(numbers, names, strict=True))
        say("  ".join([f"{name:4}", *cells]))


def _named_values(pairs: Iterable[str]) -> dict[str, str]:
    """``name=value`` pairs. Raises BadInput for one without a name."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise BadInput(f"Inputs are given as name=value, not {pair!r}.")
        found[name.strip()] = value.strip()
    return found


def _require_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise BadInput(
            f"{folder} is no folder.",
            remedy="Name the folder of one layer, with its layer.yaml.",
        )
