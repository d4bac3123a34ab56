"""Forms of the register: they check shape; what is allowed is the services' business."""

from linli.registry.forms.communities import ReorganisationForm
from linli.registry.forms.homes import (
    EndLoginForm,
    OwnerForm,
    OwnerLines,
    SaleForm,
    UnitEditForm,
    UnitForm,
    VoterForm,
    owners_named,
)
from linli.registry.forms.places import PLACE_EDIT_FORMS, PLACE_FORMS, EndPlaceForm
from linli.registry.forms.service import (
    AmendForm,
    BasicsForm,
    ClassForm,
    ContractForm,
    DecisionForm,
    EndForm,
    EnterpriseEditForm,
    EnterpriseForm,
    EntryForm,
    ExportForm,
    OwnerSearchForm,
    ReadForm,
    RosterForm,
    TraitForm,
)

__all__ = [
    "PLACE_EDIT_FORMS",
    "PLACE_FORMS",
    "AmendForm",
    "BasicsForm",
    "ClassForm",
    "ContractForm",
    "DecisionForm",
    "EndForm",
    "EndLoginForm",
    "EndPlaceForm",
    "EnterpriseEditForm",
    "EnterpriseForm",
    "EntryForm",
    "ExportForm",
    "OwnerForm",
    "OwnerLines",
    "OwnerSearchForm",
    "ReadForm",
    "ReorganisationForm",
    "RosterForm",
    "SaleForm",
    "TraitForm",
    "UnitEditForm",
    "UnitForm",
    "VoterForm",
    "owners_named",
]
