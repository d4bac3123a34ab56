from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "linli.notices"
    label = "notices"

    def ready(self) -> None:
        from linli.journal.data import register_verbs
        from linli.notices.labels import VERBS

        register_verbs(VERBS)
