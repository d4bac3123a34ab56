from django.apps import AppConfig
from django.conf import settings

from linli.kernel import clock
from linli.kernel.web import refusals


class KernelConfig(AppConfig):
    name = "linli.kernel"
    label = "kernel"

    def ready(self) -> None:
        clock.set_offset(settings.CLOCK_OFFSET_DAYS)
        refusals.install()
