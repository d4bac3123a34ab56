from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "linli.territory"
    label = "territory"

    def ready(self) -> None:
        from linli.journal.data import register_verbs
        from linli.territory.labels import VERBS

        register_verbs(VERBS)
