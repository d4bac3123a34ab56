from datetime import timedelta

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "linli.journal"
    label = "journal"

    def ready(self) -> None:
        from linli.journal import selectors, tasks
        from linli.journal.data import register_verbs
        from linli.journal.labels import PERIODIC, VERBS
        from linli.kernel import integrity, jobs

        register_verbs(VERBS)
        integrity.register("journal.chain", selectors.check_chain)
        integrity.register("journal.triggers", selectors.check_triggers)
        jobs.register(
            "journal.seal",
            tasks.seal,
            jobs.Every(timedelta(minutes=1)),
            label=PERIODIC["journal.seal"],
        )
