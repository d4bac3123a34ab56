from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "linli.accounts"
    label = "accounts"

    def ready(self) -> None:
        from linli.accounts import selectors, tasks
        from linli.accounts.labels import PERIODIC, VERBS
        from linli.accounts.models import Factor, Submission
        from linli.accounts.services.factors import SECRET_COLUMN
        from linli.accounts.services.submissions import context_of
        from linli.journal.data import register_verbs
        from linli.kernel import jobs
        from linli.kernel.sealed import SealedPlace, register_place

        register_verbs(VERBS)
        for column in ("secret", "offered"):
            register_place(SealedPlace(Factor, column, lambda _row: SECRET_COLUMN))
        register_place(SealedPlace(Submission, "answer", lambda row: context_of(row=row), True))
        jobs.set_authority(selectors.actor_of_job)
        jobs.register("accounts.sweep", tasks.sweep, label=PERIODIC["accounts.sweep"])
