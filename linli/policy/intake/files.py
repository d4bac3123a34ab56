"""Text out of the files offices hand over: .txt, .md, .docx, .pdf with text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pypdf
from docx import Document
from docx.table import Table
from pypdf.errors import PyPdfError

from linli.kernel.errors import BadInput
from linli.policy.intake.data import Line
from linli.policy.intake.numbering import mark_at_start

Source: TypeAlias = Path
MOST_BYTES = 20_000_000
MOST_UNPACKED = 100_000_000
MOST_PAGES = 600
# Ten times the longest of the documents at hand; what is longer is a collection, or no document.
MOST_SIGNS = 1_000_000
FEWEST_SIGNS_A_PAGE = 15
AUTOMATIC = (
    "{} paragraphs are numbered by Word, which does not store these numbers as text: make them"
    " text (or save as .txt), so that they can be cited."
)
_ENCRYPTED_OFFICE = b"\xd0\xcf\x11\xe0"
_MACROS = ("vbaproject.bin", "vbadata.xml")
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060"))
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class TextOf:
    """The lines of a file, and what a person should know of how they were read."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def read_lines(source: Source) -> TextOf:
    """The text of a file, line by line, empty lines left out.

    Raises:
        BadInput: no such file; of a kind not read; too large, damaged, locked, or without text.
    """
    try:
        with source.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(
            f"{source.name}: cannot be opened ({error.strerror}).", code="intake.unreadable"
        ) from error
    return text_of(source.name, content)


def text_of(name: str, content: bytes) -> TextOf:
    """The text of a file's content; what it is goes by the ending of its name.

    Raises BadInput with a code ``intake.…``, as ``read_lines``.
    """
    reader = _READERS.get(Path(name).suffix.lower())
    if reader is None:
        raise BadInput(
            f"{name}: files of this kind are not read.",
            code="intake.kind",
            remedy=f"Save it as one of {', '.join(sorted(_READERS))}.",
        )
    if len(content) > MOST_BYTES:
        raise _refused(name, "too_large", "is larger than 20 MB", "Hand over the text alone.")
    found = reader(name, content)
    if sum(len(line.text) for line in found.lines) > MOST_SIGNS:
        raise _refused(
            name,
            "too_large",
            f"has more than {MOST_SIGNS:,} characters",
            "Hand over one document at a time.",
        )
    if not found.lines:
        raise _refused(name, "empty", "has no text in it", "Check that it is the right file.")
    return found


def lines_of(text: str) -> tuple[Line, ...]:
    """Numbered lines without surrounding blanks; a tab or | before them marks a table's row."""
    lines = text.translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(
        Line(number, line.strip(), row=_is_row(line))
        for number, line in enumerate(lines, 1)
        if line.strip()
    )


def _is_row(line: str) -> bool:
    return line.startswith(("\t", "|")) and not mark_at_start(line.strip())


def _refused(name: str, code: str, what: str, remedy: str) -> BadInput:
    return BadInput(f"{name}: {what}.", code=f"intake.{code}", remedy=remedy)


def _plain(name: str, content: bytes) -> TextOf:
    if b"\0" in content:
        raise _refused(
            name, "binary", "is not a text file", "Save it as UTF-8 text, .docx or .pdf."
        )
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\ufffd" in text or _mostly_odd(text):
            continue
        notes = () if encoding == "utf-8-sig" else (f"Read as {encoding}.",)
        return TextOf(lines_of(text), notes)
    raise _refused(name, "encoding", "is neither UTF-8 nor GB 18030 text", "Save it as UTF-8.")


def _mostly_odd(text: str) -> bool:
    """Whether a wrong encoding shows: private or control signs among the text."""
    odd = sum(
        "\ue000" <= sign <= "\uf8ff" or (sign < " " and sign not in "\t\n\r\f") for sign in text
    )
    return odd * 50 > len(text)


def _word(name: str, content: bytes) -> TextOf:
    if content.startswith(_ENCRYPTED_OFFICE):
        raise _refused(
            name,
            "locked",
            "is protected by a password, or is an old .doc",
            "Open it in Word and save it as .docx without a password.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(entry.filename.lower().endswith(_MACROS) for entry in archive.infolist()):
                raise _refused(name, "macros", "has macros in it", "Save it as .docx without them.")
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise _refused(name, "too_large", "unpacks to more than 100 MB", "Remove pictures.")
        document = Document(io.BytesIO(content))
    except BadInput:
        raise
    # A damaged package fails in many ways inside zipfile, lxml and python-docx: one answer to all.
    except Exception as error:
        raise _refused(name, "damaged", "is not a readable .docx", "Save it anew.") from error
    texts = list(_blocks(document))
    automatic = sum(numbered for _, numbered in texts)
    notes = (AUTOMATIC.format(automatic),) if automatic else ()
    return TextOf(lines_of("\n".join(text for text, _ in texts)), notes)


def _blocks(document: Any) -> Iterator[tuple[str, bool]]:
    """Paragraphs and rows of tables in order, and whether Word puts a number before them."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = [" ".join(cell.text.split()) for cell in row.cells]
                yield "\t" + "\t".join(cells), False
        else:
            owners = (block._p, block.style.element if block.style else None)
            held = [owner.pPr for owner in owners if owner is not None]
            yield block.text.strip(), any(p is not None and p.numPr is not None for p in held)


def _pdf(name: str, content: bytes) -> TextOf:
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _refused(name, "locked", "is protected by a password", "Save it without one.")
        if len(reader.pages) > MOST_PAGES:
            raise _refused(name, "too_large", f"has more than {MOST_PAGES} pages", "Split it.")
        pages = [page.extract_text() for page in reader.pages]
    except BadInput:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        raise _refused(name, "damaged", "is not a readable .pdf", "Save it anew.") from error
    signs = sum(len("".join(page.split())) for page in pages)
    if signs < FEWEST_SIGNS_A_PAGE * max(len(pages), 1):
        raise _refused(
            name,
            "scanned",
            "holds pictures of pages, not text",
            "Ask for the text, or run character recognition first.",
        )
    return TextOf(lines_of("\n".join(pages)), ("Lines of the pages were run together again.",))


_READERS: dict[str, Callable[[str, bytes], TextOf]] = {
    ".txt": _plain,
    ".md": _plain,
    ".docx": _word,
    ".pdf": _pdf,
}
