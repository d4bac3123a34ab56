from django.urls import path

from linli.policy import views

app_name = "policy"

urlpatterns = [
    path("", views.index, name="index"),
    path("releases/", views.releases, name="releases"),
    path("releases/compare/", views.compare, name="compare"),
    path("releases/<uuid:public_id>/activate/", views.activate, name="activate"),
    path("releases/<uuid:public_id>/files.zip", views.release_files, name="release_files"),
    path("drafts/<uuid:public_id>/", views.draft, name="draft"),
    path("drafts/<uuid:public_id>/files.zip", views.draft_files, name="draft_files"),
    path("papers/", views.papers, name="papers"),
    path("papers/<uuid:public_id>/", views.paper, name="paper"),
    path("papers/<uuid:public_id>/confirm/", views.paper_confirm, name="paper_confirm"),
    path("papers/<uuid:public_id>/adopt/", views.paper_adopt, name="paper_adopt"),
    path("papers/<uuid:public_id>/<int:place>/", views.paper_clause, name="paper_clause"),
    path("layers/<str:layer>/draft/", views.draft_start, name="draft_start"),
    path("clauses/<str:clause>/", views.clause, name="clause"),
    path("provisions/<slug:kind>/<str:key>/", views.provision, name="provision"),
    path("provisions/<slug:kind>/<str:key>/explain/", views.explain, name="explain"),
    path("provisions/<slug:kind>/<str:key>/<slug:field>/", views.set_value, name="set"),
    path("<slug:layer>/", views.layer, name="layer"),
]
