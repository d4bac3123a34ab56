"""Reading one file of a policy folder: its tree, the line of every key, its faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from linli.kernel import plain_yaml
from linli.kernel.plain_yaml import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One error in a policy folder. ``labels.fault_text`` puts it into words."""

    code: str
    file: str
    line: int
    key: str = ""
    value: str = ""
    allowed: tuple[str, ...] = ()
    shape: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A parsed file: plain dicts, lists and strings, and the line of every path."""

    name: str
    tree: Any
    lines: dict[Path, int]
    faults: tuple[Fault, ...] = ()

    def line(self, path: Path) -> int:
        """The line of a path, or of its nearest parent that is written in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(name: str, text: str) -> YamlFile:
    """Parse one file. Faults: ``syntax`` or ``empty`` (without a tree), ``duplicate_key``."""
    try:
        plain = plain_yaml.read(text)
    except plain_yaml.NotPlainError as error:
        return YamlFile(name, None, {}, (Fault("syntax", name, error.line, detail=error.problem),))
    if plain.tree is None:
        return YamlFile(name, None, {}, (Fault("empty", name, 1),))
    faults = tuple(
        Fault("duplicate_key", name, twice.line, twice.key, detail=str(twice.first))
        for twice in plain.repeated
    )
    return YamlFile(name, plain.tree, plain.lines, faults)
