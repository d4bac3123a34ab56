"""Texts for the register's enums, faults and acts."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from linli.registry.data import Basis, DateFault, TraitKind, UsccFault

VERBS = {
    "registry.compound.register": _("entered the compound in the register"),
    "registry.compound.edit": _("corrected the basics of the compound"),
    "registry.compound.served": _("recorded the compound as served"),
    "registry.trait.set": _("set a trait of the compound"),
    "registry.enterprise.register": _("entered the enterprise in the register"),
    "registry.enterprise.edit": _("corrected the enterprise"),
    "registry.contract.sign": _("registered a service contract"),
    "registry.contract.enter": _("recorded the enterprise's entry"),
    "registry.contract.amend": _("amended a service contract"),
    "registry.contract.end": _("closed a service contract"),
}

TRAITS: Mapping[str, object] = {
    TraitKind.CLASS: _("Class"),
    TraitKind.MODE: _("Management mode"),
    TraitKind.KIND: _("Kind of compound"),
}

BASES: Mapping[str, object] = {
    Basis.TASK_LIST: _("task list"),
    Basis.CONTRACT: _("service contract"),
}

USCC_FAULTS: Mapping[UsccFault, object] = {
    UsccFault.LENGTH: _("The credit code does not have 18 characters."),
    UsccFault.ALPHABET: _("The credit code holds a character that such codes never have."),
    UsccFault.ORGANISATION_DIGIT: _(
        "The check digit of the organisation code inside (17th character) does not fit."
    ),
    UsccFault.CHECK_DIGIT: _("The check digit (18th character) does not fit."),
}

DATE_FAULTS: Mapping[DateFault, object] = {
    DateFault.ENDS_BEFORE_START: _("The contract ends before it begins."),
    DateFault.ENDS_BEFORE_SIGNING: _("The contract ends before it was signed."),
    DateFault.ENTERS_AFTER_END: _("The enterprise enters after the contract has ended."),
}
