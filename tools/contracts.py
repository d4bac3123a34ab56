"""The two import rules that import-linter does not bring: see .importlinter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.contracts.layers import LayersContract


class OrderInsideAppsContract(LayersContract):
    """The order of modules inside an app, held for every app there is.

    The apps are read from the package, so that a new one is under the rule from its first file;
    ``not_apps`` names the packages that are none (kernel, composition root). Querysets name their
    model's type: that one edge is left out, because at run time it would be an import cycle.
    """

    type_name = "order_inside_apps"

    root = fields.StringField()
    not_apps = fields.SetField(subfield=fields.StringField())

    def validate(self) -> None:
        """Nothing to add: containers are known only when the graph is."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Check every app as a container of the layers."""
        apps = _packages(graph, str(self.root)) - _names(self.not_apps)
        for app in apps:
            edge = {
                "importer": f"{self.root}.{app}.querysets",
                "imported": f"{self.root}.{app}.models",
            }
            if set(edge.values()) <= graph.modules:
                graph.remove_import(**edge)
        expression = fields.ModuleExpressionField()
        containers = [expression.parse(f"{self.root}.{app}") for app in sorted(apps)]
        vars(self)["containers"] = containers
        return super().check(graph, verbose)


class PublicSurfaceContract(Contract):
    """Apps meet only through each other's public modules; open packages may be used in full.

    ``composition`` names the packages that put the apps together and so may import anything.
    """

    type_name = "public_surface"

    root = fields.StringField()
    public_modules = fields.SetField(subfield=fields.StringField())
    open_packages = fields.SetField(subfield=fields.StringField())
    composition = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every direct import between two apps."""
        breaches = sorted(set(self._breaches(graph)))
        return ContractCheck(kept=not breaches, metadata={"breaches": breaches})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say which import is too deep, and what would be public."""
        for importer, imported in check.metadata["breaches"]:
            output.print_error(f"{importer} imports {imported}", bold=False)
        public = ", ".join(sorted(_names(self.public_modules)))
        output.print(f"Of another app, only these modules are public: {public}.")

    def _breaches(self, graph: ImportGraph) -> Iterator[tuple[str, str]]:
        public = _names(self.public_modules)
        free = _names(self.composition)
        open_packages = _names(self.open_packages)
        for app in _packages(graph, str(self.root)) - open_packages:
            for imported in graph.find_descendants(f"{self.root}.{app}"):
                if imported.split(".")[2] in public:
                    continue
                for importer in graph.find_modules_that_directly_import(imported):
                    user = importer.split(".")[1] if importer.count(".") else ""
                    if user != app and user not in free:
                        yield importer, imported


def _packages(graph: ImportGraph, root: str) -> set[str]:
    return {child.rpartition(".")[-1] for child in graph.find_children(root)}


def _names(option: object) -> set[str]:
    """An option's value: import-linter declares a field and puts the parsed value in its place."""
    return set(cast("set[str] | None", option) or ())
