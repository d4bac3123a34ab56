"""How forms become HTML: the kit's field layout instead of Django's."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class LinliRenderer(TemplatesSetting):
    """Prints ``{{ form }}`` and every field with label, help, error and required mark."""

    form_template_name = "kernel/form_fields.html"
    field_template_name = "kernel/field.html"
