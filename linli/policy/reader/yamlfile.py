"""Reading one YAML file: every scalar stays text, every key remembers its line.

Only plain YAML is read: anchors, aliases and tags are refused (an alias can grow without bound,
and a reader with the paper beside it should see each value where it applies).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]


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


@dataclass(slots=True)
class _Builder:
    name: str
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def build(self, node: yaml.Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, i)) for i, item in enumerate(node.value)]
        return node.value

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in result:
                first = self.lines[(*path, key)]
                self.faults.append(Fault("duplicate_key", self.name, line, key, detail=str(first)))
                continue
            self.lines[(*path, key)] = line
            result[key] = self.build(value_node, (*path, key))
        return result


class _Loader(yaml.BaseLoader):
    """BaseLoader makes no types of scalars; this one also refuses anchors, aliases and tags."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML stubs leave it out
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise yaml.MarkedYAMLError(
                problem="anchors, aliases and tags are not read", problem_mark=event.start_mark
            )
        return super().compose_node(parent, index)


def parse(name: str, text: str) -> YamlFile:
    """Parse one file. Faults: ``syntax`` (one, the tree is then None), ``duplicate_key``."""
    try:
        node = _Loader(text).get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or error)
        line = mark.line + 1 if mark else 1
        return YamlFile(name, None, {}, (Fault("syntax", name, line, detail=problem),))
    except RecursionError:
        return YamlFile(name, None, {}, (Fault("syntax", name, 1, detail="nested too deeply"),))
    if node is None:
        return YamlFile(name, None, {}, (Fault("empty", name, 1),))
    builder = _Builder(name)
    tree = builder.build(node, ())
    return YamlFile(name, tree, builder.lines, tuple(builder.faults))
