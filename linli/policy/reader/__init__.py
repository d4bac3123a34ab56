"""From a folder of YAML to a validated layer, or to every error in it by file, line and key.

Inside: layers > checks, faults, rows > schema > yamlfile, and writing > rows; an upper one may
import a lower one.
"""

from linli.policy.reader.layers import FolderFaults, layer_folders, read_layer
from linli.policy.reader.rows import (
    Row,
    clause_row,
    digest_of,
    document_row,
    layer_row,
    provision_row,
    rows_of,
)
from linli.policy.reader.schema import (
    ClauseEntry,
    DocumentEntry,
    LayerEntry,
    LayerSource,
    LoadedClause,
    LoadedDocument,
    LoadedProvision,
)
from linli.policy.reader.writing import files_of
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
    "Row",
    "clause_row",
    "digest_of",
    "document_row",
    "files_of",
    "layer_folders",
    "layer_row",
    "provision_row",
    "read_layer",
    "rows_of",
]
