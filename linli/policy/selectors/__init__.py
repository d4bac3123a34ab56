"""Reading policy: lookups for every app (``lookup``), pages of the reader (``reading``)."""

from linli.policy.explaining import PolicyExplanation
from linli.policy.selectors.coverage import (
    ClauseCoverage,
    DistrictCoverage,
    clause_coverage,
    district_coverage,
    sunk,
)
from linli.policy.selectors.lookup import (
    explain,
    find,
    policy_for,
    provision,
    provisions,
    value,
)
from linli.policy.selectors.memory import begin_request, end_request, forget
from linli.policy.selectors.reading import (
    Difference,
    DocumentPage,
    LayerInForce,
    answers_of,
    clause_home,
    difference,
    document_pages,
    layer_in_force,
    layers_in_force,
    release_visible,
    releases_visible,
)
from linli.policy.selectors.verifying import check_releases

__all__ = [
    "ClauseCoverage",
    "Difference",
    "DistrictCoverage",
    "DocumentPage",
    "LayerInForce",
    "PolicyExplanation",
    "answers_of",
    "begin_request",
    "check_releases",
    "clause_coverage",
    "clause_home",
    "difference",
    "district_coverage",
    "document_pages",
    "end_request",
    "explain",
    "find",
    "forget",
    "layer_in_force",
    "layers_in_force",
    "policy_for",
    "provision",
    "provisions",
    "release_visible",
    "releases_visible",
    "sunk",
    "value",
]
