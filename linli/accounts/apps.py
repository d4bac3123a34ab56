from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "linli.accounts"
    label = "accounts"

    def ready(self) -> None:
        from linli.accounts import selectors, tasks
        from linli.accounts.labels import VERBS
        from linli.journal.data import register_verbs
        from linli.kernel import jobs

        register_verbs(VERBS)
        jobs.set_authority(selectors.actor_of_job)
        jobs.register("accounts.sweep", tasks.sweep)
