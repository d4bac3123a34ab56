from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class PolicyConfig(AppConfig):
    name = "linli.policy"
    label = "policy"

    def ready(self) -> None:
        from linli.journal.data import register_verbs
        from linli.kernel import integrity
        from linli.policy import selectors
        from linli.policy.labels import VERBS

        register_verbs(VERBS)
        integrity.register("policy.releases", selectors.check_releases)
        request_started.connect(selectors.begin_request, dispatch_uid="policy.begin")
        request_finished.connect(selectors.end_request, dispatch_uid="policy.end")
