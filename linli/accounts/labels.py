"""Texts for roles and acts of accounts."""

from django.utils.translation import gettext_lazy as _

VERBS = {"accounts.post.appoint": _("appointed to a post")}
