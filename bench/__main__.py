"""``make bench``: build a large district in a temporary folder, use it, and hold it to budgets.

    python -m bench [--compounds 20000] [--requests 20]

Prints a table of what was measured; the exit code is 1 when a budget is broken. Numbers are of this
machine and this run: compare them with those of the commit before, not with a handbook.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Measure in a folder of its own; the settings read it, so it comes before Django."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--compounds", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        os.environ["LINLI_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "linli.config.settings"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from bench import measure  # needs Django set up

        results = measure.run(Path(folder), options.compounds, options.requests)
    for result in results:
        print(result)
    return 1 if any(result.broken for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
