"""From a folder of YAML to a validated layer, or to every error in it by file, line and key.

Inside: layers > checks, faults > schema > yamlfile; an upper one may import a lower one.
"""

from linli.policy.reader.layers import FolderFaults, layer_folders, read_layer
from linli.policy.reader.schema import (
    ClauseEntry,
    DocumentEntry,
    LayerEntry,
    LayerSource,
    LoadedClause,
    LoadedDocument,
    LoadedProvision,
)
from linli.policy.reader.yamlfile import Fault

__all__ = [
    "ClauseEntry",
    "DocumentEntry",
    "Fault",
    "FolderFaults",
    "LayerEntry",
    "LayerSource",
    "LoadedClause",
    "LoadedDocument",
    "LoadedProvision",
    "layer_folders",
    "read_layer",
]
