from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "linli.portal"
    label = "portal"

    def ready(self) -> None:
        from linli.policy.data import Disclosure, register_use
        from linli.portal.labels import PUBLIC_PAGES

        register_use(Disclosure, "coverage", label=PUBLIC_PAGES, url_name="portal:home")
