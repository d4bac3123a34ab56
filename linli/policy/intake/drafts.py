"""The commented folder of a new layer: what the document says, and what an official must still say.

Nothing is invented. What only a person can say (our own summary of a clause, the day a document
takes effect, the code of the district) is an empty value: ``linli policy check`` names every one by
file, line and key until it is filled, and the layer cannot be loaded before. What a clause may
become stands beside it as a comment, ready to be uncommented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.policy.intake.data import Found, PartKind, Reading
from linli.policy.intake.numbering import value_of
from linli.policy.intake.splitting import END_OF_TEXT
from linli.policy.reader.layers import LAYER_FILE, layer_folders, profiles_root

EXCERPT = 60
_CODE = re.compile(r"^[a-z][a-z0-9_-]*$")
_DIVISION = re.compile(r"^(\d{2}|\d{4}|\d{6})?$")
_PRIVATE = re.compile(r"[\w.+-]+@[\w.-]+|(?<!\d)(?:0\d{2,3}-?)?\d{7,11}(?!\d)")
_DAY = re.compile(r"^(\d{4})年\s*(\d{1,2})月\s*(\d{1,2})日$")
_SKELETONS = Path(__file__).with_name("skeletons.yaml")
_GUIDE = "docs/new-district.md"


@dataclass(frozen=True, slots=True)
class Draft:
    """A folder that was written."""

    folder: Path
    files: tuple[str, ...]
    clauses: int


def draft_layer(
    *,
    code: str,
    parent: str,
    into: Path,
    reading: Reading | None = None,
    division: str = "",
    name: str = "",
) -> Draft:
    """Write the folder ``into/code`` for an official to complete and confirm.

    Raises:
        BadInput: ``code`` or ``division`` has the wrong form.
        NotFound: no layer ``parent`` in the folders around ``into``.
        Conflict: the layer or the folder is there already; nothing is ever overwritten.
    """
    if not _CODE.match(code):
        raise BadInput(
            f"{code!r} cannot be the code of a layer.",
            code="intake.code",
            remedy="Small letters, digits, - and _, beginning with a letter.",
        )
    if not _DIVISION.match(division):
        raise BadInput(f"{division!r} is no code of a division.", remedy="Two, four or six digits.")
    folder = into / code
    known = layer_folders(profiles_root(folder))
    if parent not in known:
        raise NotFound(
            f"There is no layer {parent!r} around {into}.",
            code="intake.parent",
            remedy=f"Known there: {', '.join(sorted(known)) or 'none'}. Write the folder where the"
            " layers above it are.",
        )
    if code in known or folder.exists():
        raise Conflict(f"{folder} or a layer {code!r} is there already; nothing was written.")
    texts = dict(_files(code, parent, division, name, reading))
    folder.mkdir(parents=True)
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8")
    return Draft(folder, tuple(texts), len(reading.clauses) if reading else 0)


def _files(
    code: str, parent: str, division: str, name: str, reading: Reading | None
) -> Iterator[tuple[str, str]]:
    chapters = chapters_of(reading.clauses if reading else ())
    yield LAYER_FILE, _layer(code, parent, division, name, reading, chapters)
    ids = ClauseCodes(code)
    for file, title, clauses in chapters:
        head = f"# {title}\n" if title else "# Clauses of this chapter, in the order of the text.\n"
        yield file, head + ("\n".join(_clause(ids, clause) for clause in clauses) or "[]\n")


def chapters_of(clauses: Sequence[Found]) -> list[tuple[str, str, list[Found]]]:
    """One file per chapter: (file, title as printed, clauses)."""
    found: dict[tuple[PartKind, str], list[Found]] = {}
    for clause in clauses:
        name = clause.chapter if clause.part is PartKind.BODY else clause.cite.split(" ")[0]
        if clause.part is PartKind.COVER:
            name = clauses[0].cite
        found.setdefault((clause.part, name), []).append(clause)
    if not found:
        return [("1-text.yaml", "", [])]
    return [
        (f"{number}-{part.value}.yaml", title, group)
        for number, ((part, title), group) in enumerate(found.items())
    ]


def _layer(
    code: str,
    parent: str,
    division: str,
    name: str,
    reading: Reading | None,
    chapters: Sequence[tuple[str, str, list[Found]]],
) -> str:
    title = reading.title if reading else ""
    number = reading.number if reading else ""
    issued = _iso(reading.issued) if reading else ""
    lines = [
        "# A draft. Complete every empty value; `linli policy check` names those still empty.",
        f"# How to go on: {_GUIDE}. What each key means: linli/policy/README.md.",
        f"code: {code}",
        f"name: {{zh: {_quoted(name)}, en: }}",
        f"parent: {parent}",
        "# Code of the place (GB/T 2260): two digits province, four city, six district.",
        f"division: {_quoted(division)}",
        "documents:",
        f"  - document: {code.replace('-', '_')}.plan",
        f"    title: {{zh: {_quoted(title)}, en: }}",
        "    publisher: {zh: , en: }",
        f"    number: {_quoted(number) or chr(34) * 2}",
        f"    issued: {issued}".rstrip(),
        "    # The day from which it counts; most documents say so in their last lines.",
        "    effective:",
        "    # in_force, or draft when it is still open to comments",
        "    status: in_force",
        "    confidence: printed",
        "    chapters:",
    ]
    lines += [
        f"      - {{file: {file}, title: {{zh: {_quoted(shown)}, en: }}}}"
        for file, shown, _ in chapters
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _clause(ids: ClauseCodes, clause: Found) -> str:
    lines = [f"# {clause.cite} (line {clause.line}): {_excerpt(clause)}"]
    for proposal in clause.proposals:
        words = ", ".join(proposal.words)
        lines.append(f"#   may be a {proposal.kind} ({proposal.confidence}): {words}")
    if clause.figures:
        lines.append(f"#   figures: {', '.join(figure.text for figure in clause.figures)}")
    lines += [f"#   look again, the number is {doubt}" for doubt in clause.doubts]
    lines += [
        f"- clause: {ids.of(clause)}",
        f"  cite: {_quoted(clause.cite)}",
        "  says: {zh: , en: }",
        "  confidence: printed",
        "  not_yet: policy",
    ]
    if clause.proposals:
        lines.append("  # provisions:")
        skeleton = skeletons()[clause.proposals[0].kind]
        lines += [f"  #   {line}" for line in skeleton.splitlines()]
    return "\n".join(lines) + "\n"


def _excerpt(clause: Found) -> str:
    """The first words, so that an official finds the place; lists of persons are not repeated."""
    if clause.part is PartKind.ANNEX:
        return clause.heading
    words = " ".join(clause.text.split())
    shown = words[:EXCERPT] + ("…" if len(words) > EXCERPT else "")
    return _PRIVATE.sub("…", shown)


@cache
def skeletons() -> dict[str, str]:
    """Kind to an example of its provision."""
    tree: dict[str, str] = yaml.safe_load(_SKELETONS.read_text(encoding="utf-8"))
    return tree


class ClauseCodes:
    """Codes of clauses: the layer's letters and the numbers on the way to the clause."""

    def __init__(self, code: str, taken: Iterable[str] = ()) -> None:
        letters = re.sub(r"[^a-z]", "", code).upper()[:4]
        self.prefix = letters if len(letters) > 1 else f"{letters}X"
        self.used = set(taken)

    def of(self, clause: Found) -> str:
        """``AB-5.1.3`` for 五（一）3, ``AB-A5.2`` for 附件5 注2, ``AB-0`` without a number."""
        numbers = [_numeral(label) for label in clause.path]
        if clause.part is PartKind.ANNEX:
            annex = re.match(r"\D+(\d+)?", clause.cite)
            numbers.insert(0, f"A{(annex and annex[1]) or ''}")
        elif clause.part is PartKind.COVER or not clause.path:
            numbers.insert(0, "0")
        stem = f"{self.prefix}-{'.'.join(number for number in numbers if number)}"
        found, copy = stem, 1
        while found in self.used:
            copy += 1
            found = f"{stem}.x{copy}"
        self.used.add(found)
        return found


def _numeral(label: str) -> str:
    if label.endswith("末段）") or label == END_OF_TEXT:
        return "end"
    if label == "注":
        return "n"
    parts = [value_of(part) for part in re.sub(r"[第条章节编（）]", "", label).split("之")]
    return "x".join(str(part) for part in parts if part)


def _iso(day: str) -> str:
    found = _DAY.match(day)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def _quoted(text: str) -> str:
    """A value as YAML; nothing for an empty one, which the check then asks for."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' if text else ""
