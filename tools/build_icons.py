"""Build the icon sprite from an unpacked ``bootstrap-icons`` package: only the icons in use.

    npm pack bootstrap-icons@1.13 && tar xzf bootstrap-icons-*.tgz
    python tools/build_icons.py package/icons linli/kernel/static/linli/icons.svg

To add an icon, add its Bootstrap name to ``NAMES`` and run this again.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

NAMES = """
archive arrow-down arrow-down-up arrow-left arrow-repeat arrow-right arrow-up award bank bar-chart
bell book
box-arrow-right box-arrow-up-right briefcase building building-check buildings calendar3
calendar-check calendar-event camera cash-coin chat-square-text check-circle check-lg check2-square
chevron-down chevron-left chevron-right circle clipboard-check clock clock-history cloud-upload
columns-gap copy dash-lg diagram-3 dot download envelope exclamation-circle exclamation-triangle eye
eye-slash file-earmark file-earmark-arrow-down file-earmark-check file-earmark-excel
file-earmark-lock file-earmark-pdf file-earmark-spreadsheet file-earmark-text file-earmark-word
file-earmark-zip filter flag folder fonts funnel gear geo-alt globe grid hash hourglass-split house
inbox info-circle journal-text key layers link-45deg list list-check list-task lock map megaphone
paperclip patch-check pencil pencil-square people person person-badge pin-map plus-lg printer
question-circle search send shield-check shield-lock signpost slash-circle sliders star
stopwatch table telephone three-dots toggles translate trash unlock upload wrench x-circle x-lg
"""


def symbol(source: Path, name: str) -> str:
    """One icon as a ``<symbol>``; a name the package does not have fails."""
    svg = (source / f"{name}.svg").read_text(encoding="utf-8")
    match = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if match is None:
        raise SystemExit(f"{name}.svg is not an svg")
    paths = re.sub(r"\s*\n\s*", "", match.group(1))
    return f'<symbol id="{name}" viewBox="0 0 16 16">{paths}</symbol>'


def main(source: Path, target: Path) -> None:
    """Write the sprite of ``NAMES`` from the package's ``icons`` folder."""
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg">',
        "<!-- Bootstrap Icons, MIT, see icons.LICENSE; only the icons in use. -->",
        *(symbol(source, name) for name in sorted(NAMES.split())),
        "</svg>",
    ]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
