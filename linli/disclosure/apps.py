from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "linli.disclosure"
    label = "disclosure"

    def ready(self) -> None:
        from linli.disclosure.labels import VERBS
        from linli.disclosure.selectors import check_digests
        from linli.journal.data import register_verbs
        from linli.kernel import integrity

        register_verbs(VERBS)
        integrity.register("disclosure.publications", check_digests)
