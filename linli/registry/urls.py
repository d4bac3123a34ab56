from django.urls import path

from linli.registry.views import compound_list, compounds, contracts, enterprises

app_name = "registry"
urlpatterns = [
    path("compounds/", compound_list.compound_list, name="compounds"),
    path("compounds/<uuid:public_id>/", compounds.compound_page, name="compound"),
    path("compounds/<uuid:public_id>/edit/", compounds.compound_edit, name="compound_edit"),
    path("compounds/<uuid:public_id>/class/", compounds.compound_class, name="compound_class"),
    path("compounds/<uuid:public_id>/contract/", contracts.contract_new, name="contract_new"),
    path("contracts/<uuid:public_id>/entry/", contracts.contract_entry, name="contract_entry"),
    path("contracts/<uuid:public_id>/amend/", contracts.contract_amend, name="contract_amend"),
    path("contracts/<uuid:public_id>/end/", contracts.contract_end, name="contract_end"),
    path("enterprises/", enterprises.enterprise_list, name="enterprises"),
    path("enterprises/new/", enterprises.enterprise_new, name="enterprise_new"),
    path("enterprises/<uuid:public_id>/", enterprises.enterprise_page, name="enterprise"),
    path("enterprises/<uuid:public_id>/edit/", enterprises.enterprise_edit, name="enterprise_edit"),
]
