from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.accounts.data import Role, TokenReach
from linli.accounts.labels import ROLES, TOKEN_REACHES
from linli.accounts.rules import TOKEN_MAX_DAYS
from linli.kernel.web.forms import day_field

MAX_PASSWORD = 128
# An owner's post comes from the register, together with the owner it belongs to.
APPOINTED = tuple(role for role in Role if role is not Role.OWNER)


def _password(label: Any, autocomplete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MAX_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class LoginForm(forms.Form):
    """Login name and password, nothing else."""

    login = forms.CharField(
        label=_("Login"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = _password(_("Password"), "current-password")


class CodeForm(forms.Form):
    """Six digits of the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )


class PasswordProofForm(forms.Form):
    """One's own password, once more."""

    proof = _password(_("Password"), "current-password")


class CodeProofForm(forms.Form):
    """A code of one's second factor, once more."""

    proof = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True}),
    )


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    new = _password(_("New password"), "new-password")
    again = _password(_("New password, once more"), "new-password")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"new", "again"} <= cleaned.keys() and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("The two are not the same."))
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one."""

    current = _password(_("Present password"), "current-password")
    field_order = ("current", "new", "again")


class OpenLoginForm(forms.Form):
    """A new login: its name only. The password is set by its holder."""

    login = forms.RegexField(
        r"^[a-z0-9][a-z0-9.-]{2,38}[a-z0-9]$",
        label=_("Login"),
        help_text=_("4 to 40 small letters, digits, dots or hyphens. Better the post than a name."),
        error_messages={"invalid": _("Small letters, digits, dots and hyphens only, 4 to 40.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ReasonForm(forms.Form):
    """Why something is done or asked for: whoever decides and whoever audits reads it."""

    reason = forms.CharField(label=_("Grounds"), max_length=200)


class AppointForm(ReasonForm):
    """A post to ask for. The body's division is how far it reaches."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role, ROLES[role]) for role in APPOINTED])
    title = forms.CharField(label=_("Title of the post"), max_length=60)
    body = forms.ChoiceField(
        label=_("Body"), help_text=_("The post reaches as far as the division of its body.")
    )
    starts_on = day_field(_("In office from"), required=True)
    ends_on = day_field(
        _("In office until"), help_text=_("The first day no longer in office; or open.")
    )
    field_order = ("role", "title", "body", "starts_on", "ends_on", "reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", _("The post must end after it begins."))
        return cleaned


class EndForm(ReasonForm):
    """When a post is to end."""

    ends_on = day_field(
        _("Ends on"), required=True, help_text=_("The first day no longer in office.")
    )
    field_order = ("ends_on", "reason")


class RefuseForm(forms.Form):
    """Why a request is refused."""

    note = forms.CharField(label=_("Grounds"), max_length=200)


class TokenForm(forms.Form):
    """What an access token is for, how far it reaches and how long it lives."""

    name = forms.CharField(
        label=_("What it is for"), max_length=60, help_text=_("The program that will use it.")
    )
    reach = forms.ChoiceField(
        label=_("Good for"),
        choices=[(reach, TOKEN_REACHES[reach]) for reach in TokenReach],
        widget=forms.RadioSelect,
        initial=TokenReach.READ,
    )
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=TOKEN_MAX_DAYS)
