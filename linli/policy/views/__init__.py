"""The policy's pages: ``reader`` reads, ``asking`` explains; the others change."""

from linli.policy.views.acts import activate, releases, set_value
from linli.policy.views.asking import explain
from linli.policy.views.drafts import draft, draft_files, draft_start, release_files
from linli.policy.views.papers import (
    paper,
    paper_adopt,
    paper_clause,
    paper_confirm,
    papers,
)
from linli.policy.views.reader import clause, compare, index, layer, provision

__all__ = [
    "activate",
    "clause",
    "compare",
    "draft",
    "draft_files",
    "draft_start",
    "explain",
    "index",
    "layer",
    "paper",
    "paper_adopt",
    "paper_clause",
    "paper_confirm",
    "papers",
    "provision",
    "release_files",
    "releases",
    "set_value",
]
