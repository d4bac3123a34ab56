"""What every provision kind is made of: the row a clause writes, the body a lookup gives.

For most kinds they are one (``Single``). A campaign or a vocabulary is spread over several clauses
of a document (each phase, each mode has its own), so its rows are composed into one body that
remembers the clause of every part.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator

from linli.policy.data.values import Frozen, LawWarning, OrUnset, Text

Reference = tuple[str, str, str]
"""Kind, key and part (``""`` for the whole) that a provision relies on."""


class Row(Frozen):
    """What one clause writes for one provision."""

    warning: LawWarning | None = None
    """Where this value does not go together with law; shown wherever the value is."""

    def part_names(self) -> tuple[str, ...]:
        """Names of what this row sets; two rows of one day may not set the same part."""
        return ("",)

    def references(self) -> Iterator[Reference]:
        """Other provisions this one relies on; the loader checks that they exist."""
        yield from ()


class Body(Frozen):
    """What a lookup gives: one provision, whole and typed."""

    kind: ClassVar[str]
    row: ClassVar[type[Row]]
    settable: ClassVar[tuple[str, ...]] = ()
    """Fields a district may settle even where no document speaks of them."""

    @classmethod
    @abstractmethod
    def compose(cls, rows: Sequence[tuple[str, Row]]) -> Self:
        """One body from the rows of a layer, each with its clause id, in document order."""

    @classmethod
    def row_for(cls, raw: Mapping[str, Any]) -> type[Row] | None:
        """The type of a row as written; None when what it names is unknown."""
        return cls.row

    @classmethod
    def unset_fields(cls) -> tuple[str, ...]:
        """Fields that may hold ``unset`` and that a district may then answer."""
        return tuple(
            name
            for name, field in cls.model_fields.items()
            if any(isinstance(mark, OrUnset) for mark in field.metadata)
        )


def _as_true(value: Any) -> Any:
    return True if value == "true" else value


class Off(Row):
    """A lower layer takes back what a higher one offers, and says why."""

    off: Annotated[Literal[True], BeforeValidator(_as_true)]
    reason: Text


class Single(Body, Row):
    """A provision that one clause writes whole."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        cls.row = cls

    @classmethod
    def compose(cls, rows: Sequence[tuple[str, Row]]) -> Self:
        (found,) = (row for _, row in rows if isinstance(row, cls))
        return found
