"""PDF files from typst templates of our own and data of anyone's."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from linli.kernel.documents.data import OfficialDocument
from linli.kernel.documents.fonts import families, fonts, uncovered

TEMPLATES = Path(__file__).parent / "templates"


class DocumentWarning(UserWarning):
    """A document came out, but not as meant: a typst warning or a character without a glyph."""


def render_pdf(template: str, data: Mapping[str, Any], *, at: datetime | None = None) -> bytes:
    """A PDF of the template ``templates/<template>.typ`` filled with ``data``.

    ``data`` is handed over as JSON and never read as markup, so nothing in it can act. ``at`` goes
    into the file's metadata; the same arguments give the same bytes. Templates cannot read outside
    their folder and load no packages.

    Warns:
        DocumentWarning: typst warned, or a character has no glyph. Tests turn it into an error.

    Raises:
        typst.TypstError: the template is wrong or lacks a value; a fault of ours.
    """
    text = json.dumps(data, ensure_ascii=False)
    if missing := uncovered(text):
        warnings.warn(f"no glyph for {''.join(sorted(missing))}", DocumentWarning, stacklevel=2)
    compiler = typst.Compiler(
        input=str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=fonts(),
        ignore_system_fonts=True,  # they are in fonts() already
        sys_inputs={"data": text, "fonts": json.dumps(families())},
    )
    content, found = compiler.compile_with_warnings(
        format="pdf", timestamp=int(at.timestamp()) if at else 0
    )
    for warning in found:
        warnings.warn(f"{template}: {warning.message}", DocumentWarning, stacklevel=2)
    if not isinstance(content, bytes):
        raise TypeError(f"typst gave {type(content).__name__} for one PDF")
    return content


def official_pdf(document: OfficialDocument, *, at: datetime | None = None) -> bytes:
    """The document as PDF in the official layout: A4, header row repeated, page n of m."""
    return render_pdf("official", asdict(document), at=at)
