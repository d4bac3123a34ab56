"""From a folder of YAML to a validated layer, or to all of its errors at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from linli.kernel.periods import DatePeriod
from linli.kernel.plain_yaml import Path as KeyPath
from linli.policy.data.bodies import Reference
from linli.policy.data.formulas import calculation_names
from linli.policy.data.kinds import KINDS, row_type
from linli.policy.data.values import Code
from linli.policy.reader import checks
from linli.policy.reader.faults import faults_of
from linli.policy.reader.schema import (
    ChapterEntry,
    ClauseEntry,
    DocumentEntry,
    LayerEntry,
    LayerSource,
    LoadedClause,
    LoadedDocument,
    LoadedProvision,
)
from linli.policy.reader.yamlfile import Fault, YamlFile, parse

LAYER_FILE = "layer.yaml"
_HEAD = ("from", "to")
_CODE: TypeAdapter[str] = TypeAdapter(Code)
_DAY: TypeAdapter[date] = TypeAdapter(date)

M = TypeVar("M", bound=BaseModel)


class FolderFaults(Exception):
    """A policy folder with errors. ``faults`` holds all of them, by file and line."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def read_layer(folder: Path) -> LayerSource:
    """Read and check one layer folder; raises FolderFaults with every fault found.

    The parents are looked for beside the folder: a layer can only be read where the layers above
    it are.
    """
    reading = _Reading(folder)
    source = reading.read()
    if source:
        inherited = reading.check_parents(source.entry)
        reading.check_whole(source, inherited)
    if reading.faults or source is None:
        raise FolderFaults(tuple(sorted(reading.faults, key=lambda f: (f.file, f.line, f.key))))
    return source


def layer_folders(root: Path) -> dict[str, Path]:
    """Layer code to folder, for every layer under a profiles root that says its code."""
    found = {}
    for file in sorted(root.rglob(LAYER_FILE)):
        tree = parse(file.name, file.read_text(encoding="utf-8")).tree
        if isinstance(tree, dict) and isinstance(tree.get("code"), str):
            found[tree["code"]] = file.parent
    return found


def profiles_root(folder: Path) -> Path:
    """The folder that holds all layers: the nearest one above that is no layer itself."""
    root = folder.resolve().parent
    while (root / LAYER_FILE).exists():
        root = root.parent
    return root


@dataclass(slots=True)
class _Reading:
    """One pass over a folder; collects faults as it goes."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)
    head: YamlFile | None = None

    def read(self) -> LayerSource | None:
        """The layer, or None when ``layer.yaml`` or a chapter is too broken to go on."""
        self.head = self._file(LAYER_FILE)
        if self.head is None:
            return None
        entry = self._valid(LayerEntry, self.head.tree, self.head, ())
        if entry is None:
            return None
        documents = tuple(
            LoadedDocument(document, tuple(self._document(document)))
            for document in entry.documents
        )
        listed = {chapter.file for doc in entry.documents for chapter in doc.chapters}
        for path in sorted(self.folder.glob("*.yaml")):
            if path.name not in listed | {LAYER_FILE}:
                self._fault("unlisted_file", self._name(path.name), 1, allowed=(LAYER_FILE,))
        return LayerSource(entry, documents)

    def check_parents(self, entry: LayerEntry) -> frozenset[Reference]:
        """Missing parents, a circle of parents, a division outside its parent's.

        Returns what the parents provide, for references.
        """
        folders = layer_folders(profiles_root(self.folder))
        inherited: frozenset[Reference] = frozenset()
        walked, child = [entry.code], entry
        while child.parent:
            walked.append(child.parent)
            if child.parent in walked[:-1]:
                self._head_fault("parent_cycle", "parent", entry.parent, detail=" > ".join(walked))
                break
            if child.parent not in folders:
                allowed = tuple(sorted(set(folders) - {entry.code}))
                self._head_fault("missing_parent", "parent", child.parent, allowed=allowed)
                break
            parent = _Reading(folders[child.parent]).read()
            if parent is None:
                self._head_fault("broken_parent", "parent", child.parent)
                break
            if not child.division.startswith(parent.entry.division):
                allowed = (f"{parent.entry.division}…",)
                self._head_fault("division_outside", "division", child.division, allowed=allowed)
            inherited |= checks.known_parts(parent.provisions())
            child = parent.entry
        return inherited

    def check_whole(self, source: LayerSource, inherited: frozenset[Reference]) -> None:
        """Checks across clauses and chapters."""
        clauses = [clause for document in source.documents for clause in document.clauses]
        rows = source.provisions()
        self.faults += checks.clause_faults(clauses)
        self.faults += checks.seam_faults(rows)
        ids = [clause.entry.clause for clause in clauses]
        self.faults += checks.reference_faults(rows, ids, inherited)
        self.faults += checks.composition_faults(rows)

    # --- one file, one clause, one provision -----------------------------------------------------

    def _file(self, name: str) -> YamlFile | None:
        path = self.folder / name
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self._fault("unreadable_file", self._name(name), 1, detail=str(error.args[-1]))
            return None
        file = parse(self._name(name), text)
        self.faults += file.faults
        return None if file.tree is None else file

    def _document(self, document: DocumentEntry) -> Iterator[LoadedClause]:
        for chapter in document.chapters:
            file = self._file(chapter.file)
            if file is None:
                continue
            if not isinstance(file.tree, list):
                self._fault("bad_value", file.name, 1, shape="list")
                continue
            for index, tree in enumerate(file.tree):
                clause = self._clause(file, index, tree, chapter, document)
                if clause:
                    yield clause

    def _clause(
        self, file: YamlFile, index: int, tree: Any, chapter: ChapterEntry, document: DocumentEntry
    ) -> LoadedClause | None:
        entry = self._valid(ClauseEntry, tree, file, (index,))
        if entry is None:
            return None
        rows = (
            self._provision(file, (index, "provisions", position), raw, entry, document)
            for position, raw in enumerate(entry.provisions)
        )
        provisions = tuple(row for row in rows if row)
        return LoadedClause(entry, chapter.title, provisions, file.name, file.line((index,)))

    def _provision(
        self,
        file: YamlFile,
        at: KeyPath,
        raw: dict[str, Any],
        clause: ClauseEntry,
        document: DocumentEntry,
    ) -> LoadedProvision | None:
        named = [name for name in raw if name in KINDS]
        taken = set(KINDS[named[0]].row.model_fields) if named else set()
        if len([name for name in named if name not in taken]) != 1:  # a duty has a key "scheme"
            keys = ", ".join(raw)
            self._fault("unknown_kind", file.name, file.line(at), keys, allowed=tuple(KINDS))
            return None
        kind = named[0]
        key = self._scalar(_CODE, raw[kind], file, (*at, kind), "key")
        period = self._period(raw, file, at, document)
        fields = {name: value for name, value in raw.items() if name not in (kind, *_HEAD)}
        line = file.line((*at, kind))
        model = row_type(kind, fields)
        if model is None:
            place, allowed = file.line((*at, "name")), calculation_names()
            self._fault(
                "unknown_calculation",
                file.name,
                place,
                "name",
                value=str(fields["name"]),
                allowed=allowed,
            )
            return None
        row = self._valid(model, fields, file, at, (kind, *_HEAD))
        if row is None or key is None or period is None:
            return None
        return LoadedProvision(clause.clause, kind, key, period, row, fields, file.name, line)

    def _period(
        self, raw: dict[str, Any], file: YamlFile, at: KeyPath, document: DocumentEntry
    ) -> DatePeriod | None:
        days: dict[str, date | None] = {"from": document.effective, "to": None}
        for name in _HEAD:
            if name in raw:
                days[name] = self._scalar(_DAY, raw[name], file, (*at, name), "date")
                if days[name] is None:
                    return None
        start, end = days["from"], days["to"]
        if start and end and end <= start:
            line = file.line((*at, "to"))
            self._fault("empty_period", file.name, line, "to", value=str(end), detail=str(start))
            return None
        return DatePeriod(start, end)

    def _valid(
        self, model: type[M], tree: Any, file: YamlFile, at: KeyPath, extra: tuple[str, ...] = ()
    ) -> M | None:
        try:
            return model.model_validate(tree)
        except ValidationError as error:
            self.faults += faults_of(error, model, file, at, extra)
            return None

    def _scalar(
        self, adapter: TypeAdapter[Any], value: Any, file: YamlFile, at: KeyPath, shape: str
    ) -> Any:
        try:
            return adapter.validate_python(value)
        except ValidationError:
            shown = value if isinstance(value, str) else ""
            self._fault(
                "bad_value", file.name, file.line(at), str(at[-1]), value=shown, shape=shape
            )
            return None

    # --- noting faults ---------------------------------------------------------------------------

    def _name(self, file: str) -> str:
        return f"{self.folder.name}/{file}"

    def _fault(self, code: str, file: str, line: int, key: str = "", **more: Any) -> None:
        self.faults.append(Fault(code, file, line, key, **more))

    def _head_fault(self, code: str, key: str, value: str | None, **more: Any) -> None:
        line = self.head.line((key,)) if self.head else 1
        self._fault(code, self._name(LAYER_FILE), line, key, value=value or "", **more)
