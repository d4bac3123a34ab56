"""Write docs/policy-keys.md from the layers and calculations; ``--check`` only compares.

The page's first part, up to the mark, is written by hand; everything after it comes from the data.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from linli.policy.data import KINDS, UNSET, Formula, calculation_names, shape_of
from linli.policy.data.bodies import Off
from linli.policy.formulas import CALCULATIONS, SCHEME, Given
from linli.policy.formulas.kinds import KIND_ANSWERS
from linli.policy.reader import LoadedProvision, layer_folders, read_layer

PAGE = Path(__file__).parents[1] / "docs" / "policy-keys.md"
MARK = "<!-- From here on written by tools/policy_keys.py; change the layers instead. -->\n"
ORDER = (
    "formula", "gate", "rule", "target", "scheme", "duty", "route", "campaign", "disclosure",
    "vocabulary",
)  # fmt: skip


def page() -> str:
    """The whole page as it should be: what stands above the mark, then what the data say."""
    by_hand, _mark, _rest = PAGE.read_text(encoding="utf-8").partition(MARK)
    return "".join((by_hand, MARK, *(f"{line}\n" for line in generated())))


def generated() -> Iterator[str]:
    """The lines below the mark: calculations with their inputs, then every key by kind."""
    yield from ("", "## Calculations and their inputs", "", "A `?` may be left out.", "")
    yield from _table(("calculation", "inputs", "what it works out"), _calculations())
    yield from ("", "## Other kinds", "")
    yield from _table(("kind", "inputs", "what it answers"), _kinds())
    keys = _keys()
    for kind in ORDER:
        yield from ("", f"## {kind}", "")
        yield from _table(("key", "what", "layers", "left open"), keys[kind])
    missing = set(KINDS) - set(ORDER)
    if missing:
        raise LookupError(f"kinds without a place on the page: {sorted(missing)}")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def _calculations() -> Iterator[tuple[str, ...]]:
    for name in calculation_names():
        found = CALCULATIONS[shape_of(name)]
        yield f"`{name}`", _inputs(found.given), _first_line(found.work_out.__doc__)


def _kinds() -> Iterator[tuple[str, ...]]:
    for kind in ORDER:
        body = KINDS[kind]
        if body is not Formula:
            found = KIND_ANSWERS.get(body, SCHEME)
            yield f"`{kind}`", _inputs(found.given), _first_line(found.work_out.__doc__)


def _inputs(given: type[Given]) -> str:
    marks = (
        f"`{name}`{'' if field.is_required() else '?'}"
        for name, field in given.model_fields.items()
    )
    return ", ".join(marks) or "–"


def _first_line(docstring: str | None) -> str:
    return (docstring or "").strip().splitlines()[0].replace("``", "`")


def _keys() -> dict[str, list[tuple[str, ...]]]:
    """Rows by kind: the key, its English name, the layers that set it, what each leaves open."""

    found: dict[tuple[str, str], dict[str, list[LoadedProvision]]] = defaultdict(dict)
    profiles = Path(__file__).parents[1] / "linli" / "profiles"
    for layer, folder in layer_folders(profiles).items():
        for row in read_layer(folder).provisions():
            if not isinstance(row.row, Off):
                found[row.kind, row.key].setdefault(layer, []).append(row)
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for (kind, key), layers in sorted(found.items()):
        every = [row for written in layers.values() for row in written]
        left_open = sorted({name for row in every for name in _open_fields(row)})
        cells = (f"`{key}`", _what(every), ", ".join(sorted(layers)), ", ".join(left_open) or "–")
        rows[kind].append(cells)
    return rows


def _what(rows: Iterable[LoadedProvision]) -> str:
    """The first name anybody gives it, and the calculations it is in the layers."""
    bodies = [row.row for row in rows]
    texts = (getattr(b, "label", None) or getattr(b, "message", None) for b in bodies)
    named = next((text.en for text in texts if text), "")
    ways = sorted({body.name for body in bodies if isinstance(body, Formula)})
    return f"{named} ({', '.join(f'`{way}`' for way in ways)})" if ways else named


def _open_fields(row: object) -> Iterator[str]:
    body = getattr(row, "row")  # noqa: B009  # a loaded provision of any kind
    yield from (name for name in type(body).model_fields if getattr(body, name) is UNSET)


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` say whether it is current."""
    wanted = page()
    if "--check" in arguments:
        return int(PAGE.read_text(encoding="utf-8") != wanted)
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
