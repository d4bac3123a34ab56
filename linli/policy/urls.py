from django.urls import path

from linli.policy import views

app_name = "policy"

urlpatterns = [
    path("", views.index, name="index"),
    path("releases/", views.releases, name="releases"),
    path("releases/<uuid:public_id>/activate/", views.activate, name="activate"),
    path("releases/<uuid:public_id>/files.zip", views.release_files, name="release_files"),
    path("drafts/<uuid:public_id>/", views.draft, name="draft"),
    path("layers/<str:layer>/draft/", views.draft_start, name="draft_start"),
    path("clauses/<str:clause>/", views.clause, name="clause"),
    path("provisions/<slug:kind>/<str:key>/", views.provision, name="provision"),
    path("provisions/<slug:kind>/<str:key>/explain/", views.explain, name="explain"),
    path("provisions/<slug:kind>/<str:key>/<slug:field>/", views.set_value, name="set"),
    path("<slug:layer>/", views.layer, name="layer"),
]
