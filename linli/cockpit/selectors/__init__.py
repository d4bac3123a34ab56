"""Reading for the workbench and the cockpit; the figures come from the apps that own them."""

from linli.cockpit.selectors.filing import (
    FilingTable,
    Period,
    filing_table,
    latest_period,
)
from linli.cockpit.selectors.overview import Drive, Overview, overview
from linli.cockpit.selectors.places import path_to, places_below, scope_of
from linli.cockpit.selectors.work import work

__all__ = [
    "Drive",
    "FilingTable",
    "Overview",
    "Period",
    "filing_table",
    "latest_period",
    "overview",
    "path_to",
    "places_below",
    "scope_of",
    "work",
]
