from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "linli.files"
    label = "files"

    def ready(self) -> None:
        from linli.files.labels import VERBS
        from linli.files.selectors import check_contents
        from linli.journal.data import register_verbs
        from linli.kernel import integrity

        register_verbs(VERBS)
        integrity.register("files.contents", check_contents)
