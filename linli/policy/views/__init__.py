"""The policy's pages: ``reader`` reads, ``acts`` changes, ``presenting`` puts rows into words."""

from linli.policy.views.acts import activate, releases, set_value
from linli.policy.views.reader import clause, index, layer, provision

__all__ = ["activate", "clause", "index", "layer", "provision", "releases", "set_value"]
