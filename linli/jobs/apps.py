from datetime import time

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "linli.jobs"
    label = "jobs"

    def ready(self) -> None:
        from linli.jobs import tasks
        from linli.jobs.labels import PERIODIC, VERBS
        from linli.journal.data import register_verbs
        from linli.kernel import jobs

        register_verbs(VERBS)
        jobs.register(
            "jobs.prune", tasks.prune, jobs.Daily(time(3, 40)), label=PERIODIC["jobs.prune"]
        )
