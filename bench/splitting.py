"""How many citations of a hand-made index of clauses the splitter finds again.

    python -m bench.splitting [--shared ../shared]

Reads the documents of ``seeds/`` and the index ``policy/clauses.csv`` below the shared folder and
prints the share per document and every citation that was not found; 1 when the folder is not there
or a document is below its share.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from linli.policy.intake import read_document

LEAST = 0.98
_RANGE = re.compile(r"^(.*?)(\d+)[-—](\d+)$")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.splitting", description=__doc__)
    parser.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("LINLI_SHARED", "../shared"))
    )
    shared = parser.parse_args().shared
    index = shared / "policy" / "clauses.csv"
    if not index.is_file():
        print(f"{index} is not there: give --shared or LINLI_SHARED.")
        return 1
    below = False
    for seed, rows in _by_document(index).items():
        reading = read_document(shared / "seeds" / seed)
        found = {clause.cite for clause in reading.clauses}
        missing = [
            f"{code}: {cite}"
            for code, written in rows
            for cite in places(written)
            if cite not in found
        ]
        lost = {entry.partition(":")[0] for entry in missing}
        share = 1 - len(lost) / len(rows)
        below |= share < LEAST
        print(
            f"{rows[0][0].partition('-')[0]}  {len(rows) - len(lost)} of {len(rows)} clauses"
            f" ({share:.1%}); split into {len(reading.clauses)} clauses,"
            f" {len(reading.headings)} headings, {len(reading.rest)} other lines"
        )
        for entry in missing:
            print(f"    {entry}")
    return 1 if below else 0


def places(written: str) -> Iterator[str]:
    """The single places of a citation: ``二; 六（七）``, ``五（三）1-2``."""
    for one in re.split(r"[;；]\s*", written):
        if span := _RANGE.match(one):
            for number in range(int(span[2]), int(span[3]) + 1):
                yield f"{span[1]}{number}"
        else:
            yield one


def _by_document(index: Path) -> dict[str, list[tuple[str, str]]]:
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with index.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["seed"]].append((row["id"], row["clause"]))
    return rows


if __name__ == "__main__":
    sys.exit(main())
