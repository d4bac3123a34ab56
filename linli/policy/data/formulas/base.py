"""The kind of named calculations: the shape here, what it computes in ``linli.policy.formulas``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, get_args

from linli.policy.data.bodies import Reference, Row, Single
from linli.policy.data.offices import office_references
from linli.policy.data.values import Code, Text

_shapes: dict[str, type[Formula]] = {}


class Formula(Single):
    """A named calculation with its parameters. Each name has a subclass with its own fields."""

    kind: ClassVar[str] = "formula"

    label: Text
    name: Code

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        _shapes.update(dict.fromkeys(get_args(cls.model_fields["name"].annotation), cls))

    @classmethod
    def row_for(cls, raw: Mapping[str, Any]) -> type[Row] | None:
        """The shape of the calculation named; the general one when no name is written."""
        return _shapes.get(str(raw["name"])) if "name" in raw else cls

    def formula_keys(self) -> tuple[str, ...]:
        """Other formulas this one reads."""
        return ()

    def offices(self) -> tuple[str, ...]:
        """Offices this one names."""
        return ()

    def references(self) -> Iterator[Reference]:
        """The formulas it reads and the offices it names."""
        for key in self.formula_keys():
            yield ("formula", key, "")
        yield from office_references(self.offices())


def calculation_names() -> tuple[str, ...]:
    """Names a formula may have, in alphabetical order."""
    return tuple(sorted(_shapes))


def shape_of(name: str) -> type[Formula]:
    """The shape of a calculation; KeyError for an unknown name."""
    return _shapes[name]
