"""Shapes of all registered calculations. Importing this package registers them."""

from linli.policy.data.formulas import counts, dates, money, votes
from linli.policy.data.formulas.base import Formula, calculation_names, shape_of

__all__ = ["Formula", "calculation_names", "counts", "dates", "money", "shape_of", "votes"]
