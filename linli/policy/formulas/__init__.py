"""What the registered calculations compute. Pure: Decimal and Fraction in, Decimal out.

A new district needs values; only a new kind of calculation needs a function here and its shape in
``linli.policy.data.formulas``. Inside: kinds, sheets > votes, dates, fees, bonds, counts >
arithmetic, registry.
"""

from linli.policy.data import Body, Formula, Scheme
from linli.policy.formulas import bonds, counts, dates, fees, votes
from linli.policy.formulas.kinds import KIND_ANSWERS, Open
from linli.policy.formulas.registry import (
    CALCULATIONS,
    Ask,
    Calculation,
    Computation,
    Given,
    InputWrong,
    Line,
    Unsettled,
    Value,
)
from linli.policy.formulas.sheets import Sheets, scheme

SCHEME = Calculation(Sheets, scheme)


def calculation_of(body: Body) -> Calculation:
    """How a provision answers. LookupError for one that does not."""
    if isinstance(body, Formula):
        return CALCULATIONS[type(body)]
    return SCHEME if isinstance(body, Scheme) else KIND_ANSWERS[type(body)]


__all__ = [
    "CALCULATIONS",
    "Ask",
    "Calculation",
    "Computation",
    "Given",
    "InputWrong",
    "Line",
    "Open",
    "Unsettled",
    "Value",
    "bonds",
    "calculation_of",
    "counts",
    "dates",
    "fees",
    "votes",
]
