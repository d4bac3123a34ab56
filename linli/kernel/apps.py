from django.apps import AppConfig
from django.conf import settings

from linli.kernel import clock
from linli.kernel.web import refusals

# Before any form is defined: a field takes its words when it is made.
refusals.install()


class KernelConfig(AppConfig):
    name = "linli.kernel"
    label = "kernel"

    def ready(self) -> None:
        clock.set_offset(settings.CLOCK_OFFSET_DAYS)
