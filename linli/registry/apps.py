from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "linli.registry"
    label = "registry"

    def ready(self) -> None:
        from linli.journal.data import register_verbs
        from linli.kernel import jobs
        from linli.kernel.sealed import SealedPlace, register_place
        from linli.kernel.web import panels
        from linli.policy.data import (
            Rule,
            Vocabulary,
            register_preview,
            register_samples,
            register_use,
        )
        from linli.registry import effects, tasks
        from linli.registry.labels import FAILING, PERIODIC, VERBS
        from linli.registry.models import RosterFile
        from linli.registry.roster.keeping import context_of
        from linli.registry.views.homes import housing_panel
        from linli.registry.views.places import places_panel
        from linli.registry.views.traits import traits_panel

        register_verbs(VERBS)
        jobs.register(
            "registry.retention",
            tasks.retention,
            jobs.Daily(time(3, 50)),
            label=PERIODIC["registry.retention"],
        )
        register_place(
            SealedPlace(
                RosterFile,
                "content",
                lambda row: context_of(row.roster, row.kept),
                True,
            )
        )
        panels.register("compound", 5, housing_panel)
        register_preview("rules", label=FAILING, previewer=effects.failing_rules)
        register_samples("registry.compounds", effects.samples)
        panels.register("compound", 6, places_panel)
        panels.register("compound", 7, traits_panel)
        label, page = _("Compound files"), "registry:compounds"
        register_use(Rule, "class_1_requires_service", label=label, url_name=page)
        for vocabulary in ("compound.class", "service.nature", "service.mode", "service.items"):
            register_use(Vocabulary, vocabulary, label=label, url_name=page)
