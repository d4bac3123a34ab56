"""Texts for the territory's enums and acts."""

from django.utils.translation import gettext_lazy as _

VERBS = {"territory.division.open": _("opened a local division")}
