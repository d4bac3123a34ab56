from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "linli.operations"
    label = "operations"

    def ready(self) -> None:
        from linli.journal.data import register_verbs
        from linli.operations.labels import VERBS

        register_verbs(VERBS)
