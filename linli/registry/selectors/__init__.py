"""Reading the register. Each function states its query cost; rows come only through scope."""

from linli.registry.selectors.coverage import (
    coverage_by_community,
    coverage_explanation,
    covered_ids,
    covered_since,
    service_rows,
    trait_on,
)
from linli.registry.selectors.files import (
    ContractFile,
    ContractState,
    contract_file,
    contract_files,
    contract_files_of,
    what_ending_changes,
)
from linli.registry.selectors.history import HistoryEntry, history
from linli.registry.selectors.objects import (
    communities_visible_to,
    compound,
    compounds_by_id,
    compounds_visible_to,
    contract,
    enterprise,
    enterprises_visible_to,
    named,
    traits_of,
)
from linli.registry.selectors.words import (
    blocked_classes,
    term_label,
    term_labels,
    vocabulary,
)

__all__ = [
    "ContractFile",
    "ContractState",
    "HistoryEntry",
    "blocked_classes",
    "communities_visible_to",
    "compound",
    "compounds_by_id",
    "compounds_visible_to",
    "contract",
    "contract_file",
    "contract_files",
    "contract_files_of",
    "coverage_by_community",
    "coverage_explanation",
    "covered_ids",
    "covered_since",
    "enterprise",
    "enterprises_visible_to",
    "history",
    "named",
    "service_rows",
    "term_label",
    "term_labels",
    "trait_on",
    "traits_of",
    "vocabulary",
    "what_ending_changes",
]
