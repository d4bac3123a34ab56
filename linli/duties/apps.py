from datetime import time

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "linli.duties"
    label = "duties"

    def ready(self) -> None:
        from linli.duties import effects, handlers, selectors, services, tasks
        from linli.duties.labels import (
            CALENDAR,
            ESCALATED_NOTICE,
            NO_TABLE_NOTICE,
            NOTICES,
            PERIODIC,
            PREVIEW,
            VERBS,
        )
        from linli.duties.views.pages import compound_panel
        from linli.journal.data import ActRecorded, register_verbs
        from linli.kernel import events, integrity, jobs, workdays
        from linli.kernel.web import panels
        from linli.notices.data import register_kind
        from linli.policy.data import Duty, register_preview, register_use
        from linli.policy.events import ReleaseActivated, ValueSet
        from linli.registry.data import (
            ContractEnded,
            ContractEntered,
            ContractSigned,
            Follower,
            TraitChanged,
            register_follower,
        )

        register_verbs(VERBS)
        workdays.set_source(selectors.loaded_years)
        events.subscribe(ValueSet, handlers.value_set)
        events.subscribe(ReleaseActivated, handlers.release_activated)
        events.subscribe(ActRecorded, handlers.act_recorded)
        for change in (ContractSigned, ContractEntered, ContractEnded, TraitChanged):
            events.subscribe(change, handlers.compound_changed)
        register_follower("duties", Follower(services.foresee_move, services.move_duties))
        integrity.register("duties.acts", selectors.check_acts)
        jobs.register(
            "duties.generate_all",
            tasks.generate_all,
            jobs.Daily(time(0, 20)),
            label=PERIODIC["duties.generate_all"],
        )
        jobs.register("duties.follow", tasks.follow_all, label=PERIODIC["duties.follow"])
        jobs.register("duties.remind", tasks.remind_all, label=PERIODIC["duties.remind"])
        for occasion, (title, text) in NOTICES.items():
            register_kind(f"duties.{occasion}", title=title, text=text)
        register_kind("duties.escalated", title=ESCALATED_NOTICE[0], text=ESCALATED_NOTICE[1])
        register_kind("duties.no_table", title=NO_TABLE_NOTICE[0], text=NO_TABLE_NOTICE[1])
        panels.register("compound", 8, compound_panel)
        register_preview("duties", label=PREVIEW, previewer=effects.preview)
        register_use(Duty, "progress_report", label=CALENDAR, url_name="duties:calendar")
