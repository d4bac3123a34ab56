"""Texts for the acts of files."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "files.file.store": _("stored a file"),
    "files.files.take_over": _("took over the files of another community"),
}
