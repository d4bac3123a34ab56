from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "linli.journal"
    label = "journal"

    def ready(self) -> None:
        from linli.journal import selectors
        from linli.kernel import integrity

        integrity.register("journal.digests", selectors.check_digests)
        integrity.register("journal.triggers", selectors.check_triggers)
