from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "linli.duties"
    label = "duties"

    def ready(self) -> None:
        from linli.duties import effects, handlers, selectors, tasks
        from linli.duties.labels import CALENDAR, NOTICES, PREVIEW, VERBS
        from linli.journal.data import register_verbs
        from linli.kernel import events, integrity, jobs
        from linli.notices.data import register_kind
        from linli.policy.data import Duty, register_preview, register_use
        from linli.policy.events import ReleaseActivated, ValueSet

        register_verbs(VERBS)
        events.subscribe(ValueSet, handlers.value_set)
        events.subscribe(ReleaseActivated, handlers.release_activated)
        integrity.register("duties.acts", selectors.check_acts)
        jobs.register("duties.remind", tasks.remind_all)
        for occasion, (title, text) in NOTICES.items():
            register_kind(f"duties.{occasion}", title=title, text=text)
        register_preview("duties", label=PREVIEW, previewer=effects.preview)
        register_use(Duty, "progress_report", label=CALENDAR, url_name="duties:calendar")
