from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "linli.accounts"
    label = "accounts"

    def ready(self) -> None:
        from linli.accounts.labels import VERBS
        from linli.journal.data import register_verbs

        register_verbs(VERBS)
