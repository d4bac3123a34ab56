"""Plain YAML: every scalar stays text, every key remembers its line.

Anchors, aliases and tags are refused: an alias can grow without bound, and a reader with the paper
beside it should see each value where it applies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

Path = tuple[str | int, ...]

# libyaml is some twenty times as fast; where PyYAML was built without it, its own parser serves.
_PARSER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


class NotPlainError(ValueError):
    """The text is not YAML, or more than plain YAML; ``line`` counts from 1."""

    def __init__(self, problem: str, line: int) -> None:
        super().__init__(problem)
        self.problem, self.line = problem, line


@dataclass(frozen=True, slots=True)
class RepeatedKey:
    """A key written twice in one mapping: the first counts."""

    key: str
    line: int
    first: int


@dataclass(frozen=True, slots=True)
class PlainTree:
    """Plain dicts, lists and strings, and the line of every path; no tree in an empty text."""

    tree: Any
    lines: dict[Path, int] = field(default_factory=dict)
    repeated: tuple[RepeatedKey, ...] = ()


def read(text: str) -> PlainTree:
    """The one document of the text. Raises NotPlainError."""
    try:
        events = iter(yaml.parse(text, Loader=_PARSER))
        next(events)  # the stream starts
        if isinstance(next(events), yaml.StreamEndEvent):
            return PlainTree(None)
        builder = _Builder(events)
        tree = builder.build(next(events), ())
        next(events)  # the document ends
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise NotPlainError("a second document begins", _line(after))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = str(getattr(error, "problem", None) or error)
        raise NotPlainError(problem, mark.line + 1 if mark else 1) from error
    except RecursionError as error:
        raise NotPlainError("nested too deeply", 1) from error
    return PlainTree(tree, builder.lines, tuple(builder.repeated))


@dataclass(slots=True)
class _Builder:
    """Builds from the parser's events: a start, what it holds, an end."""

    events: Iterator[yaml.Event]
    lines: dict[Path, int] = field(default_factory=dict)
    repeated: list[RepeatedKey] = field(default_factory=list)

    def build(self, event: yaml.Event, path: Path) -> Any:
        _refuse_more_than_plain(event)
        self.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return _text(event)

    def _sequence(self, path: Path) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            result.append(self.build(event, (*path, len(result))))
        return result

    def _mapping(self, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            _refuse_more_than_plain(event)
            key = _text(event)
            if key in result:
                first = self.lines[(*path, key)]
                self.repeated.append(RepeatedKey(key, _line(event), first))
                _Builder(self.events).build(next(self.events), ())  # read past its value
                continue
            self.lines[(*path, key)] = _line(event)
            result[key] = self.build(next(self.events), (*path, key))
        return result


def _text(event: yaml.Event) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        raise NotPlainError("a key is plain text", _line(event))
    return str(event.value)


def _refuse_more_than_plain(event: yaml.Event) -> None:
    if getattr(event, "anchor", None) or getattr(event, "tag", None):
        raise NotPlainError("anchors, aliases and tags are not read", _line(event))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
