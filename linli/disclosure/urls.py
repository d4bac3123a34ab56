from django.urls import path

from linli.disclosure import views

app_name = "disclosure"
urlpatterns = [
    path("", views.publication_list, name="list"),
    path("<uuid:public_id>/", views.publication_page, name="publication"),
    path("<uuid:public_id>/withdraw/", views.withdraw, name="withdraw"),
]
