"""The policy's pages: ``reader`` reads, ``asking`` explains, ``acts`` and ``drafts`` change."""

from linli.policy.views.acts import activate, releases, set_value
from linli.policy.views.asking import explain
from linli.policy.views.drafts import draft, draft_start, release_files
from linli.policy.views.reader import clause, index, layer, provision

__all__ = [
    "activate",
    "clause",
    "draft",
    "draft_start",
    "explain",
    "index",
    "layer",
    "provision",
    "release_files",
    "releases",
    "set_value",
]
