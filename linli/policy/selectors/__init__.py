"""Reading policy: lookups for every app (``lookup``), pages of the reader (``reading``)."""

from linli.policy.explaining import PolicyExplanation, fields_of
from linli.policy.selectors.comparing import ClauseChange, compare
from linli.policy.selectors.coverage import (
    ClauseCoverage,
    DistrictCoverage,
    clause_coverage,
    district_coverage,
    sunk,
)
from linli.policy.selectors.exporting import ExportedLayer, exported
from linli.policy.selectors.lookup import (
    explain,
    find,
    policy_for,
    provision,
    provisions,
    value,
)
from linli.policy.selectors.memory import begin_request, edition, end_request, forget
from linli.policy.selectors.previewing import (
    DryRun,
    PreviewSection,
    dry_run,
    with_answer,
    with_release,
    with_source,
)
from linli.policy.selectors.reading import (
    Difference,
    DocumentPage,
    LayerInForce,
    active_release,
    answers_of,
    clause_home,
    count_active_releases,
    difference,
    document_pages,
    draft_visible,
    drafts_visible,
    layer_in_force,
    layers_in_force,
    release_visible,
    releases_visible,
)
from linli.policy.selectors.verifying import check_releases, folder_of

__all__ = [
    "ClauseChange",
    "ClauseCoverage",
    "Difference",
    "DistrictCoverage",
    "DocumentPage",
    "DryRun",
    "ExportedLayer",
    "LayerInForce",
    "PolicyExplanation",
    "PreviewSection",
    "active_release",
    "answers_of",
    "begin_request",
    "check_releases",
    "clause_coverage",
    "clause_home",
    "compare",
    "count_active_releases",
    "difference",
    "district_coverage",
    "document_pages",
    "draft_visible",
    "drafts_visible",
    "dry_run",
    "edition",
    "end_request",
    "explain",
    "exported",
    "fields_of",
    "find",
    "folder_of",
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
    "with_answer",
    "with_release",
    "with_source",
]
