"""The XML inside a workbook, streamed and bounded: no DTD, no entities, no formulas, no far links.

Each part is read once by expat with only the few elements that matter looked at; nothing is kept
but places and counts. Standard library only.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat  # a DTD is refused below, before expat could expand anything

from linli.kernel.workbooks.container import RefusedError, chunks, refuse
from linli.kernel.workbooks.data import (
    EXCEL_COLUMNS,
    EXCEL_ROWS,
    Doubt,
    Limits,
    column_letters,
    column_number,
)

# So many places are named before the guard stops: enough to mend a sheet, bounded for a bad one.
MOST_DOUBTS = 20
# An element without content packs to nothing, and costs most of a microsecond to walk through.
MOST_ELEMENTS = 5_000_000

_OUT_OF_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
# Parts that are no XML; every other part is read as XML, whatever it is called.
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".bin")
_PLACE = re.compile(r"\$?([A-Z]{1,7})\$?([0-9]{1,9})\Z")
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_WORKBOOK_PARTS = ("xl/workbook.xml", "[content_types].xml", "_rels/.rels")


class Budget:
    """How many elements of one workbook may still be walked through, over all its parts."""

    def __init__(self, elements: int = MOST_ELEMENTS) -> None:
        self.left = elements

    def spend(self, part: str) -> None:
        """One element more. Raises RefusedError when it is one too many."""
        self.left -= 1
        if self.left < 0:
            raise refuse("workbook.too_heavy", part)


class Part:
    """Reads one XML part. Subclasses look at the elements they need."""

    def __init__(self, name: str) -> None:
        self.name = name

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens; ``tag`` is its name without the namespace."""

    def end(self, tag: str) -> None:
        """An element closes."""

    def text(self, data: str) -> None:
        """A piece of text between two tags."""

    def read(self, pieces: Iterable[bytes], budget: Budget) -> None:
        """Feed the part's bytes through expat.

        Raises:
            RefusedError: a DTD, an encoding but UTF-8, broken XML, elements beyond the budget, or
                what the subclass finds.
        """

        def opened(tag: str, attributes: dict[str, str]) -> None:
            budget.spend(self.name)
            self.start(tag.rpartition(" ")[2], attributes)

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse_dtd
        parser.EntityDeclHandler = self._refuse_dtd
        parser.XmlDeclHandler = self._check_encoding
        parser.StartElementHandler = opened
        parser.EndElementHandler = lambda tag: self.end(tag.rpartition(" ")[2])
        parser.CharacterDataHandler = self.text
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            if error.code == _OUT_OF_MEMORY:
                raise MemoryError from None
            raise refuse("workbook.damaged", self.name) from None
        except (UnicodeError, LookupError, ValueError):
            raise refuse("workbook.damaged", self.name) from None

    def _refuse_dtd(self, *_: Any) -> None:
        raise refuse("workbook.dtd", self.name)

    def _check_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        # Two readers that disagree on the encoding see two different files: one encoding only.
        if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
            raise refuse("workbook.encoding", self.name)


class _ContentTypes(Part):
    """``[Content_Types].xml``: the main part must be a plain workbook."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.is_workbook = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if "macroenabled" in kind or "vbaproject" in kind:
            raise refuse("workbook.macro", self.name)
        self.is_workbook = self.is_workbook or kind == _MAIN_TYPE


class _Relations(Part):
    """A ``.rels`` part: which target an id stands for; no target outside but a plain hyperlink."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.targets: dict[str, str] = {}
        self.document = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "Relationship":
            return
        target = attributes.get("Target", "")
        if attributes.get("TargetMode", "").lower() == "external":
            # A hyperlink is only text to us and common in office files; all else would be fetched.
            if not attributes.get("Type", "").endswith("/hyperlink"):
                raise refuse("workbook.external_link", self.name)
            return
        base = posixpath.dirname(posixpath.dirname(self.name))
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(base, target)
        self.targets[attributes.get("Id", "")] = posixpath.normpath(path)
        if attributes.get("Type", "").endswith("/officeDocument"):
            self.document = posixpath.normpath(path)


class _Workbook(Part):
    """``xl/workbook.xml``: the sheets' names with their relation ids."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.sheets: list[tuple[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
            self.sheets.append((attributes.get("name", ""), relation))


class _SharedStrings(Part):
    """``xl/sharedStrings.xml``: which of the texts are too long for a cell."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name)
        self._limits = limits
        self._index = -1
        self._length = 0
        self.too_long: set[int] = set()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self._index += 1
            self._length = 0

    def text(self, data: str) -> None:
        self._length += len(data)
        if self._length > self._limits.cell_characters:
            self.too_long.add(self._index)


class SheetPart(Part):
    """A worksheet: counts its cells and names the place of everything that is refused."""

    def __init__(self, part: str, sheet: str, limits: Limits, too_long: set[int]) -> None:
        super().__init__(part)
        self._sheet = sheet
        self._limits = limits
        self._too_long = too_long
        self._row = 0
        self._column = 0
        self._type = ""
        self._in_cell = False
        self._value: list[str] = []
        self._length = 0
        self._widest = 0
        self.cells = 0
        self.doubts: list[Doubt] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._open_cell(attributes)
        elif tag == "row":
            self._row = self._number(attributes.get("r"), self._row + 1)
            self._column = 0
        elif self._in_cell and tag == "f":
            self._doubt("workbook.formula")
        elif tag in ("dimension", "mergeCell"):
            self._check_reference(attributes.get("ref", ""))

    def text(self, data: str) -> None:
        if not self._in_cell:
            return
        self._length += len(data)
        if self._length <= self._limits.cell_characters:
            self._value.append(data)

    def end(self, tag: str) -> None:
        if tag != "c":
            return
        self._in_cell = False
        if not self._length:
            return
        self._check_size()
        if self._type == "e":
            self._doubt("workbook.error_value", "".join(self._value))
        if self._length > self._limits.cell_characters or self._is_long_shared_text():
            self._doubt("workbook.long_cell", limit=self._limits.cell_characters)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            match = _PLACE.match(place)
            if match is None:
                raise refuse("workbook.damaged", self.name)
            self._column, self._row = column_number(match[1]), int(match[2])
        self._type = attributes.get("t", "")
        self._in_cell = True
        self._value = []
        self._length = 0

    def _check_size(self) -> None:
        """Only cells with content count: a formatted but empty row far below costs nothing."""
        self.cells += 1
        self._widest = max(self._widest, self._column)
        limits = self._limits
        if self._column > limits.columns or self._row > limits.rows:
            raise self._too_large()
        if self.cells > limits.cells or self._row * self._widest > limits.cells:
            raise self._too_large()

    def _check_reference(self, reference: str) -> None:
        """A claimed area may be empty in part, but must lie on a sheet that can exist."""
        for place in reference.split(":"):
            match = _PLACE.match(place)
            if match is None:
                raise refuse("workbook.damaged", self.name)
            if column_number(match[1]) > EXCEL_COLUMNS or int(match[2]) > EXCEL_ROWS:
                raise self._too_large()

    def _is_long_shared_text(self) -> bool:
        if self._type != "s":
            return False
        index = "".join(self._value).strip()
        return index.isascii() and index.isdigit() and int(index) in self._too_long

    def _number(self, text: str | None, otherwise: int) -> int:
        if text is None:
            return otherwise
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise refuse("workbook.damaged", self.name)
        return int(text)

    def _too_large(self) -> RefusedError:
        limits = self._limits
        return RefusedError(
            self._at(
                "workbook.too_large",
                rows=limits.rows,
                columns=limits.columns,
                cells=limits.cells,
            )
        )

    def _doubt(self, code: str, value: str = "", **facts: str | int) -> None:
        self.doubts.append(self._at(code, value, **facts))
        if len(self.doubts) >= MOST_DOUBTS:
            raise RefusedError(*self.doubts)

    def _at(self, code: str, value: str = "", **facts: str | int) -> Doubt:
        column = column_letters(self._column) if self._column else ""
        row = self._row or None
        return Doubt("error", code, self._sheet, row, column, value[:120], facts)


def _never(_archive: zipfile.ZipFile, _info: zipfile.ZipInfo) -> bool:
    return False


def check_parts(
    archive: zipfile.ZipFile,
    limits: Limits,
    is_plain: Callable[[zipfile.ZipFile, zipfile.ZipInfo], bool] = _never,
) -> None:
    """Read every XML part of the container once.

    ``is_plain`` may vouch for a sheet or the shared texts: what it has looked through is not read
    again here.

    Raises:
        RefusedError: the first broken part, or every formula found (at most ``MOST_DOUBTS``).
    """
    budget = Budget()
    infos = {info.filename.casefold(): info for info in archive.infolist()}
    if any(name not in infos for name in _WORKBOOK_PARTS):
        raise refuse("workbook.other_kind")
    types = _ContentTypes("[Content_Types].xml")
    types.read(chunks(archive, infos["[content_types].xml"]), budget)
    if not types.is_workbook:
        raise refuse("workbook.other_kind")
    root = _Relations("_rels/.rels")
    root.read(chunks(archive, infos["_rels/.rels"]), budget)
    # Elsewhere a second workbook could lie, which we would check while the library reads the first.
    if root.document.casefold() != "xl/workbook.xml":
        raise refuse("workbook.other_kind")
    sheets = _sheet_names(archive, infos, limits, budget)
    strings = _SharedStrings("xl/sharedStrings.xml", limits)
    if strings.name.casefold() in infos and not is_plain(archive, infos[strings.name.casefold()]):
        strings.read(chunks(archive, infos[strings.name.casefold()]), budget)
    # A text that is too long has to be found in the cells that show it.
    skips = _never if strings.too_long else is_plain
    doubts: list[Doubt] = []
    for folded, info in infos.items():
        if folded in sheets:
            if not skips(archive, info):
                doubts += _read_sheet(
                    archive, info, sheets[folded], limits, strings.too_long, budget
                )
        elif folded != strings.name.casefold() and not folded.endswith((*_PICTURES, "/")):
            part = _Relations if folded.endswith(".rels") else Part
            part(info.filename).read(chunks(archive, info), budget)
    if doubts:
        raise RefusedError(*doubts[:MOST_DOUBTS])


def _sheet_names(
    archive: zipfile.ZipFile,
    infos: dict[str, zipfile.ZipInfo],
    limits: Limits,
    budget: Budget,
) -> dict[str, str]:
    """Part name in lower case to sheet name; a part that no sheet points to keeps its own name."""
    workbook = _Workbook("xl/workbook.xml")
    workbook.read(chunks(archive, infos["xl/workbook.xml"]), budget)
    if not workbook.sheets:
        raise refuse("workbook.no_sheet")
    if len(workbook.sheets) > limits.sheets:
        raise refuse("workbook.too_many_sheets", limit=limits.sheets)
    relations = _Relations("xl/_rels/workbook.xml.rels")
    if relations.name.casefold() not in infos:
        raise refuse("workbook.damaged", relations.name)
    relations.read(chunks(archive, infos[relations.name.casefold()]), budget)
    names = {name: name for name in infos if name.startswith("xl/worksheets/sheet")}
    for sheet, relation in workbook.sheets:
        target = relations.targets.get(relation, "").casefold()
        if target in infos:
            names[target] = sheet
    return names


def _read_sheet(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    sheet: str,
    limits: Limits,
    too_long: set[int],
    budget: Budget,
) -> list[Doubt]:
    part = SheetPart(info.filename, sheet, limits, too_long)
    part.read(chunks(archive, info), budget)
    return part.doubts
